"""Opening a workbook safely: read once, judged, and given up for what it would do to whoever opens it."""

import os
import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from collectors import kinship
from collectors.containers import MB, Container, UnopenedError, container
from collectors.examined import Examined, Judged
from collectors.grid import Grid, TooManyCellsError, grids_within
from collectors.pseudonyms import Pseudonyms
from collectors.sheets import UnreadableSheetError

MOST_CELLS = 2_000_000
"""Cells of a workbook from which it is a dump of data rather than something people keep."""

Judge = Callable[[Sequence[Grid], Pseudonyms], Judged]


@dataclass(frozen=True)
class Limits:
    """Sizes from which a file is not opened: as it is, and once unpacked."""

    file_mb: int
    uncompressed_mb: int


def examine(path: str, limits: Limits, pseudonyms: Pseudonyms, judge: Judge) -> Examined:
    """What a file is. Its cells are let go of once they are judged; macros are neither opened nor run.

    Raises FileNotFoundError when it is no longer there or has become a link; any other failure is a state.
    """
    try:
        raw = _content(path, limits.file_mb * MB)
    except UnopenedError as error:
        return Examined(error.state)
    try:
        box = container(raw, limits.uncompressed_mb)
    except UnopenedError as error:
        return Examined(error.state, signature=kinship.sketch_of_bytes(raw, pseudonyms))
    return _read(raw, box, pseudonyms, judge)


def _read(raw: bytes, box: Container, pseudonyms: Pseudonyms, judge: Judge) -> Examined:
    savers = tuple(pseudonyms.of("saver", saver.casefold()) for saver in box.savers)
    try:
        sheets = grids_within(raw, MOST_CELLS, text=box.kind == "text")
    except (UnreadableSheetError, TooManyCellsError) as error:
        state = "huge" if isinstance(error, TooManyCellsError) else "corrupt"
        sketch = kinship.sketch_of_bytes(raw, pseudonyms)
        return Examined(state, box.macros, box.linked, savers, sketch)  # type: ignore[arg-type]  # one of two states
    sketch = kinship.sketch(sheets, pseudonyms)
    return Examined("read", box.macros, box.linked, savers, sketch, judge(sheets, pseudonyms))


def _content(path: str, most: int) -> bytes:
    """The bytes of a file, read once so that what is checked is what is opened.

    Raises UnopenedError, FileNotFoundError. Neither follows a link that has taken the file's place nor waits for a pipe
    that has.
    """
    try:
        opened = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError):
        raise FileNotFoundError from None
    except OSError:
        raise UnopenedError("unreadable") from None
    try:
        if not stat.S_ISREG(os.fstat(opened).st_mode):
            raise UnopenedError("unreadable")
        with os.fdopen(opened, "rb", closefd=False) as file:
            raw = file.read(most + 1)
    except OSError:
        raise UnopenedError("unreadable") from None
    finally:
        os.close(opened)
    if len(raw) > most:
        raise UnopenedError("huge")
    return raw
