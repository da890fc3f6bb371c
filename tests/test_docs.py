"""Documents that would go stale without being held against the code."""

import re
import tomllib
from pathlib import Path

import pytest

from collectors import creme, files, sql
from collectors.creme_tables import READ
from dashboard.definitions import definitions
from jobs.cli import app
from jobs.kinds import options
from metrics.catalogue import metrics
from settings.model import SourceOptions
from settings.reading import read_settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONNECT = (ROOT / "docs" / "connect.md").read_text(encoding="utf-8")
CREME = (ROOT / "docs" / "creme.md").read_text(encoding="utf-8")


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) <= 150


@pytest.mark.parametrize(("language", "file"), [("en", "signals.md"), ("fr", "signaux.md")])
def test_the_table_of_signals_is_what_they_declare(language: str, file: str) -> None:
    """`vigie definitions --language en > docs/signals.md` renews it; `fr` and docs/signaux.md likewise."""
    table = definitions(language)

    assert (ROOT / "docs" / file).read_text(encoding="utf-8") == table
    assert [name for name in metrics() if f"`{name}`" not in table] == []


def test_the_readme_and_the_guide_know_every_kind_of_source() -> None:
    assert [kind for kind in options() if f"`{kind}`" not in README] == []


def test_the_readmes_settings_are_allowed(tmp_path: Path) -> None:
    example = README.split("```toml\n")[1].split("```")[0]
    tomllib.loads(example)
    path = tmp_path / "config.toml"
    path.write_text(example, encoding="utf-8")

    settings = read_settings(path, options(), metrics())

    assert list(settings.sources) == ["crm"]


def test_the_guide_explains_every_option_of_mapped_sources() -> None:
    known = {name for kind in (sql.Options, files.Options) for name in kind.model_fields}
    inner = {
        field.alias or name
        for kind in (sql.EventsMapping, sql.RecordsMapping, sql.PeopleMapping)
        for name, field in kind.model_fields.items()
    }
    said = set(re.findall(r"[a-z_]+", CONNECT))

    assert sorted((known | inner) - said - {"parent_object"}) == []


def test_the_commands_of_the_readme_exist() -> None:
    commands = {command.callback.__name__ for command in app.registered_commands if command.callback}
    named = set(re.findall(r"vigie ([a-z]+)", README + CONNECT))

    assert named <= commands


def test_cremes_grants_are_those_its_collector_needs() -> None:
    granted = {
        table: {name.strip('" ') for name in columns.split(",")}
        for columns, table in re.findall(r"GRANT SELECT \(([^)]*)\) ON (\w+) TO vigie;", CREME)
    }

    assert granted == {table: set(columns.split()) for table, columns in READ.items()}
    assert [
        name
        for name in creme.Options.model_fields
        if name not in {*SourceOptions.model_fields, "url", "placeholders"} and name not in CREME
    ] == []


def test_links_between_documents_lead_somewhere() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    links = [(page, link) for page in pages for link in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8"))]

    assert [link for page, link in links if "://" not in link and not (page.parent / link).exists()] == []
