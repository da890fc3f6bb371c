"""config.toml is checked whole: all that is wrong at once, each thing with its key, its value and what is allowed."""

from datetime import date, time
from pathlib import Path

import pytest

from jobs.checking import check
from jobs.kinds import options
from jobs.workspace import Workspace
from metrics.catalogue import metrics
from settings.model import Settings
from settings.reading import SettingsError, read_settings

ROOT = Path(__file__).parent.parent
PROJECT = '[project]\nname = "Essai"\n'
SOURCE = """
[sources.crm]
kind = "sql"
url_env = "CRM_URL"
[[sources.crm.events]]
table = "journal"
action = "code"
"""
WHOLE = """
[project]
name = "Ardelor"
language = "en"
timezone = "Europe/Paris"
country = "FR"
phase = "rollout"
go_live = 2026-02-02
closures = ["2026-12-24/2027-01-02", 2026-05-15, { from = "2026-08-01", to = "2026-08-16", label = "été" }]
as_of = 2026-11-09
school_zone = "B"
[store]
database = "sqlite:///data/vigie.db"
lake = "data/lake"
[engine]
kind = "spark"
remote = "sc://host:15002"
[privacy]
minimum_group = 12
informed_on = 2026-01-19
retention_events_months = 6
retention_person_months = 13
secret_env = "VIGIE_SECRET"
[sources.crm]
kind = "sql"
schedule = "15 2 * * *"
directory = false
url_env = "CRM_URL"
service_accounts = ["svc-erp", 900]
[[sources.crm.events]]
table = "journal"
cursor = "id"
at = "quand"
user = "qui"
action = "code"
actions = { "MOD" = "edit", "12" = "view" }
object = "objet"
record = "objet_id"
rows = "lignes"
[[sources.crm.records]]
query = "SELECT * FROM affaire"
object = "opportunity"
record = "id"
modified_at = "modifie_le"
created_at = "cree_le"
owner = "proprietaire"
stage = "etape"
stages = { NEG = { name = "negociation", status = "open" }, GAG = "won" }
pipeline = "filiere"
pipelines = { REN = "Contrats" }
fields = ["nom", "montant"]
[[sources.crm.orders]]
table = "commande"
order = "numero"
ordered_on = "date"
kinds = "new"
opportunity = "affaire_id"
of = "crm"
[sources.crm.people]
table = "utilisateur"
user = "id"
email = "courriel"
team = "equipe"
role = "fonction"
manager = "chef"
active = "actif"
from = "entree"
to = "sortie"
[signals."adoption.rate"]
amber = 0.75
red = 0.55
teams."Service client".amber = 0.6
[required.opportunity]
"*" = ["nom", "montant"]
negociation = ["date_cloture"]
[stages.negociation]
days = 30
closing = true
[pipelines.Contrats]
kind = "renewal"
[roles.Vendeur]
acts = "week"
field = true
features = { devis = { action = "create", object = "quote" } }
[roles.Directeur]
acts = "month"
[rituals.revue]
day = "monday"
start = 09:30:00
end = "10:30"
team = "Nord"
[entry_hours.saisie]
day = "friday"
start = "16:00"
end = "17:00"
team = "Nord"
[entry]
most_a_day = 40
[alerts.equipe]
url_env = "ALERT_URL"
language = "fr"
on = ["change", "weekly"]
"""


def read(folder: Path, text: str) -> Settings:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return read_settings(path, options(), metrics().keys())


def problems(folder: Path, text: str) -> list[str]:
    with pytest.raises(SettingsError) as raised:
        read(folder, text)
    return raised.value.problems


def test_every_key_of_the_documented_shape_is_accepted(tmp_path: Path) -> None:
    settings = read(tmp_path, WHOLE)

    assert [(c.start, c.end) for c in settings.project.closures] == [
        (date(2026, 12, 24), date(2027, 1, 2)),
        (date(2026, 5, 15), date(2026, 5, 15)),
        (date(2026, 8, 1), date(2026, 8, 16)),
    ]
    assert settings.engine.remote == "sc://host:15002"
    assert settings.signals["adoption.rate"].teams["Service client"].amber == 0.6
    assert settings.roles["Vendeur"].features["devis"].object == "quote"
    assert (settings.rituals["revue"].start, settings.rituals["revue"].end) == (time(9, 30), time(10, 30))
    assert (settings.entry_hours["saisie"].day, settings.entry_hours["saisie"].team) == ("friday", "Nord")
    assert settings.entry.most_a_day == 40
    assert settings.alerts["equipe"].on == ("change", "weekly")
    assert settings.sources["crm"].service_accounts == ("svc-erp", 900)


def test_a_check_names_the_settings_nothing_uses_yet(tmp_path: Path) -> None:
    said = "\n".join(check(Workspace(read(tmp_path, WHOLE))).lines)

    for key in ("engine.kind", "rituals", "alerts", "roles.Vendeur.field", "roles.Vendeur.features"):
        assert f"! {key}" in said
    assert "! roles.Directeur" not in said


def test_the_settings_of_the_demo_are_accepted() -> None:
    assert read_settings(ROOT / "config.toml", options(), metrics().keys()).project.name.startswith("Ardelor")


def test_all_errors_are_told_at_once(tmp_path: Path) -> None:
    text = """
[project]
nam = "X"
language = "de"
[privacy]
minimum_group = 3
[sources.crm]
kind = "sql"
url_env = "X"
[[sources.crm.events]]
table = "t"
curser = "id"
action = "code"
[sources.hub]
kind = "hubspott"
[signals."adoption.rat"]
[ritual.revue]
"""
    assert problems(tmp_path, text) == [
        "project.name: is missing",
        "project.language = 'de': should be 'fr' or 'en'",
        "project.nam: there is no such key; did you mean name?",
        "privacy.minimum_group = 3: should be greater than or equal to 5",
        "ritual: there is no such key; did you mean rituals?",
        "sources.crm.events[1].curser: there is no such key; did you mean cursor?",
        f"sources.hub.kind = 'hubspott': should be one of {', '.join(sorted(options()))}",
        'signals."adoption.rat": there is no such signal; did you mean adoption.rate?',
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("timezone = 'Paris'", "project.timezone = 'Paris': should be a time zone such as Europe/Paris or UTC"),
        ("country = 'France'", "project.country = 'France': should be a country code of two capitals such as FR"),
        ("go_live = 'soon'", "project.go_live = 'soon': should be a date such as 2026-12-31"),
        ("closures = '2026-01-01'", "project.closures = '2026-01-01': should be a list"),
        ("closures = ['2026-02-01/2026-01-01']", "project.closures[1]: should end on or after its first day"),
        ("[stages.a]\ndays = 0", "stages.a.days = 0: should be greater than or equal to 1"),
        ("[required.account]\n'*' = 'nom'", "required.account.\"*\" = 'nom': should be a list"),
        (
            "[signals.'adoption.rate'.teams.Nord]\nambr = 1",
            'signals."adoption.rate".teams.Nord.ambr: there is no such key; did you mean amber?',
        ),
        ("[roles.A]\nacts = 'day'", "roles.A.acts = 'day': should be 'week' or 'month'"),
        ("[engine]\nkind = 'spark'", "engine: should have remote with kind spark, and with no other"),
        ("[rituals.a]\nday = 'lundi'\nstart = 09:00:00\nend = 10:00:00", "rituals.a.day = 'lundi': should be 'monday'"),
        ("[rituals.a]\nday = 'monday'\nstart = 11:00:00\nend = 10:00:00", "rituals.a: should end after its start"),
        ("[sources.'a b']\nkind = 'sql'", "sources.\"a b\" = 'a b': should match pattern"),
        ("[sources]\ncrm = 'x'", "sources.crm = 'x': should be a table with a kind"),
    ],
)
def test_an_error_names_key_value_and_what_is_allowed(tmp_path: Path, text: str, expected: str) -> None:
    assert any(problem.startswith(expected) for problem in problems(tmp_path, PROJECT + text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("actions = { MOD = 'edits' }", "sources.crm.events[1].actions.MOD = 'edits': should be 'login', 'view'"),
        ("schedule = 1", "sources.crm.events[1].schedule: there is no such key"),
        (
            "[[sources.crm.records]]\ntable = 'a'\nobject = '../a'",
            "sources.crm.records[1].object = '../a': should match pattern",
        ),
        (
            "[[sources.crm.records]]\ntable = 'a'\nobject = 'a'\nstages = { A = { name = 'x', status = 'opn' } }",
            "sources.crm.records[1].stages.A.status = 'opn': should be 'open', 'won' or 'lost'",
        ),
        (
            "[[sources.crm.records]]\ntable = 'a'\nquery = 'b'\nobject = 'a'",
            "sources.crm.records[1]: should have exactly one of table, query and files",
        ),
        (
            "[[sources.crm.records]]\ntable = 'a'\nobject = 'a'\n[[sources.crm.records]]\ntable = 'b'\nobject = 'a'",
            "sources.crm: should map the records of a once; join their tables in one query",
        ),
    ],
)
def test_an_error_of_a_mapping_is_one_sentence(tmp_path: Path, text: str, expected: str) -> None:
    (problem,) = problems(tmp_path, PROJECT + SOURCE + text)

    assert problem.startswith(expected)


def test_two_sources_with_one_name_are_refused(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, PROJECT + SOURCE + SOURCE)

    assert problem.startswith("[sources.crm] stands twice (at line 11")


def test_names_of_sources_differ_by_more_than_case(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, PROJECT + SOURCE + SOURCE.replace(".crm", ".CRM"))

    assert problem == "sources.CRM: differs from sources.crm by case only; give each source its own name"


@pytest.mark.parametrize(
    "text",
    [
        '[sources.a]\nkind = "sql"\nurl = "postgresql://u:hunter2@h/d"',
        '[sources.a]\nkind = "sql"\nurl = "postgresql://u:hunter2@h/d"\nurl_env = "X"',
        '[sources.a]\nkind = "sql"\npassword = "hunter2"',
        '[sources.a]\nkind = "sql"\nurl = ["hunter2"]',
        '[sources]\na = "postgresql://u:hunter2@h/d"',
        '[privacy]\nsecret = "hunter2"',
        '[alerts.a]\nurl = "mailto://u:hunter2@h"',
    ],
)
def test_secrets_are_never_printed(tmp_path: Path, text: str) -> None:
    assert "hunter2" not in "\n".join(problems(tmp_path, PROJECT + text))
    (tmp_path / "config.toml").write_text(f'store = "postgresql://u:hunter2@h/d"\n{PROJECT}{text}')
    with pytest.raises(SettingsError, match="store = '…': should be a table") as raised:
        read_settings(tmp_path / "config.toml", options())
    assert "hunter2" not in str(raised.value)


def test_a_missing_or_broken_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="there is no such file; name one with --config"):
        read_settings(tmp_path / "none.toml")
    assert problems(tmp_path, "[project\n")[0].startswith("is not TOML: ")
    (tmp_path / "latin.toml").write_bytes('[project]\nname = "é"'.encode("latin-1"))
    with pytest.raises(SettingsError, match="cannot be read as UTF-8"):
        read_settings(tmp_path / "latin.toml")


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    assert read(tmp_path, "\ufeff" + PROJECT).project.name == "Essai"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('school_zone = "D"', "project.school_zone = 'D': should be 'A', 'B' or 'C'"),
        ('school_zone = "A"\ncountry = "BE"', "project: should have school_zone with country FR alone"),
    ],
)
def test_a_school_zone_is_one_of_frances_three(tmp_path: Path, text: str, expected: str) -> None:
    (problem,) = problems(tmp_path, PROJECT + text)

    assert problem.startswith(expected)
