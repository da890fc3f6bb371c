"""Answers to the survey that users are asked now and then, from the files a survey tool or a sheet leaves."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import polars as pl
from pydantic import AfterValidator

from collectors.capabilities import blind
from collectors.dropped import dropped
from collectors.grid import TABLES, WORKBOOKS, grids
from collectors.handwritten import Reader
from collectors.replies import Reply, Survey, replies
from collectors.sheets import UnreadableSheetError
from collectors.source import Batch, Capability, Pull, Reject
from collectors.stated import few
from settings.model import Settings, SourceOptions
from settings.survey import PULSE, PULSE_ITEMS

KIND = "pulse"
NO_EVENTS = "a survey holds no events"

Column = Literal["round", "respondent", "team", "role", "item", "answer"]


def _item(name: str) -> str:
    if name not in PULSE_ITEMS:
        raise ValueError(f"should be an item of the survey: {', '.join(PULSE_ITEMS)}")
    return name


class Options(SourceOptions):
    """Where answers are: a file, a folder, or ``folder/name*.csv``.

    ``columns``: which column holds the round, respondent, team, role… where it is not called so. ``items``: column (in
    a file with one answer a line: word) → item of the survey. ``rounds``: ``month`` where answers carry the day they
    were given on; all of a month are then one round.
    """

    path: str
    columns: dict[Column, str] = {}
    items: dict[str, Annotated[str, AfterValidator(_item)]] = {}
    rounds: Literal["day", "month"] = "day"


def connect(name: str, options: Options, settings: Settings) -> "Pulse":
    """The source of that name; opens nothing yet."""
    reader = Reader(str, settings.project.country)
    columns = {str(place): heading for place, heading in options.columns.items()}
    survey = Survey(columns, options.items, options.rounds == "month", reader)
    return Pulse(name, settings.path(options.path), survey)


@dataclass
class Gathered:
    """Replies of several files, each person's last of a round alone; and what did not fit."""

    replies: dict[tuple[date, str], Reply] = field(default_factory=dict)
    nameless: dict[date, dict[str, list[Reply]]] = field(default_factory=dict)
    rejects: list[Reject] = field(default_factory=list)

    def add(self, place: str, found: list[Reply]) -> None:
        """Takes the replies of a file; later ones of the same person replace the answers they give again."""
        for reply in found:
            if reply.token is None:
                self.nameless.setdefault(reply.round, {}).setdefault(place, []).append(reply)
                continue
            key = reply.round, reply.token
            before = self.replies.get(key)
            if before and before.answers.keys() & reply.answers.keys():
                self.rejects.append(Reject("answered_twice", reply.row))
            self.replies[key] = _after(before, reply) if before else reply

    def all(self) -> list[Reply]:
        """Replies with a token, then those without: of a round that several files hold, those of the newest."""
        kept = list(self.replies.values())
        for asked, files in self.nameless.items():
            *older, (_, newest) = files.items()
            self.rejects += [Reject("round_in_two_files", f"{place} · {asked}", len(old)) for place, old in older]
            kept += newest
        return kept


def _after(before: Reply, reply: Reply) -> Reply:
    """A person's later line, with what an earlier one says besides."""
    team_cell = reply.team_cell if reply.team else before.team_cell
    return replace(
        reply,
        team=reply.team or before.team,
        role=reply.role or before.role,
        answers={**before.answers, **reply.answers},
        team_cell=team_cell,
    )


@dataclass(frozen=True)
class Pulse:
    """The answers of all rounds. Columns that are no item, such as free text and names, are never read."""

    name: str
    path: Path
    survey: Survey

    def capabilities(self) -> list[Capability]:
        """None: it holds no acts, records or accounts."""
        return blind(NO_EVENTS)

    def problems(self) -> list[Reject]:
        """Every line that is not taken, as the next run would find it; files by their names."""
        gathered = self._gathered(lambda path: path.name)
        gathered.all()
        return few(gathered.rejects)

    def batches(self, pull: Pull) -> Iterator[Batch]:
        """One batch: all answers there are. A respondent is another one in each round."""

        def key(path: Path) -> str:
            return pull.pseudonyms.of("file", self.name, path.name)[:8].lower()

        gathered = self._gathered(key)
        rows, teams = [], {}
        for line, reply in enumerate(gathered.all(), 1):
            if reply.token and pull.pseudonyms.of("person", reply.token) in pull.erased:
                continue
            who = (reply.token,) if reply.token else ("row", reply.row)
            respondent = pull.pseudonyms.of("pulse", reply.round.isoformat(), *who)
            rows += [
                (line, reply.round, respondent, reply.team, reply.role, item, said)
                for item, said in reply.answers.items()
            ]
            teams[line] = reply.team_cell
        frame = pl.DataFrame(rows, schema={"line": pl.Int64(), **PULSE}, orient="row")
        yield Batch("answers", "pulse", frame, complete=True, rejects=tuple(few(gathered.rejects)), teams=teams)

    def _gathered(self, key: Callable[[Path], str]) -> Gathered:
        """The replies of all files, oldest file first. Raises SourceError."""
        gathered = Gathered()
        for path in dropped(self.name, self.path, WORKBOOKS | TABLES):
            try:
                found, rejects = replies(grids(path), key(path), self.survey)
            except (UnreadableSheetError, OSError):
                found, rejects = [], [Reject("unreadable_file", key(path))]
            gathered.add(key(path), found)
            gathered.rejects += rejects
        return gathered
