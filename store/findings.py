"""All that is known of workbooks, by the names under which metrics read it."""

from zoneinfo import ZoneInfo

import polars as pl
from sqlalchemy.orm import Session

from store import files
from store.file_plans import file_plans


def findings(session: Session, zone: ZoneInfo) -> dict[str, pl.LazyFrame]:
    """What scans found and what was decided: files, overlaps, coverage, scans, file_plans; each row with its days.

    ``zone``: of the days on which files were saved. Metrics take of each what was known on the day they speak of.
    """
    frames = {
        "files": files.seen(session, zone),
        "overlaps": files.overlaps(session),
        "coverage": files.coverage(session),
        "scans": files.scans(session),
        "file_plans": file_plans(session),
    }
    return {name: frame.lazy() for name, frame in frames.items()}
