"""The survey of the simulated company: two rounds of answers, a file each, as a survey tool exports them."""

import csv
import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from demo.plants import PLANTS
from demo.truths import SEED
from settings.sheets import TEAM
from settings.survey import PULSE_ITEMS

ASKED_ON, TOKEN = "Date de l’enquête", "Répondant (jeton)"
TRUST = ("purpose", "helps", "unwatched")
UX = ("useful", "easy")
CHANNELS = "channels"
FAVOURABLE, UNFAVOURABLE = (3, 4, 4, 5), (1, 2, 2)


def write_survey(folder: Path, seed: int = SEED) -> None:
    """Write a file a round into a folder; what an earlier one left in it is removed."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.csv"):
        old.unlink()
    headings = [ASKED_ON, TOKEN, TEAM.fr, *(french for french, _ in PULSE_ITEMS.values())]
    for day in PLANTS.survey.rounds:
        with (folder / f"enquete-{day:%Y-%m}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            lines = csv.writer(file, delimiter=";")
            lines.writerow(headings)
            own = random.Random(f"{seed} survey {day}"), random.Random(f"{seed} channels {day}")
            lines.writerows(_lines(*own, day))


def _lines(rng: random.Random, apart: random.Random, day: date) -> Iterator[list[str]]:
    """A line for each respondent; ``apart``: the chance of its own of what was planted later."""
    for team, respondents in PLANTS.survey.respondents:
        for _ in range(respondents):
            answers = [_answer(rng, team, item) for item in PULSE_ITEMS]
            if team == PLANTS.elsewhere.team:
                answers[list(PULSE_ITEMS).index(CHANNELS)] = _elsewhere(apart)
            yield [f"{day:%d/%m/%Y}", f"{rng.getrandbits(32):08x}", team, *answers]


def _elsewhere(rng: random.Random) -> str:
    return str(rng.choice(UNFAVOURABLE if rng.random() < PLANTS.elsewhere.doubt else FAVOURABLE))


def _answer(rng: random.Random, team: str, item: str) -> str:
    truth = PLANTS.survey
    if item == "entry_share":
        return f"{rng.choice((5, 10, 10, 15, 20))} %"
    if item in UX:
        return str(rng.choices((2, 3, 4, 5), (20, 30, 35, 15))[0])
    distrusts = item in TRUST and team == truth.distrustful
    doubts = truth.doubt if distrusts else truth.doubt_of_others
    return str(rng.choice(UNFAVOURABLE if rng.random() < doubts else FAVOURABLE))
