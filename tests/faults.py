"""What fake vendors share: the faults they are told to have, and requests that their contract does not know."""

from collections.abc import Callable
from dataclasses import dataclass, field

import httpx

from collectors.service import Network
from tests.wires import Clock

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


@dataclass
class Fake(httpx.BaseTransport):
    """A vendor's service. ``asked``: every request it got, those with a fault too."""

    clock: Clock = field(default_factory=Clock)
    faults: Faults = field(default_factory=Faults)
    asked: list[httpx.Request] = field(default_factory=list)

    @property
    def network(self) -> Network:
        """The network on which it is."""
        return Network(lambda: self, self.clock, self.clock.sleep)

    def calls(self, part: str = "") -> int:
        """How many requests were made to addresses that hold a text."""
        return sum(part in str(request.url) for request in self.asked)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """A planned fault, else the answer of the service."""
        self.asked.append(request)
        expect(request.url.scheme == "https", "everything is asked over TLS")
        return self.faults.next(request) or self.answer(request)

    def answer(self, request: httpx.Request) -> httpx.Response:
        """What the service answers when nothing goes wrong."""
        raise NotImplementedError
