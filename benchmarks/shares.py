"""A share of invented workbooks beside a small CRM, scanned in a process of its own as a night does."""

import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.lakes import ROOT
from benchmarks.rounds import Row
from benchmarks.workbooks import write
from jobs.collect import collect
from jobs.workspace import open_workspace

FILES, ACCOUNTS = 10_000, 20_000
TRACKERS = 5
"""Of the invented workbooks that track customers, one in so many stands on the share: others are more there."""

TIMES_FASTER = 50
MEMORY_MB = 1024
NOW = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
MAX_AGE_DAYS = 700
CONFIG = """
[project]
name = "Bench"
[sources.crm]
kind = "sql"
url = "sqlite:///crm.db"
[[sources.crm.records]]
table = "company"
object = "account"
record = "id"
modified_at = "modified"
key_name = "name"
fields = ["name"]
[sources.share]
kind = "shares"
folders = ["share"]
"""


@dataclass(frozen=True)
class Scanned:
    """Seconds of the first scan and of each later one; megabytes that it held, and the process that opens files."""

    first: float
    later: list[float]
    scan_mb: float
    opening_mb: float


def project(folder: Path, files: int, accounts: int) -> Path:
    """A folder with a share of so many workbooks and a CRM of so many accounts; made once."""
    if folder.exists():
        return folder
    unfinished = folder.with_name(f"{folder.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    made = 0
    while made < files:
        part = unfinished / "share" / f"part {made:06d}"
        for place, label in enumerate(write(part, made)):
            path = part / label.path
            if made >= files or (label.tracking and place % TRACKERS):
                path.unlink()
                continue
            at = (NOW - timedelta(days=made * 7 % MAX_AGE_DAYS + 1)).timestamp()
            os.utime(path, (at, at))
            made += 1
    with closing(sqlite3.connect(unfinished / "crm.db")) as db, db:
        db.execute("CREATE TABLE company (id INTEGER, modified TEXT, name TEXT)")
        rows = ((number, "2026-02-01", f"Établissements {number:05d}") for number in range(accounts))
        db.executemany("INSERT INTO company VALUES (?, ?, ?)", rows)
    (unfinished / "config.toml").write_text(CONFIG, encoding="utf-8")
    unfinished.rename(folder)
    return folder


def scanned(folder: Path, rounds: int) -> Scanned:
    """What scanning the share of a project takes, measured in a process of its own with an empty store."""
    with TemporaryDirectory(dir=folder.parent) as place:
        copy = Path(place)
        for name in ("config.toml", "crm.db"):
            shutil.copy(folder / name, copy)
        (copy / "share").symlink_to(folder / "share")
        command = [sys.executable, "-m", "benchmarks.shares", str(copy), str(rounds)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return Scanned(**json.loads(done.stdout))


def lines(found: Scanned, files: int) -> list[Row]:
    """The lines of the benchmark."""
    later = median(found.later)
    shares = [seconds / found.first for seconds in found.later]
    what = "second scan of an unchanged share / first scan"
    detail = f"{files:,} files: {later:.2f} s against {found.first:.1f} s, {files / found.first:.0f} files a second"
    opening = f"of {files:,} files; the scan itself held {found.scan_mb:.0f} MB"
    return [
        Row("scan", what, later / found.first, 1 / TIMES_FASTER, len(shares), min(shares), max(shares), detail),
        Row(
            "scan-memory", "MB of the process that opens workbooks", found.opening_mb, MEMORY_MB, 1,
            found.opening_mb, found.opening_mb, opening,
        ),
    ]  # fmt: skip


def _measure(folder: Path, rounds: int) -> Scanned:
    workspace = open_workspace(folder / "config.toml", clock=lambda: NOW)
    collect(workspace, ["crm"])

    def once() -> float:
        begun = time.monotonic()
        (outcome,) = collect(workspace, ["share"])
        if outcome.error:
            raise RuntimeError(outcome.error)
        return time.monotonic() - begun

    first, later = once(), [once() for _ in range(rounds)]
    held = {
        who: resource.getrusage(which).ru_maxrss / 1024
        for who, which in (("scan", resource.RUSAGE_SELF), ("opening", resource.RUSAGE_CHILDREN))
    }
    return Scanned(first, later, held["scan"], held["opening"])


if __name__ == "__main__":
    found_here = _measure(Path(sys.argv[1]), int(sys.argv[2]))
    sys.stdout.write(json.dumps(found_here.__dict__))
