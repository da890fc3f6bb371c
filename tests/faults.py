"""Faults that a fake vendor is told to have, and what it answers to a request that its contract does not know."""

from collections.abc import Callable
from dataclasses import dataclass, field

import httpx

Answering = Callable[[], httpx.Response | Exception]


class ContractError(AssertionError):
    """A request that the vendor's published contract does not know."""


def expect(holds: object, why: str) -> None:
    """Raises ContractError unless it holds."""
    if not holds:
        raise ContractError(why)


@dataclass
class Faults:
    """What goes wrong next, at addresses that hold a text: once for each answer, in their order."""

    planned: list[tuple[str, Answering]] = field(default_factory=list)

    def plan(self, where: str, *answers: Answering) -> None:
        """Adds answers to the next requests whose address holds the text."""
        self.planned += [(where, answer) for answer in answers]

    def next(self, request: httpx.Request) -> httpx.Response | None:
        """The fault that this request meets, if any."""
        for place, (where, answer) in enumerate(self.planned):
            if where in str(request.url):
                del self.planned[place]
                given = answer()
                if isinstance(given, Exception):
                    raise given
                return given
        return None
