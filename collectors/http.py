"""Speaking HTTP to a vendor's API: read only, patient, within the customer's allowance, and silent about secrets."""

import json
import logging
import re
import tempfile
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import httpx
from httpx_retries import RetryTransport

from collectors.gate import ERROR, LATER, TRIES, Gate, Patience, parsed
from collectors.service import NETWORK, HugeError, Network, RefusedError, Service, code
from collectors.source import SourceError

UNDONE_TRIES = 3
"""How often an answer that breaks off is asked for."""
EARLY = timedelta(minutes=5)
TIMEOUT = httpx.Timeout(60, connect=10)
UNAUTHORISED, REDIRECT = 401, 300

for _name in ("httpx", "httpcore", "httpx_retries"):
    # They log whole addresses and headers; the address of a download carries its own key.
    logging.getLogger(_name).setLevel(logging.ERROR)

Read = TypeVar("Read")


class Bearer(httpx.Auth):
    """Asks for a token when there is none or it is about to end, and once more when it is refused."""

    def __init__(self, source: str, service: Service, network: Network) -> None:
        self.source, self.service, self.network = source, service, network
        self.token = ""
        self.until = datetime.min.replace(tzinfo=UTC)

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """The request with a token. Raises SourceError when none is given."""
        if not self.token or self.network.clock() >= self.until:
            yield from self._renewed()
        response = yield self._signed(request)
        if response.status_code == UNAUTHORISED:
            yield from self._renewed()
            yield self._signed(request)

    def _signed(self, request: httpx.Request) -> httpx.Request:
        request.headers["Authorization"] = f"Bearer {self.token}"
        return request

    def _renewed(self) -> Generator[httpx.Request, httpx.Response, None]:
        now, grant = self.network.clock(), self.service.grant
        timeout = {"timeout": TIMEOUT.as_dict()}
        response = yield httpx.Request("POST", grant.url, data=dict(grant.form(now)), extensions=timeout)
        response.read()
        if response.status_code in LATER:
            raise _later(self.source, self.service, response.status_code)
        body = parsed(response)
        token = body.get("access_token") if isinstance(body, dict) else None
        if response.status_code >= REDIRECT or not isinstance(token, str):
            raise SourceError(self.source, "broken", f"no token was given ({_refusal(response, body)}); {grant.mend}")
        lives = body.get("expires_in")
        self.token = token
        self.until = now + timedelta(seconds=lives if isinstance(lives, int) else 3600) - EARLY


def _refusal(response: httpx.Response, body: Any) -> str:
    """Status and code of a token refused, with Microsoft's own number where there is one."""
    number = re.search(r"AADSTS\d+", str(body.get("error_description"))) if isinstance(body, dict) else None
    said = (str(response.status_code), code(body, "error"), number[0] if number else "")
    return " ".join(word for word in said if word)


def _later(source: str, service: Service, status: int) -> SourceError:
    message = f"{service.name} could not answer ({status}) in {TRIES} tries; the next run goes on from here"
    return SourceError(source, "retry", message)


@dataclass
class Api:
    """An API that is read. ``calls``: how many a run may make, tries and downloads included; None for any number."""

    source: str
    service: Service
    network: Network = NETWORK
    calls: int | None = None
    bearer: Bearer = field(init=False, repr=False)
    client: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        """Opens nothing yet."""
        gate = Gate(self.source, self.service, self.network, self.calls)
        self.bearer = Bearer(self.source, self.service, self.network)
        self.client = httpx.Client(
            transport=RetryTransport(gate, Patience(self.network.sleep)),
            auth=self.bearer,
            timeout=TIMEOUT,
            headers={"User-Agent": self.service.agent},
        )

    def close(self) -> None:
        """Lets the connections go."""
        self.client.close()

    def read(self, url: str, params: Mapping[str, str] | None = None) -> dict[str, Any]:
        """The object that stands at an address. Raises SourceError, and RefusedError for what is not there or given."""
        body = self._whole(url, partial(self._read, url, params))
        if isinstance(body, dict):
            return body
        raise SourceError(self.source, "broken", f"{self.service.name} answered with something else than an object")

    @contextmanager
    def download(
        self, url: str, params: Mapping[str, str] | None = None, *, limit: int, suffix: str = ""
    ) -> Iterator[Path]:
        """A file of its own with what stands at an address, gone afterwards.

        Raises HugeError past ``limit`` bytes, RefusedError for what is not there or given, SourceError.
        """
        with tempfile.TemporaryDirectory(prefix="vigie-") as folder:
            path = Path(folder) / f"download{suffix}"
            self._whole(url, partial(self._save, url, params, path, limit))
            yield path

    def _whole(self, url: str, reading: Callable[[], Read]) -> Read:
        """What comes of reading an answer, asked for again when it breaks off."""
        for tried in range(UNDONE_TRIES):
            if tried:
                self.network.sleep(2.0**tried)
            try:
                return reading()
            except (httpx.RequestError, ValueError):
                continue
        message = f"the answers of {httpx.URL(url).host} break off; the next run goes on from here"
        raise SourceError(self.source, "retry", message)

    def _read(self, url: str, params: Mapping[str, str] | None) -> Any:
        with self._answered(url, params) as response:
            self._check(response)
            return json.loads(response.read())

    def _save(self, url: str, params: Mapping[str, str] | None, path: Path, limit: int) -> None:
        """Goes where the API sends on to, which is not shown the token."""
        with self._answered(url, params, {"Accept-Encoding": "identity"}) as response:
            if not response.has_redirect_location:
                self._check(response)
                _write(response, path, limit)
                return
            onward = response.headers["Location"]
        with self._answered(onward, None, {"Accept-Encoding": "identity"}, auth=None) as response:
            if response.status_code == UNAUTHORISED:
                raise RefusedError(response.status_code, "")
            self._check(response)
            _write(response, path, limit)

    @contextmanager
    def _answered(
        self,
        url: str,
        params: Mapping[str, str] | None,
        headers: Mapping[str, str] | None = None,
        auth: Any = httpx.USE_CLIENT_DEFAULT,
    ) -> Iterator[httpx.Response]:
        """An answer that has begun. Raises SourceError when none does."""
        try:
            request = self.client.build_request("GET", url, params=params, headers=headers)
            response = self.client.send(request, auth=auth, stream=True)
        except httpx.InvalidURL:
            message = f"{self.service.name} sends on to what is no address"
            raise SourceError(self.source, "broken", message) from None
        except httpx.RequestError:
            message = f"{httpx.URL(url).host} cannot be reached; check the network and its proxy"
            raise SourceError(self.source, "retry", message) from None
        try:
            yield response
        finally:
            response.close()

    def _check(self, response: httpx.Response) -> None:
        """Raises what an answer other than a good one means."""
        status = response.status_code
        if status < REDIRECT:
            return
        if status in LATER:
            raise _later(self.source, self.service, status)
        if status < ERROR:
            raise SourceError(self.source, "broken", f"{self.service.name} sends on to another address ({status})")
        response.read()
        if status == UNAUTHORISED:
            message = f"{self.service.name} refuses the token that was just given (401); {self.service.grant.mend}"
            raise SourceError(self.source, "broken", message)
        raise RefusedError(status, self.service.reason(parsed(response)))


def _write(response: httpx.Response, path: Path, limit: int) -> None:
    told = response.headers.get("Content-Length", "")
    if told.isdecimal() and int(told) > limit:
        raise HugeError
    size = 0
    with path.open("wb") as file:
        for chunk in response.iter_bytes():
            size += len(chunk)
            if size > limit:
                raise HugeError
            file.write(chunk)
