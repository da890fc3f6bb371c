"""Answers for people at a terminal: the same rows as ``--json``, fewer columns, words for levels."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import unquote

from rich.console import Console
from rich.table import Table

from collectors.source import NOTICES
from dashboard.words import REJECTS
from jobs.answers import Rows

WIDE = 200
NOTHING = "nothing yet; run `vigie run` first"
LEVELS = {"red": "bold red", "amber": "yellow", "green": "green", "grey": "dim"}


def print_rows(rows: Rows) -> None:
    """Rows as a table on standard output."""
    _print(rows, list(rows[0]) if rows else [])


def print_signals(rows: Rows) -> None:
    """Signals with their level, value, limits and since when."""
    shown = [
        {
            "level": row["level"],
            "signal": row["signal"],
            "subject": row["subject"],
            "value": f"{row['bound']} {_number(row['value'])}".strip(),
            "amber": _number(row["amber"]),
            "red": _number(row["red"]),
            "n": _number(row["n"]),
            "since": row["since"],
            "why": row["reason"],
        }
        for row in rows
    ]
    _print(shown, list(shown[0]) if shown else [])


def print_sources(rows: Rows) -> None:
    """Each source with its last run, what it cannot see, and what did not fit."""
    console = _console()
    if not rows:
        console.print("config.toml has no source")
    for row in rows:
        run = row["last_run"]
        state = f"{run['state']}, {run['rows']} rows, {_cell(run['started_at'])}" if run else "never run"
        console.print(f"[bold]{row['source']}[/] ({row['kind']}): {state}", soft_wrap=True)
        if run and run["error"]:
            console.print(f"  {run['error']}", style="red", soft_wrap=True)
        for capability in row["capabilities"]:
            if capability["state"] != "recorded":
                told = f"  {capability['name']}: {capability['state'].replace('_', ' ')}. {capability['detail']}"
                console.print(told, soft_wrap=True, markup=False)
        for reject in _together(row["rejects"]):
            console.print(_reject(reject), style="yellow", soft_wrap=True, markup=False)
        if row["unknown_users"]:
            console.print(f"  {row['unknown_users']} users acted who are not among the people", style="yellow")


def print_diagnosis(found: dict[str, Any], language: str) -> None:
    """Diagnoses as their sentences, with what each rests on."""
    console = _console()
    for name in ("two_of_four", "serious_warnings", "causes"):
        console.print(found[name]["sentence"][language], soft_wrap=True, markup=False)
    for name, state in found["foundations"].items():
        console.print(f"  {name}: {state['level']}", style=LEVELS.get(state["level"]))
    for number, action in enumerate(found["next_actions"], 1):
        console.print(f"  {number}. {action['action'][language]} ({unquote(action['subject'])})", soft_wrap=True)
    for step in found["progress"]:
        console.print(f"  + {step['day']} {step['kind']} {step['name']} {unquote(step['subject'])}", soft_wrap=True)


def _together(rejects: Rows) -> Rows:
    """The rejects, those that only tell of a file as one row a reason."""
    notes: dict[str, list[str]] = {}
    for row in rejects:
        if row["reason"] in NOTICES:
            notes.setdefault(row["reason"], []).append(row["where"])
    rows = [row for row in rejects if row["reason"] not in NOTICES]
    return [*rows, *({"reason": reason, "where": ", ".join(where)} for reason, where in notes.items())]


def _reject(row: Mapping[str, Any]) -> str:
    """Why rows did not fit, where, and what to do."""
    counted = "note" if row["reason"] in NOTICES else f"{row['count']} left aside"
    _, remedy = REJECTS.get(row["reason"], ("", ""))
    return f"  {counted}: {row['reason']} ({row['where']}). {remedy}".rstrip(". ") + "."


def _print(rows: Rows, columns: list[str]) -> None:
    console = _console()
    if not rows:
        console.print(NOTHING)
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in columns:
        table.add_column(name, no_wrap=not console.is_terminal)
    for row in rows:
        table.add_row(*(_cell(row[name]) for name in columns), style=LEVELS.get(str(row.get("level"))))
    console.print(table)


def _console() -> Console:
    """Standard output: as wide as the terminal, or wide enough for a file."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=WIDE)


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M UTC")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return _number(value)
    return unquote(str(value))


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"  # noqa: PLR2004
