"""Microsoft Graph as its documentation describes it, for two sites and their libraries; refuses what is not in it.

Sources: Microsoft Learn, driveItem: delta; Download the contents of a driveItem; Get a site resource by path; List
drives; OAuth 2.0 client credentials grant; Avoid getting throttled in SharePoint Online.
"""

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode

import httpx
import jwt

from collectors.service import Network
from tests.faults import Faults, expect
from tests.wires import Clock

API = "graph.microsoft.com"
FILES = "contoso.sharepoint.com"
TENANT, CLIENT = "contoso.onmicrosoft.com", "6731de76-14a6-49ae-97bc-6eba6914391e"
SECRET = "q8Q~not-a-real-secret"  # noqa: S105  of nobody
PAGE = 3
SITE_FIELDS = {"id", "name", "displayName", "webUrl", "createdDateTime", "lastModifiedDateTime"}
DRIVE_FIELDS = {"id", "name", "driveType", "webUrl", "owner", "quota", "createdDateTime", "lastModifiedDateTime"}
ITEM_FIELDS = {
    *("id", "name", "size", "eTag", "cTag", "file", "folder", "package", "remoteItem", "root", "deleted", "shared"),
    *("parentReference", "createdDateTime", "createdBy", "lastModifiedDateTime", "lastModifiedBy", "webUrl"),
    *("fileSystemInfo", "malware", "publication", "sharepointIds", "specialFolder", "description"),
}


@dataclass
class Stored:
    """An item as the service holds it. ``facet``: file, folder, package or remoteItem."""

    id: str
    parent: str
    name: str
    facet: str
    at: datetime
    content: bytes = b""
    by: dict[str, str] = field(default_factory=dict)
    gone: bool = False
    without: frozenset[str] = frozenset()


@dataclass
class Library:
    """A document library: its items, and which changed when."""

    id: str
    name: str
    clock: Clock
    items: dict[str, Stored] = field(default_factory=dict)
    touched: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Makes the root."""
        self.root = self._new("", "root", "folder").id

    def _new(self, parent: str, name: str, facet: str) -> Stored:
        item = Stored("01" + secrets.token_hex(16).upper(), parent, name, facet, self.clock())
        self.items[item.id] = item
        self.touched.append(item.id)
        return item

    def at(self, path: str) -> Stored | None:
        """What lies at a path."""
        here = self.items[self.root]
        for name in filter(None, path.split("/")):
            inside = (i for i in self.items.values() if i.parent == here.id and i.name == name and not i.gone)
            found = next(inside, None)
            if found is None:
                return None
            here = found
        return here

    def put(self, path: str, content: bytes = b"", by: str = "", facet: str = "file") -> Stored:
        """Saves a file, or makes a folder, with the folders above it."""
        folder, _, name = path.rpartition("/")
        above = self.at(folder) or self.put(folder, facet="folder")
        item = self.at(path) or self._new(above.id, name, facet)
        item.content, item.at = content, self.clock()
        user = {"id": hashlib.md5(by.encode()).hexdigest(), "displayName": by, "email": f"{by}@contoso.com"}  # noqa: S324
        item.by = user if by else {}
        self.touched.append(item.id)
        return item

    def move(self, path: str, to: str) -> None:
        """Renames or moves; what lies in a folder is not touched by it."""
        item = self.at(path)
        assert item
        folder, _, item.name = to.rpartition("/")
        item.parent = (self.at(folder) or self.put(folder, facet="folder")).id
        self.touched.append(item.id)

    def delete(self, path: str) -> None:
        """Puts into the recycle bin, with all that lies below."""
        item = self.at(path)
        assert item
        for below in [i for i in self.items.values() if i.parent == item.id and not i.gone]:
            self.delete(f"{path}/{below.name}")
        item.gone = True
        self.touched.append(item.id)


@dataclass
class FakeGraph(httpx.BaseTransport):
    """The service. ``granted``: paths of the sites on which the application has a role."""

    clock: Clock = field(default_factory=Clock)
    faults: Faults = field(default_factory=Faults)
    granted: set[str] = field(default_factory=lambda: {"/sites/sales"})
    roles: list[str] = field(default_factory=lambda: ["Sites.Selected"])
    scopes: set[str] = field(default_factory=lambda: {"https://graph.microsoft.com/.default"})
    tokens: set[str] = field(default_factory=set)
    sites: dict[str, list[Library]] = field(default_factory=dict)
    links: dict[str, tuple[str, tuple[str, ...], int, str]] = field(default_factory=dict)
    downloads: dict[str, bytes] = field(default_factory=dict)
    asked: list[httpx.Request] = field(default_factory=list)
    expired: bool = False
    headers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Two sites, one with two libraries."""
        self.documents = Library("b!documents", "Documents", self.clock)
        self.contracts = Library("b!contracts", "Contracts", self.clock)
        self.secret = Library("b!board", "Documents", self.clock)
        self.sites = {"/sites/sales": [self.documents, self.contracts], "/sites/board": [self.secret]}

    @property
    def network(self) -> Network:
        """The network on which it is."""
        return Network(lambda: self, self.clock, self.clock.sleep)

    def calls(self, part: str = "") -> int:
        """How many requests were made to addresses that hold a text."""
        return sum(part in str(request.url) for request in self.asked)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer of whichever host is meant."""
        self.asked.append(request)
        expect(request.url.scheme == "https", "everything is asked over TLS")
        fault = self.faults.next(request)
        if fault is not None:
            return fault
        if request.url.host == "login.microsoftonline.com":
            return self._token(request)
        expect(request.method == "GET", "nothing is written")
        if request.url.host == FILES:
            return self._file(request)
        expect(request.url.host == API, f"{request.url.host} is no host of Microsoft Graph")
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        expect(scheme == "Bearer", "Authorization is Bearer and a token")
        if token not in self.tokens:
            return _error(401, "InvalidAuthenticationToken")
        answer = self._graph(request, unquote(request.url.path))
        answer.headers.update(self.headers)
        return answer

    def _token(self, request: httpx.Request) -> httpx.Response:
        form = {key: value[0] for key, value in parse_qs(request.content.decode()).items()}
        expect(request.method == "POST", "a token is asked for by POST")
        expect(request.headers["Content-Type"] == "application/x-www-form-urlencoded", "a token is asked for in a form")
        expect("Authorization" not in request.headers, "a token is asked for without one")
        expect(set(form) == {"client_id", "client_secret", "scope", "grant_type"}, "four fields ask for a token")
        expect(form["grant_type"] == "client_credentials", "an application comes for itself")
        expect(form["scope"] in self.scopes, "the scope is what was consented to, and no more")
        if request.url.path != f"/{TENANT}/oauth2/v2.0/token":
            return _refused("invalid_request", 90002)
        if (form["client_id"], form["client_secret"]) != (CLIENT, SECRET):
            return _refused("invalid_client", 7000215)
        token = jwt.encode({"roles": self.roles, "jti": secrets.token_hex(8)}, "k" * 32)
        self.tokens.add(token)
        return httpx.Response(200, json={"token_type": "Bearer", "expires_in": 3599, "access_token": token})

    def _graph(self, request: httpx.Request, path: str) -> httpx.Response:
        parts = path.removeprefix("/v1.0/").split("/")
        query = {key: value[0] for key, value in parse_qs(request.url.query.decode()).items()}
        if parts[0] == "sites":
            return self._of_site(path.removeprefix("/v1.0/sites/"), query)
        expect(parts[0] == "drives", f"{path} is no path of the contract")
        return self._of_drive(parts[1], parts[2:], query)

    def _of_site(self, asked: str, query: dict[str, str]) -> httpx.Response:
        site, _, what = asked.partition("/drives") if ":" not in asked else (asked, "", "")
        path = next((p for p in self.sites if site in (_site_id(p), f"{FILES}:{p}")), None)
        expect(not what, f"{what} is not read of a site")
        if path is None:
            return _error(404, "itemNotFound")
        if path not in self.granted:
            return _error(403, "accessDenied")
        if asked.endswith("/drives"):
            held = [{"id": lib.id, "name": lib.name, "driveType": "documentLibrary"} for lib in self.sites[path]]
            return _listed(held, query, DRIVE_FIELDS)
        found = {"id": _site_id(path), "displayName": path, "webUrl": f"https://{FILES}{path}"}
        return _selected(found, query, SITE_FIELDS)

    def _of_drive(self, drive: str, rest: list[str], query: dict[str, str]) -> httpx.Response:
        found = {lib.id: (site, lib) for site, libs in self.sites.items() for lib in libs}.get(drive)
        if found is None:
            return _error(404, "itemNotFound")
        site, library = found
        if site not in self.granted:
            return _error(403, "accessDenied")
        if rest == ["root"]:
            return _selected(self._shown(library, library.items[library.root]), query, ITEM_FIELDS)
        if rest == ["root", "delta"]:
            return self._delta(library, query)
        expect(len(rest) == 3 and (rest[0], rest[2]) == ("items", "content"), f"{rest} is no path of a drive")
        expect(not query, "a download takes no parameters")
        return self._content(library, rest[1])

    def _delta(self, library: Library, query: dict[str, str]) -> httpx.Response:
        expect(set(query) <= {"$select", "$expand", "$top", "token"}, "delta takes $select, $expand, $top and token")
        token = query.get("token")
        if token is None:
            ids, start, select = tuple(dict.fromkeys(library.touched)), 0, query.get("$select", "")
            ids = tuple(i for i in ids if not library.items[i].gone)
        elif token not in self.links or self.expired:
            self.expired = False
            answer = _error(410, "resyncChangesApplyDifferences")
            answer.headers["Location"] = f"https://{API}/v1.0/drives/{library.id}/root/delta?token=fresh"
            return answer
        else:
            expect(set(query) == {"token"}, "a link is used as it was given")
            of, ids, start, select = self.links[token]
            expect(of == library.id, "a link belongs to its drive")
            if start < 0:
                changed = dict.fromkeys(library.touched[-start - 1 :])
                ids, start = tuple(self._with_parents(library, changed)), 0
        shown = [self._shown(library, library.items[i]) for i in ids[start : start + PAGE]]
        more = start + PAGE < len(ids)
        following = (
            (library.id, ids, start + PAGE, select) if more else (library.id, (), -len(library.touched) - 1, select)
        )
        made = secrets.token_urlsafe(16)
        self.links[made] = following
        link = f"https://{API}/v1.0/drives/{library.id}/root/delta?{urlencode({'token': made})}"
        body = {"@odata.nextLink" if more else "@odata.deltaLink": link}
        chosen = [_chosen(item, select, ITEM_FIELDS) for item in shown]
        return httpx.Response(200, json={"value": chosen, **body})

    def _with_parents(self, library: Library, changed: dict[str, None]) -> list[str]:
        """What changed, after the folders in which it lies."""
        ids: dict[str, None] = {}
        for id_ in changed:
            above = library.items[id_].parent
            line = []
            while above:
                line.append(above)
                above = library.items[above].parent
            ids |= dict.fromkeys([*reversed([i for i in line if not library.items[i].gone]), id_])
        return list(ids)

    def _shown(self, library: Library, item: Stored) -> dict[str, Any]:
        """An item as a delta shows it: no cTag, no path of its parent, and of a deleted one no name."""
        if item.gone:
            return {"id": item.id, "deleted": {"state": "deleted"}, "parentReference": {"id": item.parent}, "size": 0}
        reference = {"driveId": library.id, "driveType": "documentLibrary", "id": item.parent}
        shown: dict[str, Any] = {
            "id": item.id,
            "name": item.name,
            "eTag": f'"{{{item.id}}},{library.touched.count(item.id)}"',
            "size": len(item.content),
            "parentReference": reference,
            "lastModifiedDateTime": item.at.isoformat().replace("+00:00", "Z"),
            "lastModifiedBy": {"user": item.by} if item.by else {"application": {"displayName": "SharePoint App"}},
        }
        if item.id == library.root:
            return {**shown, "root": {}, "folder": {"childCount": 1}, "parentReference": {"driveId": library.id}}
        digest = base64.b64encode(hashlib.sha1(item.content).digest()).decode()  # noqa: S324
        facets: dict[str, dict[str, Any]] = {
            "folder": {"childCount": 0},
            "file": {"mimeType": "application/octet-stream", "hashes": {"quickXorHash": digest}},
            "package": {"type": "oneNote"},
            "remoteItem": {"id": "elsewhere", "folder": {}},
        }
        shown[item.facet] = facets[item.facet]
        return {key: value for key, value in shown.items() if key not in item.without}

    def _content(self, library: Library, id_: str) -> httpx.Response:
        item = library.items.get(id_)
        if item is None or item.gone:
            return _error(404, "itemNotFound")
        expect(item.facet == "file", "only files are downloaded")
        key = secrets.token_urlsafe(8)
        self.downloads[key] = item.content
        where = f"https://{FILES}/sites/sales/_layouts/15/download.aspx?{urlencode({'UniqueId': id_, 'tempauth': key})}"
        return httpx.Response(302, headers={"Location": where})

    def _file(self, request: httpx.Request) -> httpx.Response:
        expect("Authorization" not in request.headers, "a pre-authenticated address is shown no token")
        key = parse_qs(request.url.query.decode())["tempauth"][0]
        expect(key in self.downloads, "an address to download from is used once")
        return httpx.Response(200, content=self.downloads.pop(key))


def _site_id(path: str) -> str:
    digest = hashlib.md5(path.encode()).hexdigest()  # noqa: S324
    guid = f"{digest[:8]}-{digest[8:12]}-{digest[12:16]}-{digest[16:20]}-{digest[20:]}"
    return f"{FILES},{guid},{guid}"


def _chosen(held: dict[str, Any], select: str, known: set[str]) -> dict[str, Any]:
    wanted = select.split(",") if select else list(held)
    expect(not select or set(wanted) <= known, f"{set(wanted) - known} are no properties")
    return {key: value for key, value in held.items() if key in wanted}


def _selected(held: dict[str, Any], query: dict[str, str], known: set[str]) -> httpx.Response:
    expect(set(query) <= {"$select", "$expand"}, f"{set(query)} are no parameters of a single resource")
    return httpx.Response(200, json=_chosen(held, query.get("$select", ""), known))


def _listed(held: list[dict[str, Any]], query: dict[str, str], known: set[str]) -> httpx.Response:
    expect(
        set(query) <= {"$select", "$expand", "$top", "$skipToken", "$orderby"},
        f"{set(query)} are no parameters of a list",
    )
    return httpx.Response(200, json={"value": [_chosen(one, query.get("$select", ""), known) for one in held]})


def _error(status: int, reason: str) -> httpx.Response:
    said = f"The item of jane.doe@contoso.com could not be read: {reason}"
    return httpx.Response(status, json={"error": {"code": reason, "message": said, "innerError": {"request-id": "1"}}})


def _refused(error: str, number: int) -> httpx.Response:
    said = {"error": error, "error_description": f"AADSTS{number}: no.", "error_codes": [number]}
    return httpx.Response(401 if error == "invalid_client" else 400, json=said)
