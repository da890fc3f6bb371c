"""The last thing before the wire: what may be sent, how often, and how long to wait for a server that asks to."""

import copy
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
from httpx_retries import Retry

from collectors.service import Network, Service, Spent
from collectors.source import SourceError

PATIENCE_S = 120
"""The longest wait within a run; whoever asks for more is left alone until the next one."""
SHARE = 0.8
"""How much of the customer's allowance may be used, by us and everybody else together."""
TRIES = 5
LATER = frozenset({408, 429, 500, 502, 503, 504})
ERROR = 400


class Patience(Retry):
    """Waits as long as it is told, and longer with each try. The gate has made seconds of what it is told."""

    def __init__(self, sleep: Callable[[float], None] = time.sleep) -> None:
        super().__init__(TRIES - 1, ("GET", "POST"), LATER, backoff_factor=0.5, max_backoff_wait=PATIENCE_S)
        self.sleeping = sleep

    def increment(self) -> "Patience":
        """The same after one more try."""
        made = copy.copy(self)
        made.attempts_made += 1
        return made

    def sleep(self, response: httpx.Response | Exception) -> None:
        """Waits before the next try."""
        told = response.headers.get("Retry-After", 0) if isinstance(response, httpx.Response) else 0
        self.sleeping(max(float(told), self.backoff_strategy()))


class Gate(httpx.BaseTransport):
    """Refuses what may not be sent, counts every try, and stops before the customer's allowance is used up."""

    def __init__(self, source: str, service: Service, network: Network, calls: int | None) -> None:
        self.source, self.service, self.network = source, service, network
        self.calls = calls
        self.made = 0
        self.spent: Spent | None = None
        self.wire = network.transport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer, with its waiting time in seconds where it asks for one. Raises SourceError."""
        self._check(request)
        self._afford()
        self.made += 1
        response = self._plain(self.wire.handle_request(request))
        self.spent = self.service.spent(response.headers)
        return self._timed(response)

    def close(self) -> None:
        """Closes the wire."""
        self.wire.close()

    def _check(self, request: httpx.Request) -> None:
        """Only reads and the asking for a token, over TLS, the token to the API alone."""
        reads = request.method == "GET" or (request.method == "POST" and str(request.url) == self.service.grant.url)
        shown = "Authorization" in request.headers and request.url.host not in self.service.hosts
        if not reads or shown or request.url.scheme != "https":
            what = f"{request.method} to {request.url.host} over {request.url.scheme}"
            raise SourceError(self.source, "broken", f"{what} is not allowed and was not sent: Vigie only reads")

    def _afford(self) -> None:
        if self.calls is not None and self.made >= self.calls:
            raise self._stop(f"{self.calls} calls were made, as many as its `calls` allow a run")
        spent, self.spent = self.spent, None
        if spent is None or spent.used < SHARE * spent.limit:
            return
        if spent.resets_s is None or spent.resets_s > PATIENCE_S:
            used = f"{spent.used:.0f} of the {spent.limit:.0f} calls that your organisation may make are used"
            raise self._stop(f"{self.service.name}: {used}, and Vigie stops at {SHARE:.0%}")
        self.network.sleep(spent.resets_s)

    def _stop(self, why: str) -> SourceError:
        return SourceError(self.source, "budget", f"{why}; the next run goes on from here")

    def _plain(self, response: httpx.Response) -> httpx.Response:
        """The answer; a refusal that asks to go slower, in whatever words, as 429."""
        if response.status_code < ERROR:
            return response
        response.read()
        if not self.service.throttled(response.status_code, self.service.reason(parsed(response))):
            return response
        return httpx.Response(429, headers={k: v for k, v in response.headers.items() if k.lower() == "retry-after"})

    def _timed(self, response: httpx.Response) -> httpx.Response:
        """The answer with what it asks to wait in seconds. Raises SourceError when that is longer than a run waits."""
        if response.status_code not in LATER or "Retry-After" not in response.headers:
            return response
        seconds = _seconds(response.headers.pop("Retry-After"), self.network.clock())
        if seconds > PATIENCE_S:
            response.close()
            asks = f"{self.service.name} asks to be left alone for {seconds / 60:.0f} minutes ({response.status_code})"
            raise self._stop(asks)
        response.headers["Retry-After"] = str(seconds)
        return response


def _seconds(told: str, now: datetime) -> float:
    """A waiting time given as seconds or as a date; nought for anything else and for what has passed."""
    if told.strip().isdecimal():
        return float(told)
    try:
        until = parsedate_to_datetime(told)
    except ValueError:
        return 0.0
    return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - now).total_seconds())


def parsed(response: httpx.Response) -> Any:
    """The body of an answer that was read; None where it is no JSON."""
    try:
        return json.loads(response.content)
    except ValueError:
        return None
