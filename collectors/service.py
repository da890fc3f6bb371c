"""What a vendor's API is to whoever reads it: how it is reached, how a token is had, and what its refusals mean."""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.request import getproxies

import httpx

SAYABLE = re.compile(r"[\w.-]{1,60}")


def _direct() -> httpx.BaseTransport:
    return httpx.HTTPTransport(proxy=getproxies().get("https"))


@dataclass(frozen=True)
class Network:
    """How the outside is reached, what time it is there (UTC), and how one waits (seconds)."""

    transport: Callable[[], httpx.BaseTransport] = _direct
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    sleep: Callable[[float], None] = time.sleep


NETWORK = Network()


@dataclass(frozen=True)
class Spent:
    """How much of an allowance is used. ``resets_s``: seconds until it is whole again; None for a day's allowance."""

    used: float
    limit: float
    resets_s: float | None = None


@dataclass(frozen=True)
class Grant:
    """How a token is asked for. ``form``: what is sent, at a time. ``mend``: what to do when it is refused."""

    url: str
    form: Callable[[datetime], Mapping[str, str]]
    mend: str


@dataclass(frozen=True)
class Service:
    """What is particular to a vendor's API.

    ``name``: as people call it. ``hosts``: those that are shown the token. ``reason``: the vendor's code in the body of
    a refusal. ``throttled``: whether a refusal for that reason asks to go slower. ``spent``: what an answer's headers
    tell of the allowance. ``agent``: under which name we come.
    """

    name: str
    hosts: frozenset[str]
    grant: Grant
    reason: Callable[[Any], str]
    throttled: Callable[[int, str], bool] = lambda _status, _reason: False
    spent: Callable[[httpx.Headers], Spent | None] = lambda _headers: None
    agent: str = "Vigie"


class RefusedError(Exception):
    """An answer that says no and will say so again; whoever asked knows what it means.

    ``reason``: the vendor's code, or nothing.
    """

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(f"{status} {reason}".strip())
        self.status = status
        self.reason = reason


class HugeError(Exception):
    """A file that is larger than it may be."""


def code(body: Any, *keys: str | int) -> str:
    """What stands in a body under some keys, if it is a code; empty otherwise, for texts may quote names."""
    for key in keys:
        try:
            body = body[key]
        except (KeyError, IndexError, TypeError):
            return ""
    return body if isinstance(body, str) and SAYABLE.fullmatch(body) else ""
