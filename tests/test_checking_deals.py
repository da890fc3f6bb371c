"""What a check says of orders and pipelines that name what nobody knows."""

from pathlib import Path

import pytest

from jobs.checking import Report, check
from jobs.collect import collect
from jobs.kinds import options
from jobs.workspace import Workspace
from metrics.catalogue import metrics
from settings.reading import read_settings
from tests.crms import Crm

CONFIG = """
[project]
name = "Essai"
[sources.crm]
kind = "sql"
url = "sqlite:///crm.db"
[sources.crm.people]
table = "users"
user = "id"
team = "team"
[[sources.crm.records]]
table = "deal"
object = "opportunity"
record = "id"
modified_at = "modified"
stage = "stage"
stages = { new = "open", sign = { name = "signature" }, won = "won" }
pipeline = "way"
pipelines = { P = "Projets", C = "Contrats" }
[stages.signature]
closing = true
[pipelines.Contrats]
kind = "renewal"
[sources.erp]
kind = "files"
folder = "erp"
[[sources.erp.orders]]
files = "*.csv"
order = "number"
ordered_on = "placed"
team = "agency"
opportunity = "deal"
of = "crm"
"""


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VIGIE_SECRET", "s" * 32)
    crm = Crm(f"sqlite:///{tmp_path / 'crm.db'}")
    crm.run(
        "CREATE TABLE users (id TEXT, team TEXT)",
        "CREATE TABLE deal (id TEXT, modified TEXT, stage TEXT, way TEXT)",
        "INSERT INTO users VALUES ('ana', 'Nord')",
        "INSERT INTO deal VALUES ('1', '2026-02-01', 'new', 'P')",
    )
    (tmp_path / "erp").mkdir()
    lines = ("number;placed;agency;deal", "C-1;2026-02-01;nord;1", "C-2;2026-02-02;Agence 7;1")
    (tmp_path / "erp" / "orders.csv").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


def checked(folder: Path, text: str = CONFIG) -> Report:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    workspace = Workspace(read_settings(path, options(), metrics().keys()))
    collect(workspace)
    return check(workspace)


def test_teams_of_orders_that_the_crm_does_not_have_are_told(company: Path) -> None:
    report = checked(company)

    assert not report.failed
    assert [line for line in report.lines if line.startswith("! orders")] == [
        "! orders: no team of the CRM is called Agence 7; their orders count for the whole alone"
    ]
    assert [line for line in report.lines if "pipelines" in line or "stages" in line] == []


def test_orders_of_a_source_that_is_none_fail(company: Path) -> None:
    report = checked(company, CONFIG.replace('of = "crm"', 'of = "crn"'))

    assert report.failed
    assert "✗ sources.erp.orders: of = 'crn' is no source; did you mean crm?" in report.lines


def test_a_pipeline_that_no_mapping_knows_is_told(company: Path) -> None:
    report = checked(company, CONFIG.replace("[pipelines.Contrats]", "[pipelines.Contracts]"))

    assert "! pipelines.Contracts: nothing is called 'Contracts'; did you mean Contrats?" in report.lines
