"""A browser without a screen: cookies, forms with their hidden fields, uploads; standard library only."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

Values = Mapping[str, str | list[str]]
Files = Mapping[str, tuple[str, bytes]]


@dataclass(frozen=True)
class Page:
    """An answer: where it came from after redirects, its status and its body."""

    url: str
    status: int
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")

    def form(self, *names: str) -> dict[str, list[str]]:
        """Fields of the first form that has all these names, with the values a browser would send.

        Raises LookupError when there is none.
        """
        forms = Forms(self.text).forms
        for fields in forms:
            if all(name in fields for name in names):
                return {name: values for name, values in fields.items() if values}
        message = f"{self.url}: no form with {', '.join(names)} among {[sorted(fields) for fields in forms]}"
        raise LookupError(message)


class Forms(HTMLParser):
    """Reads the forms of a page; a field that is present but not chosen has an empty list of values."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[dict[str, list[str]]] = []
        self._select: str | None = None
        self._textarea: str | None = None
        self._options: list[tuple[str, bool]] = []
        self._multiple = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Opens a form or notes a field of the open one."""
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "form":
            self.forms.append({})
        elif not self.forms:
            return
        elif tag == "input" and name:
            self._input(name, given)
        elif tag == "select" and name:
            self._select, self._options, self._multiple = name, [], "multiple" in given
        elif tag == "option" and self._select:
            self._options.append((given.get("value") or "", "selected" in given))
        elif tag == "textarea" and name:
            self._textarea = name
            self.forms[-1].setdefault(name, [""])

    def _input(self, name: str, given: Mapping[str, str | None]) -> None:
        values = self.forms[-1].setdefault(name, [])
        kind = given.get("type") or "text"
        if kind in {"checkbox", "radio"} and "checked" not in given:
            return
        if kind not in {"submit", "button", "file", "image", "reset"}:
            values.append(given.get("value") or ("on" if kind == "checkbox" else ""))

    def handle_data(self, data: str) -> None:
        """The text of a text area is its value."""
        if self._textarea:
            self.forms[-1][self._textarea] = [data.removeprefix("\n").rstrip("\r\n")]

    def handle_endtag(self, tag: str) -> None:
        """Closes a text area or a select, whose first option counts when none is chosen."""
        if tag == "textarea":
            self._textarea = None
        elif tag == "select" and self._select:
            chosen = [value for value, selected in self._options if selected]
            if not chosen and not self._multiple:
                chosen = [value for value, _ in self._options[:1]]
            self.forms[-1][self._select] = chosen
            self._select = None


@dataclass
class Browser:
    """One person's browser on one site."""

    site: str
    cookies: CookieJar = field(default_factory=CookieJar)

    @property
    def _opener(self) -> OpenerDirector:
        return build_opener(HTTPCookieProcessor(self.cookies))

    def token(self) -> str:
        """The CSRF token the site gave."""
        return next((cookie.value or "" for cookie in self.cookies if cookie.name == "csrftoken"), "")

    def get(self, path: str, **query: str) -> Page:
        """The page at this path."""
        return self._open(path + ("?" + urlencode(query) if query else ""))

    def post(self, path: str, values: Values, files: Files | None = None) -> Page:
        """What the site answers to these values, after redirects."""
        body, kind = multipart(values, files or {})
        return self._open(path, body, {"Content-Type": kind, "X-CSRFToken": self.token(), "Referer": self.site})

    def submit(self, path: str, values: Values, files: Files | None = None) -> Page:
        """Opens the page, fills the form that has these fields, sends it."""
        page = self.get(path)
        return self.send(page, values, files)

    def send(self, page: Page, values: Values, files: Files | None = None) -> Page:
        """Fills the form of this page that has these fields, and sends it."""
        return self.post(page.url, {**page.form(*values, *(files or {})), **values}, files)

    def _open(self, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> Page:
        request = Request(urljoin(self.site, path), body, dict(headers or {}))  # noqa: S310  always the site under test
        try:
            with self._opener.open(request, timeout=60) as answer:
                return Page(answer.url, answer.status, answer.read())
        except HTTPError as refused:
            return Page(refused.url, refused.code, refused.read())


def multipart(values: Values, files: Files) -> tuple[bytes, str]:
    """Body and content type of a form with its files."""
    boundary = uuid.uuid4().hex
    parts = [
        f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode()
        for name, given in values.items()
        for value in ([given] if isinstance(given, str) else given)
    ]
    for name, (file, content) in files.items():
        head = f'Content-Disposition: form-data; name="{name}"; filename="{file}"\r\nContent-Type: text/csv\r\n\r\n'
        parts.append(head.encode() + content)
    edge = b"--" + boundary.encode()
    body = b"".join(edge + b"\r\n" + part + b"\r\n" for part in parts) + edge + b"--\r\n"
    return body, f"multipart/form-data; boundary={boundary}"
