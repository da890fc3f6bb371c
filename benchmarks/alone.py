"""What is measured by itself: the roll-up written for polars alone, and a full refresh in a process of its own."""

import re
import sys
from pathlib import Path

import polars as pl

from benchmarks.company import Company
from benchmarks.lakes import workspace
from jobs.refresh import refresh
from metrics.rollups import MACHINES, WRITES


def user_day(events: pl.LazyFrame) -> pl.LazyFrame:
    """What ``metrics.rollups.user_day`` gives, without Narwhals."""
    machine = pl.any_horizontal(pl.col("client") == word for word in MACHINES)
    by_hand = events.filter(pl.col("client").is_null() | ~machine)
    edited = (pl.col("action") == "edit") & (pl.col("fields").is_null() | (pl.col("fields") != ""))
    written = pl.any_horizontal(pl.col("action") == word for word in WRITES)
    counted = by_hand.select(
        "month",
        "day",
        "source",
        "user",
        act=(written | edited).cast(pl.Int64),
        login=(pl.col("action") == "login").cast(pl.Int64),
        export=(pl.col("action") == "export").cast(pl.Int64),
    )
    return (
        counted.group_by("month", "day", "source", "user")
        .agg(
            events=pl.len(),
            acts=pl.col("act").sum(),
            logins=pl.col("login").sum(),
            exports=pl.col("export").sum(),
        )
        .with_columns(pl.col("events").cast(pl.Int64))
    )


def peak_megabytes() -> float:
    """The most memory this process ever held.

    Read from the kernel's own account of this program: ``getrusage`` also counts what the parent held when it forked.
    """
    told = re.search(r"^VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(), re.MULTILINE)
    if told is None:
        raise RuntimeError("/proc/self/status names no VmHWM; the peak of memory is measured on Linux only")
    return int(told[1]) / 1024


def main() -> None:
    """Refreshes a lake whole and prints the peak: arguments folder, scale, months."""
    folder, scale, months = sys.argv[1:]
    company = Company(scale=float(scale), months=int(months))
    refresh(workspace(company, Path(folder)), company.first_days()[0])
    sys.stdout.write(f"{peak_megabytes()}\n")


if __name__ == "__main__":
    main()
