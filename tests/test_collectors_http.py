"""Speaking HTTP: what is never sent, how long one waits, when one stops, and what the messages say."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime

import httpx
import pytest

from collectors.gate import PATIENCE_S, TRIES
from collectors.http import Api
from collectors.service import Grant, HugeError, RefusedError, Service, Spent, code
from collectors.source import SourceError
from tests.wires import NOON, Answer, Clock, Wire

TOKEN = "https://login.example/token"  # noqa: S105  an address
SECRET = "very-secret-indeed"  # noqa: S105  of nobody
PAGE = "https://api.example/page"


def spent(headers: httpx.Headers) -> Spent | None:
    if "Used" not in headers:
        return None
    return Spent(float(headers["Used"]), 1000, float(headers["Resets"]) if "Resets" in headers else None)


SERVICE = Service(
    name="Example",
    hosts=frozenset({"api.example"}),
    grant=Grant(TOKEN, lambda _: {"client_secret": SECRET}, "put a new one into EXAMPLE_SECRET"),
    reason=lambda body: code(body, "error", "code"),
    throttled=lambda status, reason: (status, reason) == (403, "slower"),
    spent=spent,
)


def reading(*answers: Answer, service: Service = SERVICE, calls: int | None = None) -> tuple[Api, Wire]:
    wire = Wire(list(answers), TOKEN)
    return Api("cloud", service, wire.network, calls), wire


def good(**body: object) -> httpx.Response:
    return httpx.Response(200, json=body)


def refusal(status: int, reason: str = "", **headers: str) -> httpx.Response:
    return httpx.Response(status, json={"error": {"code": reason}}, headers=headers)


class Broken(httpx.SyncByteStream):
    """A body that ends before its time."""

    def __iter__(self) -> Iterator[bytes]:
        """Its beginning."""
        yield b'{"value": ['
        message = "peer closed connection"
        raise httpx.RemoteProtocolError(message)


# Tokens


def test_a_token_is_asked_for_once_and_shown_with_every_call() -> None:
    api, wire = reading(good(n=1), good(n=2))

    assert [api.read(PAGE), api.read(PAGE)] == [{"n": 1}, {"n": 2}]
    assert len(wire.minted) == 1
    assert wire.shown == ["Bearer token-1"] * 2


def test_a_token_refused_once_is_renewed_and_the_call_made_again() -> None:
    api, wire = reading(refusal(401), good(n=1))

    assert api.read(PAGE) == {"n": 1}
    assert wire.shown == ["Bearer token-1", "Bearer token-2"]


def test_a_token_refused_always_is_broken_after_two_calls() -> None:
    api, wire = reading(refusal(401), refusal(401))

    with pytest.raises(SourceError, match=r"refuses the token that was just given \(401\); put a new one") as raised:
        api.read(PAGE)

    assert raised.value.kind == "broken"
    assert (len(wire.asked), len(wire.minted)) == (2, 2)


@pytest.mark.parametrize(("passed", "tokens"), [(54, 1), (55, 2), (600, 2)])
def test_a_token_is_renewed_five_minutes_before_it_ends(passed: int, tokens: int) -> None:
    api, wire = reading(good(), good())
    api.read(PAGE)
    wire.clock.now += timedelta(minutes=passed)

    api.read(PAGE)

    assert len(wire.minted) == tokens


def test_a_clock_set_back_costs_one_refused_call_at_most() -> None:
    api, wire = reading(good(), refusal(401), good(n=2))
    api.read(PAGE)
    wire.clock.now -= timedelta(days=1)

    assert api.read(PAGE) == {"n": 2}


def test_refused_credentials_are_broken_with_the_vendors_code_and_what_to_do() -> None:
    api, wire = reading()
    text = f"AADSTS7000222: the keys of {SECRET} have expired"
    wire.tokens = [httpx.Response(401, json={"error": "invalid_client", "error_description": text})]

    with pytest.raises(SourceError) as raised:
        api.read(PAGE)

    assert raised.value.kind == "broken"
    assert str(raised.value) == (
        "cloud: no token was given (401 invalid_client AADSTS7000222); put a new one into EXAMPLE_SECRET"
    )


def test_an_answer_without_a_token_is_broken() -> None:
    api, wire = reading()
    wire.tokens = [httpx.Response(200, json={"token_type": "Bearer"})]

    with pytest.raises(SourceError, match=r"no token was given \(200\)") as raised:
        api.read(PAGE)

    assert raised.value.kind == "broken"


# Patience


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_what_may_help_is_tried_again_and_waits_longer_each_time(status: int) -> None:
    api, wire = reading(*[refusal(status)] * (TRIES - 1), good(n=1))

    assert api.read(PAGE) == {"n": 1}
    assert len(wire.clock.waits) == TRIES - 1
    assert all(wait <= 0.5 * 2**tried for tried, wait in enumerate(wire.clock.waits, 1))


@pytest.mark.parametrize("status", [429, 500, 503])
def test_after_five_tries_the_run_gives_up_and_says_so(status: int) -> None:
    api, wire = reading(*[refusal(status)] * TRIES)

    with pytest.raises(SourceError, match=rf"Example could not answer \({status}\) in 5 tries") as raised:
        api.read(PAGE)

    assert (raised.value.kind, len(wire.asked)) == ("retry", TRIES)


@pytest.mark.parametrize("told", ["7", format_datetime(NOON + timedelta(seconds=7))])
def test_a_server_is_given_the_time_it_asks_for_in_seconds_or_as_a_date(told: str) -> None:
    api, wire = reading(refusal(429, **{"Retry-After": told}), good())

    api.read(PAGE)

    assert wire.clock.waits == [7.0]


@pytest.mark.parametrize("told", ["soon", "", "-5", format_datetime(NOON - timedelta(hours=1))])
def test_a_waiting_time_that_means_nothing_is_no_waiting_time(told: str) -> None:
    api, wire = reading(refusal(503, **{"Retry-After": told}), good(n=1))

    assert api.read(PAGE) == {"n": 1}
    assert wire.clock.waits[0] <= 1


@pytest.mark.parametrize(("told", "waits"), [(PATIENCE_S, True), (PATIENCE_S + 1, False)])
def test_a_longer_wait_than_two_minutes_is_left_to_the_next_run(told: int, *, waits: bool) -> None:
    api, wire = reading(refusal(429, **{"Retry-After": str(told)}), good(n=1))

    if waits:
        assert api.read(PAGE) == {"n": 1}
        return
    with pytest.raises(SourceError, match=r"asks to be left alone for 2 minutes \(429\)") as raised:
        api.read(PAGE)
    assert (raised.value.kind, wire.clock.waits) == ("budget", [])


def test_a_refusal_that_asks_to_go_slower_in_other_words_is_waited_for() -> None:
    api, wire = reading(refusal(403, "slower", **{"Retry-After": "3"}), good(n=1))

    assert api.read(PAGE) == {"n": 1}
    assert wire.clock.waits == [3.0]


def test_a_network_that_fails_for_a_moment_is_tried_again() -> None:
    api, _ = reading(httpx.ConnectTimeout("slow"), httpx.ReadError("reset"), good(n=1))

    assert api.read(PAGE) == {"n": 1}


def test_a_host_that_cannot_be_reached_is_named_and_may_be_tried_later() -> None:
    api, _ = reading(*[httpx.ConnectError("no route")] * TRIES)

    with pytest.raises(SourceError, match=r"api\.example cannot be reached") as raised:
        api.read(PAGE)

    assert raised.value.kind == "retry"


# Answers that are not whole


@pytest.mark.parametrize(
    "undone",
    [lambda: httpx.Response(200, text='{"value": [1, 2'), lambda: httpx.Response(200, stream=Broken())],
    ids=["cut short", "broken off"],
)
def test_an_answer_that_breaks_off_is_asked_for_again(undone: Callable[[], httpx.Response]) -> None:
    api, _ = reading(undone(), good(n=1))
    assert api.read(PAGE) == {"n": 1}

    api, wire = reading(undone(), undone(), undone())
    with pytest.raises(SourceError, match=r"the answers of api\.example break off") as raised:
        api.read(PAGE)
    assert (raised.value.kind, len(wire.asked)) == ("retry", 3)


def test_an_answer_that_is_no_object_is_broken() -> None:
    api, _ = reading(httpx.Response(200, json=[1]))

    with pytest.raises(SourceError, match="something else than an object") as raised:
        api.read(PAGE)

    assert raised.value.kind == "broken"


@pytest.mark.parametrize("status", [400, 403, 404, 410])
def test_other_refusals_are_for_whoever_asked_to_explain(status: int) -> None:
    api, wire = reading(refusal(status, "itemNotFound"))

    with pytest.raises(RefusedError) as raised:
        api.read(PAGE)

    assert (raised.value.status, raised.value.reason, len(wire.asked)) == (status, "itemNotFound", 1)


def test_a_reason_that_is_a_text_is_not_told() -> None:
    assert code({"error": {"code": "Report of Jane Doe.xlsx not found"}}, "error", "code") == ""
    assert code({"error": [{"reason": "notFound"}]}, "error", 0, "reason") == "notFound"
    assert code("no object", "error", "code") == ""


# The allowance


@pytest.mark.parametrize(("used", "stops"), [(799, False), (800, True), (1000, True)])
def test_a_days_allowance_is_used_to_four_fifths_and_no_further(used: int, *, stops: bool) -> None:
    api, wire = reading(httpx.Response(200, json={}, headers={"Used": str(used)}), good(n=2))
    api.read(PAGE)

    if not stops:
        assert api.read(PAGE) == {"n": 2}
        return
    with pytest.raises(SourceError, match=f"{used} of the 1000 calls that your organisation may make") as raised:
        api.read(PAGE)
    assert (raised.value.kind, len(wire.asked)) == ("budget", 1)


@pytest.mark.parametrize(("resets", "waits"), [(30, True), (PATIENCE_S, True), (PATIENCE_S + 1, False)])
def test_an_allowance_that_is_soon_whole_again_is_waited_for(resets: int, *, waits: bool) -> None:
    api, wire = reading(httpx.Response(200, json={}, headers={"Used": "900", "Resets": str(resets)}), good(n=2))
    api.read(PAGE)

    if waits:
        assert api.read(PAGE) == {"n": 2}
        assert wire.clock.waits == [resets]
        return
    with pytest.raises(SourceError, match="Vigie stops at 80%"):
        api.read(PAGE)


def test_a_run_makes_no_more_calls_than_it_may_each_try_counted() -> None:
    api, wire = reading(refusal(503), refusal(503), good(), calls=3)

    with pytest.raises(SourceError, match="3 calls were made, as many as its `calls` allow") as raised:
        api.read(PAGE)

    assert raised.value.kind == "budget"
    assert len(wire.asked) + len(wire.minted) == 3


# What is never sent


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_nothing_is_ever_written(method: str) -> None:
    api, wire = reading()

    with pytest.raises(SourceError, match=f"{method} to api.example over https is not allowed") as raised:
        api.client.request(method, PAGE)

    assert (raised.value.kind, wire.asked) == ("broken", [])


@pytest.mark.parametrize("url", ["http://api.example/page", "https://elsewhere.example/page"])
def test_the_token_goes_to_no_other_host_and_never_in_clear(url: str) -> None:
    api, wire = reading()

    with pytest.raises(SourceError, match="is not allowed and was not sent"):
        api.read(url)

    assert wire.asked == []


def test_what_is_no_address_is_not_asked() -> None:
    api, wire = reading()

    with pytest.raises(SourceError, match="sends on to what is no address") as raised:
        api.read("https://api.example:port/page")

    assert (raised.value.kind, wire.asked) == ("broken", [])


def test_reading_follows_no_redirect() -> None:
    api, wire = reading(httpx.Response(302, headers={"Location": "https://api.example/other"}))

    with pytest.raises(SourceError, match="sends on to another address"):
        api.read(PAGE)

    assert len(wire.asked) == 1


# Downloads


def redirect(to: str = "https://files.example/f?key=k") -> httpx.Response:
    return httpx.Response(302, headers={"Location": to})


def test_a_download_goes_where_it_is_sent_without_the_token_and_leaves_nothing_behind() -> None:
    api, wire = reading(redirect(), httpx.Response(200, content=b"cells"))

    with api.download(PAGE, limit=5, suffix=".xlsx") as path:
        assert (path.read_bytes(), path.suffix) == (b"cells", ".xlsx")

    assert not path.exists()
    assert not path.parent.exists()
    assert wire.shown == ["Bearer token-1", None]


@pytest.mark.parametrize("told", [True, False])
def test_a_file_past_the_limit_is_left_where_it_is(*, told: bool) -> None:
    body = httpx.Response(200, content=b"cells!") if told else httpx.Response(200, content=iter([b"cel", b"ls!"]))
    api, _ = reading(redirect(), body)

    with pytest.raises(HugeError), api.download(PAGE, limit=5):
        pass


@pytest.mark.parametrize("onward", ["http://files.example/f", "ftp://files.example/f"])
def test_a_download_never_goes_on_in_clear(onward: str) -> None:
    api, wire = reading(redirect(onward))

    with pytest.raises(SourceError, match="is not allowed and was not sent"), api.download(PAGE, limit=5):
        pass

    assert len(wire.asked) == 1


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_file_that_vanishes_on_the_way_is_refused_and_no_token_renewed(status: int) -> None:
    api, wire = reading(redirect(), httpx.Response(status))

    with pytest.raises(RefusedError) as raised, api.download(PAGE, limit=5):
        pass

    assert (raised.value.status, len(wire.minted)) == (status, 1)


def test_a_download_sent_on_twice_is_broken() -> None:
    api, _ = reading(redirect(), redirect())

    with pytest.raises(SourceError, match="sends on to another address"), api.download(PAGE, limit=5):
        pass


def test_a_download_that_breaks_off_is_begun_again() -> None:
    api, _ = reading(
        redirect(), httpx.Response(200, stream=Broken()), redirect(), httpx.Response(200, content=b"whole")
    )

    with api.download(PAGE, limit=100) as path:
        assert path.read_bytes() == b"whole"


# Secrets


def test_neither_messages_nor_logs_tell_a_secret(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    key = "tempauth=eyJ0"
    ends = [refusal(500)] * TRIES, [httpx.ConnectError(key)] * TRIES, [refusal(401)] * 2
    for end in ends:
        api, _ = reading(redirect(f"https://files.example/f?{key}"), *end)
        with pytest.raises((SourceError, RefusedError)) as raised, api.download(f"{PAGE}?token=opaque", limit=5):
            pass
        assert not any(word in str(raised.value) for word in (key, SECRET, "token-1", "opaque", "?"))

    assert not any(word in caplog.text for word in (key, SECRET, "token-1", "opaque"))


def test_a_closed_api_lets_its_wire_go() -> None:
    closed = []
    wire = Wire([], TOKEN, Clock())
    wire.close = lambda: closed.append(True)  # type: ignore[method-assign]
    api = Api("cloud", replace(SERVICE), wire.network)

    api.close()

    assert closed == [True]
