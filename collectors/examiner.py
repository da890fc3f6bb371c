"""The process apart in which workbooks are opened: bounded in memory and time, and started anew when one breaks it."""

import csv
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import partial
from importlib import import_module
from multiprocessing.connection import Connection, Pipe
from typing import Any

from collectors.containers import MB
from collectors.examined import Examined, Judged
from collectors.opening import Limits, examine
from collectors.pseudonyms import Pseudonyms

JUDGE = "collectors.tracking:judge"
NICE = 10
SLOW = frozenset({-signal.SIGPROF, -signal.SIGALRM, -signal.SIGKILL, -signal.SIGABRT})
"""How the process ends when a file takes more time or memory than it may."""

READY, START_S = b"ready", 120
PATIENCE, GRACE_S = 10, 30
"""How many times as long as it may work a process may wait, for a slow share or a busy machine."""


class StartError(Exception):
    """The process cannot start, so that nothing can be said of any file."""


class UnjudgedError(Exception):
    """A workbook that could be read and not judged, which is a mistake of ours."""


@dataclass
class Examiner:
    """Opens workbooks in a process of its own, one after the other. What breaks it costs that file.

    ``seconds``: of the processor that one may take. ``judge``: module and function that judge the sheets of a workbook,
    and the options it is given.
    """

    limits: Limits
    pseudonyms: Pseudonyms
    memory_mb: int
    seconds: int
    judge: str = JUDGE
    options: Mapping[str, Any] = field(default_factory=dict)
    _process: subprocess.Popen[bytes] | None = None
    _line: Connection | None = None
    _examined: int = 0

    def examine(self, path: str, called: str = "") -> Examined:
        """What a file is. ``called``: what people call it and its folders, for the judge alone.

        One that broke a process which had opened others gets another try in a fresh one: what they left may be why.
        Raises FileNotFoundError when it is no longer there, UnjudgedError, StartError.
        """
        answer, code = self._ask(path, called)
        if answer is None and self._examined > 1:
            self.close()
            answer, code = self._ask(path, called)
        if answer is None:
            self.close()
            return Examined("huge" if code in SLOW else "corrupt")
        match answer:
            case {"gone": _}:
                raise FileNotFoundError
            case {"unjudged": why}:
                raise UnjudgedError(why)
        return _examined(answer)

    def _ask(self, path: str, called: str) -> tuple[dict[str, Any] | None, int]:
        """The answer of the process, or None and the code it ended with."""
        line = self._line or self._start()
        self._examined += 1
        try:
            line.send_bytes(json.dumps([path, called]).encode())
            if line.poll(self.seconds * PATIENCE + GRACE_S):
                return json.loads(line.recv_bytes()), 0
        except (EOFError, OSError):
            pass
        return None, self._ended()

    def _start(self) -> Connection:
        self._line, other = Pipe()
        environment = os.environ | {"POLARS_MAX_THREADS": "1", "RUST_BACKTRACE": "0"}
        with other:
            self._process = subprocess.Popen(  # noqa: S603 - this very module
                [sys.executable, "-P", "-m", "collectors.examiner", str(other.fileno())],
                pass_fds=[other.fileno()],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        told = {
            "limits": asdict(self.limits),
            "secret": self.pseudonyms.secret.hex(),
            "country": self.pseudonyms.country,
            "memory_mb": self.memory_mb,
            "seconds": self.seconds,
            "judge": self.judge,
            "options": dict(self.options),
        }
        self._examined = 0
        try:
            self._line.send_bytes(json.dumps(told).encode())
            ready = self._line.poll(START_S) and self._line.recv_bytes() == READY
        except (EOFError, OSError):
            ready = False
        if not ready:
            raise StartError(f"the process that opens workbooks does not start (it ended with {self._ended()})")
        return self._line

    def _ended(self) -> int:
        """The code with which the process ended; one that still lives is ended."""
        process = self._process
        if process is None:
            return 0
        try:
            return process.wait(1)
        except subprocess.TimeoutExpired:
            process.kill()
            return process.wait()

    def close(self) -> None:
        """Ends the process."""
        if self._line is not None:
            self._line.close()
        if self._process is not None:
            self._ended()
        self._line = self._process = None


def _examined(answer: Mapping[str, Any]) -> Examined:
    told = answer["judged"]
    judged = Judged(
        **told
        | {name: tuple(told[name]) for name in ("reasons", "titles")}
        | {name: {key: frozenset(keys) for key, keys in told[name].items()} for name in ("keys", "near")}
    )
    plain = {**answer, "savers": tuple(answer["savers"]), "signature": tuple(answer["signature"]), "judged": judged}
    return Examined(**plain)


def serve(line: Connection) -> None:
    """Answers with what each file is whose path arrives, until the other end is gone."""
    terms = json.loads(line.recv_bytes())
    module, _, name = terms["judge"].partition(":")
    options = {key: frozenset(told) if isinstance(told, list) else told for key, told in terms["options"].items()}
    judge = partial(getattr(import_module(module), name), **options)
    pseudonyms = Pseudonyms(bytes.fromhex(terms["secret"]), terms["country"])
    resource.setrlimit(resource.RLIMIT_DATA, (terms["memory_mb"] * MB,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(NICE)
    csv.field_size_limit(terms["limits"]["file_mb"] * MB)
    line.send_bytes(READY)
    while True:
        path, called = json.loads(line.recv_bytes())
        # By default these signals end the process in the middle of anything, also when nobody waits for it any more.
        signal.setitimer(signal.ITIMER_PROF, terms["seconds"])
        signal.alarm(terms["seconds"] * PATIENCE)
        try:
            found = examine(
                path, Limits(**terms["limits"]), pseudonyms, partial(judge, path=called) if called else judge
            )
            answer: dict[str, Any] = asdict(found)
        except FileNotFoundError:
            answer = {"gone": True}
        except MemoryError:
            os.abort()
        except Exception as error:  # noqa: BLE001 - whatever it is, it must cost this file alone
            answer = {"unjudged": type(error).__name__}
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.alarm(0)
        line.send_bytes(json.dumps(answer, default=sorted).encode())


if __name__ == "__main__":
    with suppress(EOFError, OSError):
        serve(Connection(int(sys.argv[1])))
