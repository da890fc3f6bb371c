"""The command line as a terminal runs it: a process of its own, with its variables, its rights and its exit code.

Processes branch off one that has imported everything, which spares each the start.
"""

import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

NOBODY = 65534
ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Ran:
    """How a command ended, and what it printed."""

    code: int
    output: str
    messages: str


def vigie(words: Sequence[str], variables: Mapping[str, str]) -> Ran:
    """Runs ``vigie`` with these words."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["jobs.cli", "tests.terminal"])
    with tempfile.TemporaryDirectory() as folder:
        output, messages = Path(folder) / "output", Path(folder) / "messages"
        process = context.Process(target=_run, args=(list(words), dict(variables), output, messages))
        process.start()
        process.join(120)
        code = process.exitcode if process.exitcode is not None else -1
        return Ran(code, output.read_text(encoding="utf-8"), messages.read_text(encoding="utf-8"))


def _run(words: list[str], variables: dict[str, str], output: Path, messages: Path) -> None:
    for number, path in ((1, output), (2, messages)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), number)
    os.environ.update(variables)
    sys.argv = ["vigie", *words]
    from jobs.cli import main  # noqa: PLC0415 - loaded before the process branched off

    main()


def unprivileged_vigie(words: Sequence[str], variables: Mapping[str, str]) -> Ran:
    """Runs ``vigie`` as a user who may write only what is theirs; where we are root, one who may still read all."""
    command = [sys.executable, "-c", "from jobs.cli import main; main()", *words]
    if os.geteuid() == 0:
        reading = "+dac_read_search"
        drop = ["--reuid", str(NOBODY), "--regid", str(NOBODY), "--clear-groups", "--inh-caps", reading]
        command = ["setpriv", *drop, "--ambient-caps", reading, *command]
    given = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **variables}
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=given)
    return Ran(ran.returncode, ran.stdout, ran.stderr)
