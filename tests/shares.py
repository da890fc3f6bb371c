"""Shares of workbooks that tests fill, scan and go on using, with a store that remembers what was found."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from collectors.crm import Crm, nothing_known
from collectors.pseudonyms import Pseudonyms
from collectors.shares import Options, Shares, connect
from collectors.source import Batch, Cursor, Pull, Reject
from settings.model import Settings
from settings.tables import COVERAGE, FILES, KIN
from tests.trackers import JUDGE
from tests.workbooks import workbook

PSEUDONYMS = Pseudonyms(b"a secret for tests alone")
NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HEAD = ("Client", "Courriel", "Étape", "Prochaine action", "Semaine de Martine")


def tracker(*names: str, note: str = "à rappeler") -> list[Sequence[object]]:
    """The rows of a workbook that tracks customers, one a name."""
    rows = [
        (name, f"contact@{name.lower().replace(' ', '-')}.fr", "Négociation", f"{note} {name}", 3) for name in names
    ]
    return [HEAD, *rows]


def names(prefix: str, many: int) -> list[str]:
    """So many customers."""
    return [f"{prefix} {number:03d} et Fils" for number in range(many)]


@dataclass
class Share:
    """A folder of workbooks and what Vigie holds of it, kept in memory as the store would."""

    path: Path
    options: Mapping[str, Any] = field(default_factory=dict)
    crm: Crm = field(default_factory=nothing_known)
    now: datetime = NOW
    files: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=FILES))
    kin: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=KIN))
    covered: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=COVERAGE))
    overlaps: pl.DataFrame | None = None
    cursors: dict[str, Cursor] = field(default_factory=dict)
    judge: str = JUDGE

    def write(self, name: str, rows: Sequence[Sequence[object]], *, days_ago: float = 1) -> Path:
        """A workbook with one sheet, saved so long ago."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return self.saved(workbook(path, {"Suivi": rows}), days_ago=days_ago)

    def put(self, name: str, content: bytes, *, days_ago: float = 1) -> Path:
        """A file with these bytes, saved so long ago."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return self.saved(path, days_ago=days_ago)

    def saved(self, path: Path, *, days_ago: float) -> Path:
        """Marks a file as saved so long before now."""
        at = (self.now - timedelta(days=days_ago)).timestamp()
        os.utime(path, (at, at))
        return path

    def source(self) -> Shares:
        """The source, as config.toml would declare it."""
        told = {"kind": "shares", "folders": [str(self.path)], **self.options}
        made = connect("partage", Options.model_validate(told), Settings.model_validate({"project": {"name": "Essai"}}))
        return replace(made, judge=self.judge)

    def pull(self) -> Pull:
        """The terms of a pull now."""
        return Pull(
            self.now, self.now, PSEUDONYMS, dict(self.cursors), files=lambda: self.files, kin=lambda: self.kin,
            coverage=lambda: self.covered, crm=lambda: self.crm,
        )  # fmt: skip

    def scan(self, most: int | None = None) -> list[Batch]:
        """Scans and keeps what was found; ``most``: the batches after which the scan is cut off."""
        taken = []
        for batch in self.source().batches(self.pull()):
            if most is not None and len(taken) == most:
                break
            self._keep(batch)
            taken.append(batch)
        return taken

    def _keep(self, batch: Batch) -> None:
        if batch.cursor is not None:
            self.cursors[f"{batch.stream}/{batch.table}"] = batch.cursor
        if batch.table == "coverage":
            self.covered = batch.frame
        elif batch.table == "overlaps":
            known = [] if self.overlaps is None else [self.overlaps.join(batch.frame, on="file", how="anti")]
            self.overlaps = pl.concat([*known, batch.frame])
        else:
            self.files = pl.concat([self.files.join(batch.frame, on="file", how="anti"), batch.frame])
            seen = pl.concat([self.kin, self.files.select(*KIN)])
            self.kin = seen.unique("file", keep="last", maintain_order=True)
            if batch.alive is not None:
                self.files = self.files.filter(pl.col("file").is_in(batch.alive.implode()))

    def file(self, name: str) -> dict[str, Any]:
        """What is held of a file."""
        file = PSEUDONYMS.of("file", "partage", f"{self.path.name}/{name}")
        return self.files.row(by_predicate=pl.col("file") == file, named=True)


def told(batches: Sequence[Batch]) -> dict[str, int]:
    """How much did not fit, by reason."""
    found: dict[str, int] = {}
    for reject in (reject for batch in batches for reject in batch.rejects):
        found[reject.reason] = found.get(reject.reason, 0) + reject.count
    return found


def rejects(batches: Sequence[Batch]) -> list[Reject]:
    """What did not fit."""
    return [reject for batch in batches for reject in batch.rejects]
