"""How commands speak: options they share, answers on standard output, messages beside it."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

from jobs.answers import Rows
from jobs.printing import print_rows
from jobs.workspace import Workspace, open_workspace

FAILED, MISUSED = 1, 2

messages = Console(stderr=True, highlight=False)

Config = Annotated[Path, typer.Option(help="The settings to use.")]
AsOf = Annotated[
    datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d"], help="Work as if that day were today."),
]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")]
User = Annotated[str, typer.Option("--user", help="E-mail, id in a source, or pseudonym.")]
CONFIG = Path("config.toml")


def tell(text: str) -> None:
    """Says something beside the answer, on standard error."""
    messages.print(text, markup=False, soft_wrap=True)


def workspace_of(config: Path, as_of: datetime | None = None) -> Workspace:
    """The workspace of a config.toml, on a given day or the one it pins. Raises SettingsError."""
    return open_workspace(config, as_of.date() if as_of else None)


def answer(rows: Any, *, as_json: bool, printed: Callable[[Rows], None] = print_rows) -> None:
    """Prints rows: one JSON document, or a table for people."""
    if as_json:
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1, default=_text) + "\n")
    else:
        printed(rows)


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, (date, datetime)) else str(value)


@contextmanager
def shown_progress(what: str) -> Iterator[Callable[[str, int], None]]:
    """Shows how far long work is, on a terminal only."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(pulse_style="blue"))
    with Progress(*columns, TextColumn("{task.fields[note]}"), console=messages, transient=True) as bar:
        task = bar.add_task(what, total=None, note="")
        yield lambda name, rows: bar.update(task, description=f"{what} {name}", note=f"{rows:,} rows")
