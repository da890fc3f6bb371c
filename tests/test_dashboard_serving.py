"""How the dashboard is started, and what its answers carry."""

import asyncio
import sys
from pathlib import Path

import pytest
from starlette.types import Message, Receive, Scope, Send

from dashboard import serving
from dashboard.headers import PageLanguage, SecurityHeaders, content_policy

PAGE = b'<!DOCTYPE html>\n<html lang="en">\n  <head>'


def answered(middleware: type, query: str = "", accept: str = "") -> tuple[dict[str, str], bytes]:
    """Headers and body that a page gets through a middleware."""
    sent: list[Message] = []

    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": PAGE})

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "query_string": query.encode(),
        "headers": [(b"accept-language", accept.encode())],
    }
    asyncio.run(middleware(app)(scope, None, send))
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return headers, sent[1]["body"]


def test_the_command_starts_a_child_of_this_python() -> None:
    command = serving.command(Path("config.toml"), 8600)

    assert command[0] == sys.executable
    assert str(Path("config.toml").resolve()) in command
    assert "8600" in command


def test_it_answers_on_this_computer_only() -> None:
    look = serving.look()

    assert look["server.address"] == serving.ADDRESS == "127.0.0.1"
    assert look["server.allowedHosts"] == ["127.0.0.1", "localhost"]
    assert look["browser.gatherUsageStats"] is False


def test_scripts_come_from_our_host_or_by_hash() -> None:
    scripts = next(part for part in content_policy().split("; ") if part.startswith("script-src"))

    assert "unsafe" not in scripts
    assert "'sha256-" in scripts


def test_every_answer_carries_the_security_headers() -> None:
    headers, body = answered(SecurityHeaders)

    assert headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert body == PAGE


@pytest.mark.parametrize(
    ("query", "accept", "language"),
    [
        ("lang=fr", "en", "fr"),
        ("", "fr-FR,fr;q=0.9", "fr"),
        ("lang=xx", "de", "en"),
        ("", "", "en"),
    ],
)
def test_the_page_says_its_language(query: str, accept: str, language: str) -> None:
    _, body = answered(PageLanguage, query, accept)

    assert f'<html lang="{language}">'.encode() in body
    assert len(body) == len(PAGE)
