"""Google Drive v3 as its reference describes it, for two shared drives; refuses what is not in it.

Sources: Google, Drive API v3 reference (drives.get, files.list, files.get, files.export, changes.getStartPageToken,
changes.list), Resolve errors, Use fields parameter, Using OAuth 2.0 for Server to Server Applications.
"""

import hashlib
import json
import re
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import parse_qs

import httpx
import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from collectors.account_keys import AccountKey
from collectors.service import Network
from tests.faults import Faults, expect
from tests.wires import Clock

API = "www.googleapis.com"
TOKENS = "https://oauth2.googleapis.com/token"
ACCOUNT = "vigie@sales-tools.iam.gserviceaccount.com"
READ_ONLY = "https://www.googleapis.com/auth/drive.readonly"
FOLDER = "application/vnd.google-apps.folder"
SHEET = "application/vnd.google-apps.spreadsheet"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXPORTED = {SHEET: {XLSX, "text/csv", "application/pdf", "application/vnd.oasis.opendocument.spreadsheet"}}
USER = {"displayName", "permissionId", "emailAddress", "me", "kind", "photoLink"}
FILE = {
    *("id", "name", "mimeType", "parents", "driveId", "trashed", "explicitlyTrashed", "size", "md5Checksum", "version"),
    *("modifiedTime", "createdTime", "shortcutDetails", "capabilities", "owners", "webViewLink", "sha256Checksum"),
}
PAGE = 3
SKEW_S = 300


@cache
def private_key() -> rsa.RSAPrivateKey:
    """A key made for the tests."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def key_file() -> str:
    """The JSON key of the account, as Google Cloud hands it out."""
    pem = private_key().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    held = {"type": "service_account", "client_email": ACCOUNT, "private_key_id": "k1", "private_key": pem.decode()}
    return json.dumps(held | {"token_uri": "https://elsewhere.example/token"})


def account() -> AccountKey:
    """The key of the account."""
    held = json.loads(key_file())
    return AccountKey(held["client_email"], held["private_key_id"], held["private_key"])


@dataclass
class Stored:
    """An item as the service holds it."""

    id: str
    parent: str
    name: str
    mime: str
    at: datetime
    content: bytes = b""
    by: str = ""
    trashed: bool = False
    removed: bool = False
    without: frozenset[str] = frozenset()


@dataclass
class SharedDrive:
    """A shared drive: its items, and which changed when. Its root has its own id."""

    id: str
    name: str
    clock: Clock
    items: dict[str, Stored] = field(default_factory=dict)
    touched: list[str] = field(default_factory=list)

    def at(self, path: str) -> Stored | None:
        """What lies at a path."""
        parent, found = self.id, None
        for name in filter(None, path.split("/")):
            inside = (i for i in self.items.values() if (i.parent, i.name) == (parent, name))
            found = next((i for i in inside if not (i.trashed or i.removed)), None)
            if found is None:
                return None
            parent = found.id
        return found

    def _above(self, path: str) -> tuple[str, str]:
        folder, _, name = path.rpartition("/")
        return (self.at(folder) or self.put(folder, mime=FOLDER)).id if folder else self.id, name

    def put(self, path: str, content: bytes = b"", by: str = "", mime: str = XLSX) -> Stored:
        """Saves a file, or makes a folder, with the folders above it."""
        parent, name = self._above(path)
        item = self.at(path) or Stored(secrets.token_urlsafe(24), parent, name, mime, self.clock())
        item.content, item.at, item.by = content, self.clock(), by
        self.items[item.id] = item
        self.touched.append(item.id)
        return item

    def move(self, path: str, to: str) -> None:
        """Renames or moves; what lies in a folder is not touched by it."""
        item = self.at(path)
        assert item
        item.parent, item.name = self._above(to)
        self.touched.append(item.id)

    def trash(self, path: str) -> None:
        """Puts into the trash; what lies in a folder is trashed with it and not told."""
        item = self.at(path)
        assert item
        item.trashed = True
        self.touched.append(item.id)

    def restore(self, id_: str) -> None:
        """Takes out of the trash; what lies in a folder is not told."""
        self.items[id_].trashed = False
        self.touched.append(id_)

    def remove(self, path: str) -> None:
        """Deletes for good, or takes the right to see it away."""
        item = self.at(path)
        assert item
        item.removed = True
        self.touched.append(item.id)

    def is_trashed(self, item: Stored) -> bool:
        """Whether an item or a folder above it is in the trash."""
        above = self.items.get(item.parent)
        return item.trashed or (above is not None and self.is_trashed(above))


@dataclass
class FakeDrive(httpx.BaseTransport):
    """The service. ``members``: drives that the account is a member of."""

    clock: Clock = field(default_factory=Clock)
    faults: Faults = field(default_factory=Faults)
    tokens: set[str] = field(default_factory=set)
    asked: list[httpx.Request] = field(default_factory=list)
    lists: dict[str, tuple[str, tuple[str, ...], int]] = field(default_factory=dict)
    expired: bool = False
    export_limit: int = 10_000_000

    def __post_init__(self) -> None:
        """Two drives, of which the account sees one."""
        self.sales = SharedDrive("0ASalesSalesUk9PVA", "Sales", self.clock)
        self.board = SharedDrive("0ABoardBoardUk9PVA", "Board", self.clock)
        self.members = {self.sales.id}

    @property
    def network(self) -> Network:
        """The network on which it is."""
        return Network(lambda: self, self.clock, self.clock.sleep)

    def calls(self, part: str = "") -> int:
        """How many requests were made to addresses that hold a text."""
        return sum(part in str(request.url) for request in self.asked)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer."""
        self.asked.append(request)
        expect(request.url.scheme == "https", "everything is asked over TLS")
        fault = self.faults.next(request)
        if fault is not None:
            return fault
        if str(request.url) == TOKENS:
            return self._token(request)
        expect(request.url.host == API, f"{request.url.host} is no host of Google Drive")
        expect(request.method == "GET", "nothing is written")
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        expect(scheme == "Bearer", "Authorization is Bearer and a token")
        if token not in self.tokens:
            return error(401, "authError")
        query = {key: value[0] for key, value in parse_qs(request.url.query.decode()).items()}
        return self._drive(request.url.path.removeprefix("/drive/v3/").split("/"), query)

    def _token(self, request: httpx.Request) -> httpx.Response:
        form = {key: value[0] for key, value in parse_qs(request.content.decode()).items()}
        expect(request.method == "POST", "a token is asked for by POST")
        expect(request.headers["Content-Type"] == "application/x-www-form-urlencoded", "a token is asked for in a form")
        expect(set(form) == {"grant_type", "assertion"}, "two fields ask for a token")
        expect(form["grant_type"] == "urn:ietf:params:oauth:grant-type:jwt-bearer", "the grant is that of an assertion")
        expect(
            jwt.get_unverified_header(form["assertion"]) == {"alg": "RS256", "typ": "JWT", "kid": "k1"}, "the header"
        )
        unchecked = {"verify_exp": False, "verify_iat": False}
        try:
            claims = jwt.decode(
                form["assertion"], private_key().public_key(), ["RS256"], options=unchecked, audience=TOKENS
            )
        except jwt.InvalidSignatureError:
            return httpx.Response(400, json={"error": "invalid_grant", "error_description": "Invalid JWT Signature."})
        expect(claims["iss"] == ACCOUNT, "the account comes for itself")
        expect("sub" not in claims, "nobody is impersonated")
        expect(claims["scope"] == READ_ONLY, "the scope is reading and no more")
        expect(claims["exp"] - claims["iat"] <= 3600, "an assertion is good for an hour at most")
        if not claims["iat"] - SKEW_S <= self.clock().timestamp() < claims["exp"]:
            return httpx.Response(
                400, json={"error": "invalid_grant", "error_description": "Invalid JWT: iat and exp."}
            )
        token = secrets.token_urlsafe(24)
        self.tokens.add(token)
        return httpx.Response(200, json={"access_token": token, "expires_in": 3599, "token_type": "Bearer"})

    def _drive(self, path: list[str], query: dict[str, str]) -> httpx.Response:
        if path[0] == "drives":
            expect(set(query) == {"fields"}, "drives.get takes fields")
            seen = self._seen(path[1])
            return seen if isinstance(seen, httpx.Response) else _masked({"id": seen.id, "name": seen.name}, query)
        if path[0] == "files" and len(path) > 1:
            return self._contents(path[1], path[2:], query)
        expect(query.get("supportsAllDrives") == "true", "shared drives are read by whoever supports them")
        seen = self._seen(query["driveId"])
        if isinstance(seen, httpx.Response):
            return seen
        if path == ["changes", "startPageToken"]:
            expect(set(query) == {"driveId", "supportsAllDrives"}, "getStartPageToken takes the drive")
            return httpx.Response(200, json={"startPageToken": self._start(seen)})
        expect(query.get("includeItemsFromAllDrives") == "true", "items of shared drives are asked for")
        expect(1 <= int(query["pageSize"]) <= 1000, "a page holds 1000 at most")
        if path == ["files"]:
            return self._list(seen, query)
        expect(path == ["changes"], f"{path} is no path of the contract")
        return self._changes(seen, query)

    def _seen(self, drive: str) -> SharedDrive | httpx.Response:
        found = next((d for d in (self.sales, self.board) if d.id == drive), None)
        return found if found and drive in self.members else error(404, "notFound")

    def _start(self, drive: SharedDrive) -> str:
        token = str(10_000 + len(drive.touched))
        self.lists[token] = (drive.id, (), len(drive.touched))
        return token

    def _list(self, drive: SharedDrive, query: dict[str, str]) -> httpx.Response:
        known = {"driveId", "corpora", "includeItemsFromAllDrives", "supportsAllDrives", "q", "pageSize", "pageToken"}
        expect(set(query) <= known | {"fields", "orderBy", "spaces"}, f"{set(query) - known} are no parameters")
        expect(query["corpora"] == "drive", "one drive is searched")
        expect(query.get("q") == "trashed = false", "the trash is left alone")
        if "pageToken" in query:
            if query["pageToken"] not in self.lists:
                return error(400, "badRequest")
            _, ids, start = self.lists[query["pageToken"]]
        else:
            there = (i for i in drive.items.values() if not (drive.is_trashed(i) or i.removed))
            ids, start = tuple(i.id for i in there), 0
        end = min(start + PAGE, len(ids))
        body: dict[str, Any] = {"files": [self._shown(drive, drive.items[i]) for i in ids[start:end]]}
        if end < len(ids):
            body["nextPageToken"] = secrets.token_urlsafe(8)
            self.lists[body["nextPageToken"]] = (drive.id, ids, end)
        return _masked(body | {"incompleteSearch": False, "kind": "drive#fileList"}, query, files=FILE)

    def _changes(self, drive: SharedDrive, query: dict[str, str]) -> httpx.Response:
        known = {"driveId", "includeItemsFromAllDrives", "supportsAllDrives", "includeRemoved", "pageSize", "pageToken"}
        expect(set(query) <= known | {"fields", "includeCorpusRemovals"}, f"{set(query) - known} are no parameters")
        if query["pageToken"] not in self.lists or self.expired:
            self.expired = False
            return error(400, "invalid")
        _, ids, start = self.lists[query["pageToken"]]
        if not ids:
            ids, start = tuple(dict.fromkeys(reversed(drive.touched[start:]))), 0
            ids = tuple(reversed(ids))
        end = min(start + PAGE, len(ids))
        rows = [self._change(drive, drive.items[i]) for i in ids[start:end]]
        body: dict[str, Any] = {"changes": [*rows, {"changeType": "drive", "driveId": drive.id, "removed": False}]}
        if end < len(ids):
            body["nextPageToken"] = secrets.token_urlsafe(8)
            self.lists[body["nextPageToken"]] = (drive.id, ids, end)
        else:
            body["newStartPageToken"] = self._start(drive)
        return _masked(body, query, changes={"changeType", "removed", "fileId", "file", "time", "driveId"})

    def _change(self, drive: SharedDrive, item: Stored) -> dict[str, Any]:
        if item.removed:
            return {"changeType": "file", "removed": True, "fileId": item.id}
        return {"changeType": "file", "removed": False, "fileId": item.id, "file": self._shown(drive, item)}

    def _shown(self, drive: SharedDrive, item: Stored) -> dict[str, Any]:
        blob = {"size": str(len(item.content)), "md5Checksum": hashlib.md5(item.content).hexdigest()}  # noqa: S324
        own = item.mime.startswith("application/vnd.google-apps.")
        shown = {
            "id": item.id,
            "name": item.name,
            "mimeType": item.mime,
            "parents": [item.parent],
            "driveId": drive.id,
            "trashed": drive.is_trashed(item),
            "modifiedTime": item.at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "lastModifyingUser": {"displayName": item.by, "permissionId": "0" + str(len(item.by))} if item.by else {},
            **({} if own else blob),
        }
        return {key: value for key, value in shown.items() if key not in item.without}

    def _contents(self, id_: str, rest: list[str], query: dict[str, str]) -> httpx.Response:
        drive = next((d for d in (self.sales, self.board) if id_ in d.items), None)
        item = drive.items[id_] if drive else None
        if drive is None or item is None or item.removed or drive.id not in self.members:
            return error(404, "notFound")
        if rest == ["export"]:
            expect(set(query) == {"mimeType"}, "an export takes the form that is wanted")
            if query["mimeType"] not in EXPORTED.get(item.mime, ()):
                return error(403, "fileNotExportable")
            return error(403, "exportSizeLimitExceeded") if len(item.content) > self.export_limit else _bytes(item)
        expect(not rest and set(query) == {"alt", "supportsAllDrives"}, "a download says alt and supportsAllDrives")
        expect(query == {"alt": "media", "supportsAllDrives": "true"}, "a download asks for the media")
        if item.mime.startswith("application/vnd.google-apps."):
            return error(403, "fileNotDownloadable")
        return _bytes(item)


def _bytes(item: Stored) -> httpx.Response:
    return httpx.Response(200, content=item.content)


def error(status: int, reason: str) -> httpx.Response:
    """A refusal as Google words it."""
    message = "File not found: List of Jane Doe."
    held = {"errors": [{"domain": "global", "reason": reason, "message": message}], "code": status, "message": message}
    return httpx.Response(status, json={"error": held})


def parsed_mask(mask: str) -> dict[str, Any]:
    """A fields mask as the fields within each other."""
    root: dict[str, Any] = {}
    stack = [root]
    for name, mark in _tokens(mask):
        if name:
            stack[-1][name] = {}
        if mark == "(":
            stack.append(stack[-1][name])
        elif mark == ")":
            stack.pop()
    expect(len(stack) == 1, "brackets of a mask close")
    return root


def _tokens(mask: str) -> list[tuple[str, str]]:
    return [(name, mark) for name, mark in re.findall(r"([A-Za-z0-9]*)([(),]|$)", mask) if name or mark]


def _masked(body: dict[str, Any], query: dict[str, str], **rows: set[str]) -> httpx.Response:
    """What a mask asks for of a body, which must be fields that there are."""
    mask = parsed_mask(query["fields"])
    for key, known in rows.items():
        inner = mask.get(key, {})
        file = inner.get("file", inner)
        expect(set(inner) <= known | {"lastModifyingUser"}, f"{set(inner) - known} are no fields")
        expect(
            set(file) <= FILE | {"lastModifyingUser"} or file is inner, f"{set(file) - FILE} are no fields of a file"
        )
        expect(set(file.get("lastModifyingUser", {})) <= USER, "a user has no such field")
    return httpx.Response(200, json=_cut(body, mask))


def _cut(body: Any, mask: dict[str, Any]) -> Any:
    if not mask:
        return body
    if isinstance(body, list):
        return [_cut(one, mask) for one in body]
    return {key: _cut(body[key], inner) for key, inner in mask.items() if key in body}
