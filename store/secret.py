"""The secret that keys all pseudonyms: from the environment, or a file made on first run; recognised by fingerprint."""

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from store.database import Database, StoreError

LEAST = 16
FINGERPRINT = "secret_fingerprint"


def read_secret(variable: str, path: Path) -> bytes:
    """The secret named by an environment variable, else the one in a file, made with rights 0600 when there is none.

    Raises StoreError when the variable's secret is too short or the file cannot be read or made.
    """
    given = os.environ.get(variable)
    if given is not None:
        if len(given) < LEAST:
            raise StoreError(f"{variable} is shorter than {LEAST} characters; make one with `openssl rand -hex 32`")
        return given.encode()
    try:
        if not path.exists():
            _make(path)
        held = path.read_text().strip()
    except OSError as error:
        raise StoreError(
            f"{path}: the secret cannot be read or made ({error.strerror}); set {variable} instead"
        ) from None
    if len(held) < LEAST:
        raise StoreError(f"{path}: holds no whole secret; put the former one back, or remove the file and the store")
    return held.encode()


def _make(path: Path) -> None:
    """Writes a new secret whole or not at all, whenever the program is cut off; one made meanwhile stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()


def recognise(database: Database, fingerprint: Callable[[], str], where: str) -> None:
    """Remembers the secret's fingerprint on first use. Raises StoreError when another secret made what is stored."""
    known = database.fact(FINGERPRINT)
    if known is None:
        database.remember(FINGERPRINT, fingerprint())
    elif known != fingerprint():
        raise StoreError(
            f"{where}: this is not the secret that made the pseudonyms in the store; people would be counted twice. "
            "Set the former secret again, or start with an empty store"
        )
