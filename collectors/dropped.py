"""Files that people put somewhere for Vigie to read: one that is named, or those of a folder."""

from collections.abc import Collection
from pathlib import Path

from collectors.source import SourceError


def dropped(source: str, path: Path, suffixes: Collection[str]) -> list[Path]:
    """The files meant by a path, oldest first: the file itself, those of a folder, or those its last part matches.

    Raises SourceError when there is none.
    """
    try:
        files = _meant(path)
        files = [p for p in files if p.suffix.lower() in suffixes and not p.name.startswith((".", "~"))]
        files.sort(key=lambda p: (p.stat().st_mtime_ns, p.name))
    except OSError as error:
        raise SourceError(source, "unavailable", f"{path.name!r} cannot be read ({error.strerror})") from None
    if not files:
        kinds = ", ".join(sorted(suffixes))
        what = "there is no file in it that ends in" if path.is_dir() else "there is no such file; looked for"
        raise SourceError(source, "broken", f"{path.name!r}: {what} {kinds}. Put it there, or mend the source's path")
    return files


def _meant(path: Path) -> list[Path]:
    if "*" in path.name or "?" in path.name:
        return [p for p in path.parent.glob(path.name) if p.is_file()]
    if path.is_dir():
        return [p for p in path.iterdir() if p.is_file()]
    return [path] if path.is_file() else []
