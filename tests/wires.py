"""A wire that answers as it is told, and a clock that moves when somebody waits."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import httpx

from collectors.service import Network

NOON = datetime(2026, 9, 15, 12, tzinfo=UTC)
Answer = httpx.Response | Exception | Callable[[httpx.Request], httpx.Response]


@dataclass
class Clock:
    """The time, which passes only while somebody waits. ``waits``: how long, in seconds, one after the other."""

    now: datetime = NOON
    waits: list[float] = field(default_factory=list)

    def __call__(self) -> datetime:
        """The time."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Waits."""
        self.waits.append(seconds)
        self.now += timedelta(seconds=seconds)


@dataclass
class Wire(httpx.BaseTransport):
    """Answers in the order given, tokens to whoever asks for one, and remembers what was asked and shown."""

    answers: list[Answer]
    token_url: str
    clock: Clock = field(default_factory=Clock)
    tokens: list[Answer] = field(default_factory=list)
    asked: list[httpx.Request] = field(default_factory=list)
    minted: list[httpx.Request] = field(default_factory=list)
    shown: list[str | None] = field(default_factory=list)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The next answer."""
        if str(request.url) == self.token_url:
            self.minted.append(request)
            given = httpx.Response(200, json={"access_token": f"token-{len(self.minted)}", "expires_in": 3600})
            return _given(self.tokens.pop(0) if self.tokens else given, request)
        self.asked.append(request)
        self.shown.append(request.headers.get("Authorization"))
        return _given(self.answers.pop(0), request)

    @property
    def network(self) -> Network:
        """The network made of it."""
        return Network(lambda: self, self.clock, self.clock.sleep)


def _given(answer: Answer, request: httpx.Request) -> httpx.Response:
    if isinstance(answer, Exception):
        raise answer
    return answer if isinstance(answer, httpx.Response) else answer(request)
