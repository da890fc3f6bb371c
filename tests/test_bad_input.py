"""What can go wrong outside: each told in one line with what to do, ending with the right code, and losing nothing."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.crms import Crm
from tests.postgres import serving
from tests.terminal import NOBODY, unprivileged_vigie, vigie

CONFIG = """
[project]
name = "Essai"
[privacy]
informed_on = 2026-01-05
[sources.crm]
kind = "sql"
url_env = "CRM_URL"
[sources.crm.people]
table = "users"
user = "id"
team = "team"
[[sources.crm.events]]
table = "log"
cursor = "id"
at = "at"
user = "who"
action = "what"
[[sources.crm.records]]
table = "contact"
object = "contact"
record = "id"
modified_at = "modified"
fields = ["name"]
"""


@dataclass
class Office:
    """A company with its settings, its CRM, and a terminal."""

    folder: Path
    crm: Crm
    unprivileged: bool = False

    @property
    def config(self) -> Path:
        """Its config.toml."""
        return self.folder / "config.toml"

    def vigie(self, *words: str, code: int, as_of: str = "2026-03-02", **variables: str) -> tuple[str, str]:
        """Runs a command as of a day, or as the clock says; its output and messages, never a traceback."""
        day = ("--as-of", as_of) if words[0] in ("collect", "run", "signals", "series", "measure") and as_of else ()
        given = {"CRM_URL": self.crm.url, "VIGIE_SECRET": "s" * 32} | variables
        ran = (unprivileged_vigie if self.unprivileged else vigie)((*words, *day, "--config", str(self.config)), given)
        assert "Traceback" not in ran.messages, ran.messages
        assert ran.code == code, ran.messages
        return ran.output, ran.messages

    def told(self, *words: str, code: int, **variables: str) -> str:
        """The messages of a command that prints nothing else."""
        output, messages = self.vigie(*words, code=code, **variables)
        assert output == ""
        return messages

    def answer(self, *words: str) -> Any:
        """The one JSON document that a command prints."""
        return json.loads(self.vigie(*words, "--json", code=0, as_of="")[0])

    def settings(self, old: str, new: str) -> None:
        """Changes config.toml."""
        text = self.config.read_text(encoding="utf-8")
        assert old in text
        self.config.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    crm = Crm(f"sqlite:///{tmp_path / 'crm.db'}")
    crm.run(
        "CREATE TABLE users (id TEXT, team TEXT)",
        "CREATE TABLE log (id INTEGER, at TEXT, who TEXT, what TEXT)",
        "CREATE TABLE contact (id INTEGER, name TEXT, modified TEXT)",
    )
    (tmp_path / "config.toml").write_text(CONFIG, encoding="utf-8")
    return Office(tmp_path, crm)


def act(n: int) -> dict[str, object]:
    """The n-th act of twelve users."""
    return {"id": n, "at": f"2026-02-{2 + n % 20:02} 09:00", "who": f"u{n % 12}", "what": "edit"}


@pytest.fixture
def grown(office: Office) -> Office:
    """An office whose CRM has been read and measured."""
    crm = office.crm
    crm.insert("users", ({"id": f"u{n}", "team": "Nord"} for n in range(12)))
    crm.insert(
        "log",
        ({"id": n, "at": f"2026-02-{2 + n % 20:02} 09:00", "who": f"u{n % 12}", "what": "edit"} for n in range(60)),
    )
    crm.insert("contact", ({"id": n, "name": "x" * n, "modified": "2026-02-01"} for n in range(5)))
    office.told("run", code=0)
    return office


@pytest.fixture
def state(grown: Office) -> tuple[Any, ...]:
    """What a grown office answers before anything goes wrong."""
    return served(grown)


def served(office: Office) -> tuple[Any, ...]:
    return (
        office.answer("signals"),
        office.answer("series", "adoption.rate"),
        office.answer("events", "--by", "action"),
        office.answer("records", "--by", "object"),
    )


def test_everything_served_is_one_document(grown: Office, state: tuple[Any, ...]) -> None:
    signals, series, events, records = state

    assert {row["signal"] for row in signals} >= {"adoption.rate"}
    assert series
    assert events == [{"action": "edit", "n": 60}]
    assert records == [{"object": "contact", "n": 5}]
    assert grown.answer("sources")[0]["last_run"]["state"] == "complete"


# ---- the CRM ----


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("sqlite:///none.db", "there is no SQLite file 'none.db'; mend the source's url"),
        ("postgresql+psycopg://u:hunter2@127.0.0.1:1/x", "the database cannot be reached or read"),
        ("nonsense", "the database address cannot be used"),
        ("", "the environment variable CRM_URL is not set"),
    ],
)
def test_an_unreachable_database(grown: Office, state: tuple[Any, ...], url: str, expected: str) -> None:
    for command in ("check", "collect", "run"):
        said = grown.vigie(command, code=1, CRM_URL=url)[1]
        assert f"crm: {expected}" in " ".join(said.split())
        assert "hunter2" not in said
    assert served(grown) == state
    assert grown.answer("sources")[0]["last_run"]["state"] == "failed"


def test_a_wrong_password(office: Office, tmp_path_factory: pytest.TempPathFactory) -> None:
    with serving(tmp_path_factory.mktemp("postgresql") / "cluster") as server:
        server.ask_password_of("vigie", "right")
        said = office.told("collect", code=1, CRM_URL=server.url("postgres", "vigie", "hunter2"))

    assert "crm: the database refuses the sign-in" in said
    assert "check the account and password in the source's url" in said
    assert "hunter2" not in said


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('table = "log"', 'table = "logs"', "there is no table 'logs' (did you mean 'log'?)"),
        ('user = "who"', 'user = "whom"', "log has no such column: user = 'whom' (did you mean 'who'?)"),
        ('table = "users"', 'query = "SELEC 1"', "syntax error"),
        ('fields = ["name"]', 'fields = ["nom"]', "contact has no such column: fields: nom = 'nom'"),
    ],
)
def test_a_mapping_that_names_what_is_not_there(
    grown: Office, state: tuple[Any, ...], old: str, new: str, expected: str
) -> None:
    right = grown.config.read_text()
    grown.settings(old, new)
    assert expected in grown.vigie("check", code=1)[1]
    assert expected in grown.told("collect", code=1)
    grown.config.write_text(right)
    assert served(grown) == state


def test_rows_that_cannot_be_right_are_left_aside_and_counted(grown: Office, state: tuple[Any, ...]) -> None:
    lately = (datetime.now(UTC) - timedelta(days=2)).date()
    grown.crm.run(
        f"INSERT INTO log VALUES (NULL, '{lately}', 'u1', 'edit')",
        "INSERT INTO log VALUES (101, '2131-02-02', 'u1', 'edit')",
        "INSERT INTO log VALUES (102, '1971-02-02', 'u1', 'edit')",
        "INSERT INTO log VALUES (103, 'hier', 'u1', 'edit')",
        f"INSERT INTO log VALUES (104, '{lately}', NULL, 'edit')",
        f"INSERT INTO log VALUES (105, '{lately}', 'u1', 'dance')",
        f"INSERT INTO log VALUES (106, '{lately}', 'stranger', 'edit')",
        f"INSERT INTO contact VALUES (90, 'x', '2131-01-01'), (NULL, 'x', '{lately}')",
    )
    said = grown.told("collect", code=0, as_of="")
    (source,) = grown.answer("sources")

    assert "left aside (see vigie sources)" in said
    assert {row["reason"]: row["count"] for row in source["rejects"]} == {
        "null_cursor": 1,
        "future": 1,
        "too_old": 1,
        "no_time": 1,
        "no_user": 1,
        "unmapped_action": 1,
        "impossible_time": 1,
        "no_record": 1,
    }
    grown.told("measure", code=0, as_of="")
    assert grown.answer("sources")[0]["unknown_users"] == 1
    assert grown.answer("events", "--by", "action") == [{"action": "edit", "n": 61}]


def test_an_empty_crm(office: Office) -> None:
    assert "crm: 0 new rows" in office.told("run", code=0)
    assert office.answer("events") == []
    assert office.answer("records") == []
    assert office.answer("fields") == [
        {"source": "crm", "object": "contact", "field": "name", "custom": False, "filled": 0, "n": 0}
    ]
    assert {row["level"] for row in office.answer("signals")} <= {"grey"}
    office.vigie("check", code=0)


# ---- the settings ----


def test_settings_that_are_missing_or_wrong(office: Office) -> None:
    office.settings('kind = "sql"', 'kind = "sqll"\nlanguage = "de"')
    for command in ("check", "collect", "signals", "run"):
        assert "sources.crm.kind = 'sqll': should be one of" in office.told(command, code=2)
    office.config.unlink()
    assert "there is no such file; name one with --config" in office.told("signals", "--json", code=2)


def test_two_sources_with_one_name(office: Office) -> None:
    office.config.write_text(CONFIG + CONFIG[CONFIG.index("[sources.crm]") :])
    assert "[sources.crm] stands twice" in office.told("check", code=2)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("collect", "crmm"), "there is no source crmm; config.toml has: crm"),
        (("series", "adoption.rat"), "did you mean adoption.rate?"),
        (("events", "--by", "user"), "--by user: should name some of action, object"),
        (("signals", "--as-of", "hier"), "--as-of"),
        (("dance",), "dance"),
    ],
)
def test_misuse_is_told_and_ends_with_two(office: Office, words: Sequence[str], expected: str) -> None:
    assert expected in office.told(*words, code=2, as_of="")


def test_a_day_before_any_data(grown: Office) -> None:
    before = served(grown)
    for words in (("signals",), ("series", "adoption.rate"), ("measure",)):
        assert json.loads(grown.vigie(*words, "--json", code=0, as_of="2019-01-07")[0]) == []
    assert served(grown) == before


# ---- the store ----


def test_a_lake_that_is_a_file(grown: Office) -> None:
    shutil.move(grown.folder / "data" / "lake", grown.folder / "aside")
    (grown.folder / "data" / "lake").write_text("")
    for command in ("collect", "run"):
        assert "lake" in grown.told(command, code=1)
    assert "store.lake" in grown.vigie("check", code=1)[1]


def test_a_database_that_is_none(grown: Office) -> None:
    path = grown.folder / "data" / "vigie.db"
    whole = path.read_bytes()
    path.write_bytes(b"no database" * 500)
    for command in ("collect", "run", "signals", "sources", "check"):
        said = grown.vigie(command, code=1)[1]
        assert "store.database" in said
        assert "not a database" in said
    path.write_bytes(whole)
    assert grown.answer("signals")


def test_a_store_of_another_secret(grown: Office, state: tuple[Any, ...]) -> None:
    said = grown.told("collect", code=1, VIGIE_SECRET="t" * 32)
    assert "VIGIE_SECRET: this is not the secret that made the pseudonyms" in said
    assert "t" * 32 not in said
    assert served(grown) == state


def unprivileged(office: Office) -> Office:
    """The same office for somebody who is not root, and so bound by rights."""
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        pytest.skip("NOT SHOWN HERE: what an unprivileged user meets, because there is no setpriv to become one")
    for path in (office.folder, *office.folder.rglob("*")):
        os.chown(path, NOBODY, NOBODY)
    for parent in office.folder.parents:
        if parent.name.startswith("pytest-"):
            parent.chmod(0o711)
    return Office(office.folder, office.crm, unprivileged=True)


def test_a_read_only_data_folder(grown: Office, state: tuple[Any, ...]) -> None:
    office, data = unprivileged(grown), grown.folder / "data"
    folders = [data, *(path for path in data.rglob("*") if path.is_dir())]
    office.crm.run("INSERT INTO log VALUES (200, '2026-02-24', 'u1', 'edit')")
    for path in folders:
        path.chmod(0o555)
    for path in (path for path in data.rglob("*") if path.is_file()):
        path.chmod(0o444)
    try:
        for command in ("collect", "run"):
            said = office.told(command, code=1)
            assert "check its rights" in said
        assert "cannot be written" in office.vigie("check", code=1)[1]
        assert served(office) == state
    finally:
        for path in (*folders, *data.rglob("*")):
            path.chmod(0o755)
    assert served(office) == state
    assert "crm: 1 new rows" in office.told("collect", code=0)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of four megabytes, where this machine lets us mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size=4m,uid={NOBODY},mode=755", "vigie-test", str(folder)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if mounted.returncode:
        pytest.skip(f"NOT SHOWN HERE: a full disk, because this machine mounts none ({mounted.stderr.strip()})")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk(office: Office, small_disk: Path) -> None:
    office.settings(
        "[privacy]", f'[store]\ndatabase = "sqlite:///{small_disk}/vigie.db"\nlake = "{small_disk}/lake"\n[privacy]'
    )
    crm = office.crm
    crm.insert("users", ({"id": f"u{n}", "team": "Nord"} for n in range(12)))
    crm.insert(
        "log", ({"id": n, "at": f"2026-02-{2 + n % 20:02}", "who": f"u{n % 12}", "what": "edit"} for n in range(60))
    )
    office = unprivileged(office)
    office.told("run", code=0)
    before = served(office)
    ballast = small_disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        while True:
            try:
                file.write(b"\0" * 4096)
            except OSError:
                break
    crm.insert("contact", ({"id": n, "name": f"{n}", "modified": "2026-02-01"} for n in range(20_000)))
    said = office.told("run", code=1)
    assert "free space" in said or "disk is not full" in said
    assert before == served(office)

    ballast.unlink()
    assert "crm: 20000 new rows" in office.told("run", code=0)
    assert office.answer("records", "--by", "object") == [{"object": "contact", "n": 20_000}]
    assert office.answer("events", "--by", "action") == before[2]
