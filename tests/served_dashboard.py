"""Serves the dashboard on an invented snapshot: `python -m tests.served_dashboard NAME PORT`."""

import sys
from pathlib import Path

from dashboard import current, serving
from tests.snapshots import SNAPSHOTS


def main(name: str, port: str) -> None:
    """Put the named snapshot in the place of the one read from the store, then serve as in earnest."""

    def read(_: Path) -> object:
        return SNAPSHOTS[name]()

    def last_run(_: Path) -> str:
        return name

    vars(current).update(read_snapshot=read, last_run=last_run)
    serving.serve(int(port))


if __name__ == "__main__":
    main(*sys.argv[1:])
