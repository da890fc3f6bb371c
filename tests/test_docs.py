"""Documents that would go stale without being held against the code."""

import re
import tomllib
from pathlib import Path

import pytest

from collectors import creme, files, foundations, google_drive, pulse, sharepoint, sql
from collectors.creme_tables import READ
from collectors.evidence import (
    BASE,
    DOUBTS,
    HINTED,
    LIMIT,
    OTHER_STATES,
    SIGNS,
    SUPPLIERS,
    TITLED,
    TOLD,
    WITHOUT_HEADINGS,
)
from collectors.listing import ScanOptions
from dashboard.definitions import definitions
from jobs.cli import app
from jobs.kinds import options
from metrics.catalogue import metrics
from settings.declared import SHEETS
from settings.model import SourceOptions
from settings.reading import read_settings
from settings.survey import PULSE_ITEMS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONNECT = (ROOT / "docs" / "connect.md").read_text(encoding="utf-8")
FOUNDATIONS = (ROOT / "docs" / "foundations.md").read_text(encoding="utf-8")
TRACKERS = (ROOT / "docs" / "trackers.md").read_text(encoding="utf-8")
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


def test_the_guide_of_trackers_has_each_sign_with_its_weight() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \|.*\| ([+-]\d\.\d\d) \|$", TRACKERS, re.MULTILINE))

    doubts = {doubt: -weight for doubt, weight in DOUBTS.items()}
    assert {sign: float(weight) for sign, weight in rows.items()} == {**SIGNS, **doubts}
    told = re.findall(r"\| (\d\.\d\d) \|$", TRACKERS, re.MULTILINE)
    assert [float(weight) for weight in told] == [TOLD, SUPPLIERS, TITLED, HINTED, OTHER_STATES]
    assert all(f"{limit:.2f}" in TRACKERS for limit in (LIMIT, BASE, WITHOUT_HEADINGS))


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
        for kind in (
            sql.EventsMapping,
            sql.RecordsMapping,
            sql.PeopleMapping,
            sql.PresenceMapping,
            sql.OrdersMapping,
        )
        for name, field in kind.model_fields.items()
    }
    said = set(re.findall(r"[a-z_]+", CONNECT + FOUNDATIONS))

    assert sorted((known | inner) - said - {"parent_object"}) == []


def test_the_commands_of_the_readme_exist() -> None:
    commands = {command.callback.__name__ for command in app.registered_commands if command.callback}
    named = set(re.findall(r"vigie ([a-z]+)", README + CONNECT + FOUNDATIONS))

    assert named <= commands


def test_the_guide_of_foundations_names_every_sheet_item_and_option() -> None:
    titles = {title for sheet in SHEETS for title in (sheet.fr, sheet.en)}
    words = {*pulse.Options.model_fields, *PULSE_ITEMS, *foundations.Options.model_fields} - {
        "schedule",
        "service_accounts",
    }

    assert [title for title in titles if title not in FOUNDATIONS] == []
    assert [word for word in words if not re.search(rf"\b{word}\b", FOUNDATIONS)] == []
    assert len(FOUNDATIONS.splitlines()) <= 90


def test_the_settings_of_the_guide_of_foundations_are_allowed(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    blocks = re.findall(r"```toml\n(.*?)```", FOUNDATIONS, re.DOTALL)
    path.write_text('[project]\nname = "Essai"\nschool_zone = "A"\n' + "\n".join(blocks), encoding="utf-8")

    assert list(read_settings(path, options(), metrics()).sources) == ["foundations", "survey", "hr"]


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


def test_the_settings_of_the_guide_of_creme_are_allowed(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    blocks = re.findall(r"```toml\n(.*?)```", CREME, re.DOTALL)
    path.write_text('[project]\nname = "Essai"\n' + "\n".join(blocks), encoding="utf-8")

    assert list(read_settings(path, options(), metrics()).sources) == ["crm", "orders"]


def test_links_between_documents_lead_somewhere() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    links = [(page, link) for page in pages for link in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8"))]

    assert [link for page, link in links if "://" not in link and not (page.parent / link).exists()] == []


@pytest.mark.parametrize(
    ("file", "kind"), [("microsoft365.md", sharepoint.Options), ("google_drive.md", google_drive.Options)]
)
def test_the_guides_of_drives_show_settings_that_are_allowed_and_name_every_option(
    file: str, kind: type[SourceOptions], tmp_path: Path
) -> None:
    guide = (ROOT / "docs" / file).read_text(encoding="utf-8")
    example = guide.split("```toml\n")[1].split("```")[0].replace("\n# ", "\n")
    path = tmp_path / "config.toml"
    path.write_text(f'[project]\nname = "P"\n{example}', encoding="utf-8")

    (source,) = read_settings(path, options(), metrics()).sources.values()

    own = kind.model_fields.keys() - ScanOptions.model_fields.keys()
    assert own - source.model_fields_set == set()
