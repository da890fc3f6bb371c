"""SharePoint and Microsoft 365: the workbooks in the libraries of selected sites, read through Microsoft Graph."""

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Annotated, Any
from urllib.parse import quote

import httpx
import jwt
from pydantic import AfterValidator, Field

from collectors.capabilities import blind
from collectors.drives import Drive, Item, StaleError, note
from collectors.entries import Entry
from collectors.feeds import Deliveries, FeedOptions, Reached, Told, follow, moment, pages, rows, text
from collectors.http import Api
from collectors.personal_folders import is_personal
from collectors.pseudonyms import Pseudonyms
from collectors.service import NETWORK, Grant, Network, RefusedError, Service, Spent, code
from collectors.source import Batch, Capability, Cursor, Pull, SourceError
from settings.model import Settings

KIND = "sharepoint"
NOTE = "not yet tried on a live tenant; compare what it finds with what people know"
NO_EVENTS = "workbooks hold no events"
ROOT = "https://graph.microsoft.com/v1.0"
LOGIN = "https://login.microsoftonline.com"
SELECTED = "Sites.Selected"
SCOPE = "https://graph.microsoft.com/.default"
FIELDS = (
    "id,name,size,eTag,cTag,file,folder,package,remoteItem,root,deleted,parentReference,lastModifiedDateTime,"
    "lastModifiedBy"
)
NOT_FOUND = 404
EXPIRED = frozenset({400, 404, 410})
"""What Microsoft answers to a link that it no longer knows."""
BY_PATH = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::/[^:?#*]+)?")
BY_ID = re.compile(r"[\w-]+(?:\.[\w-]+)+,([0-9A-Fa-f-]{36}),[0-9A-Fa-f-]{36}")


def _site(name: str) -> str:
    if not (BY_PATH.fullmatch(name) or BY_ID.fullmatch(name)):
        raise ValueError('should be a site such as "contoso.sharepoint.com:/sites/sales", or its id in Microsoft Graph')
    if "-my.sharepoint." in name.lower():
        raise ValueError("should be a site of a team: what people keep in their own OneDrive is never read")
    return name


class Options(FeedOptions):
    """Which sites are read, and as which registered application.

    ``secret_env``: the environment variable that holds the application's secret. ``libraries``: names of document
    libraries, all when empty.
    """

    tenant: str = Field(pattern=r"^[A-Za-z0-9.-]+$")
    client_id: str = Field(pattern=r"^[0-9A-Fa-f-]{36}$")
    secret_env: str = Field(min_length=1)
    sites: tuple[Annotated[str, AfterValidator(_site)], ...] = Field(min_length=1)
    libraries: tuple[str, ...] = ()


def connect(name: str, options: Options, settings: Settings) -> "SharePoint":
    """The source of that name; opens nothing yet. Raises SourceError when its environment variable is not set."""
    del settings
    secret = os.environ.get(options.secret_env)
    if not secret:
        message = f"the environment variable {options.secret_env} is not set; put the application's secret there"
        raise SourceError(name, "broken", message)
    return SharePoint(name, options, secret)


@dataclass(frozen=True)
class SharePoint:
    """The libraries of selected sites: never a tenant, a mailbox or a person's own drive."""

    name: str
    options: Options
    secret: str = field(repr=False)
    network: Network = NETWORK

    def capabilities(self) -> list[Capability]:
        """None: it holds no acts, records or accounts."""
        return blind(NO_EVENTS)

    def problems(self) -> list[str]:
        """What keeps sites and libraries from being read, each with what to grant; and what is granted needlessly."""
        with self._api() as api:
            missing = Graph(self.name, self.options, api, None).reach({}).missing
            excess = _excess(api.bearer.token)
        told = [str(why) for why in missing.values()]
        if excess:
            needless = f"the application may do more than it needs ({', '.join(excess)}); leave it {SELECTED} alone"
            told.append(f"{self.name}: {needless}")
        return told

    def batches(self, pull: Pull) -> Iterator[Batch]:
        """The workbooks that changed since the last round, or all of them."""
        with self._api() as api:
            yield from follow(self.name, Graph(self.name, self.options, api, pull.pseudonyms), pull, self.options)

    @contextmanager
    def _api(self) -> Iterator[Api]:
        api = Api(self.name, _service(self.options, self.secret), self.network, self.options.calls)
        try:
            yield api
        finally:
            api.close()


def _excess(token: str) -> list[str]:
    """The permissions of an application besides those for selected places, as far as its token tells."""
    try:
        roles = jwt.decode(token, options={"verify_signature": False}).get("roles", [])
    except jwt.PyJWTError:
        return []
    return sorted(str(role) for role in roles if not str(role).endswith(".Selected"))


def _service(options: Options, secret: str) -> Service:
    form = {
        "client_id": options.client_id,
        "client_secret": secret,
        "scope": SCOPE,
        "grant_type": "client_credentials",
    }
    mend = (
        f"check tenant and client_id, and put a secret of the application that is still valid into {options.secret_env}"
    )
    return Service(
        name="Microsoft Graph",
        hosts=frozenset({httpx.URL(ROOT).host}),
        grant=Grant(f"{LOGIN}/{options.tenant}/oauth2/v2.0/token", lambda _: form, mend),
        reason=lambda body: code(body, "error", "code"),
        spent=_spent,
        agent="NONISV|Vigie|Vigie/1.0",
    )


def _spent(headers: httpx.Headers) -> Spent | None:
    """What SharePoint tells once four fifths of a minute's allowance are used."""
    limit, left, resets = (headers.get(f"RateLimit-{name}", "") for name in ("Limit", "Remaining", "Reset"))
    if not (limit.isdecimal() and left.isdecimal() and resets.isdecimal()):
        return None
    return Spent(float(limit) - float(left), float(limit), float(resets))


@dataclass(frozen=True)
class Graph:
    """Microsoft Graph, as far as libraries of sites are read through it."""

    source: str
    options: Options
    api: Api
    pseudonyms: Pseudonyms | None
    deliveries: Deliveries = field(default_factory=Deliveries)

    def reach(self, kept: Cursor) -> Reached:
        """The libraries of the sites, and the sites and libraries that cannot be read."""
        del kept
        drives: list[Drive] = []
        missing: dict[str, SourceError] = {}
        for site in dict.fromkeys(self.options.sites):
            try:
                there = self._libraries(site)
            except RefusedError as refused:
                missing[_label(site)] = self._explained(site, refused)
                continue
            wanted = self.options.libraries or [name for name in there if not is_personal(name, self.options.skip)]
            drives += [Drive(there[name], f"{_label(site)} {name}") for name in wanted if name in there]
            missing |= {
                f"{_label(site)} {name}": self._absent(site, name, there) for name in wanted if name not in there
            }
        return Reached(drives, missing)

    def _libraries(self, site: str) -> dict[str, str]:
        """Names of a site's document libraries and their ids."""
        found = self.api.read(f"{ROOT}/sites/{quote(site, safe=':/,')}", {"$select": "id"})
        first = f"{ROOT}/sites/{text(found, 'id')}/drives?$select=id,name,driveType"
        listed = [drive for page in self._pages(first) for drive in rows(self.source, self.api.service, page, "value")]
        return {text(drive, "name"): text(drive, "id") for drive in listed}

    def _explained(self, site: str, refused: RefusedError) -> SourceError:
        said = f"{refused.status} {refused.reason}".strip()
        if refused.status == NOT_FOUND:
            message = f"there is no site {site!r} ({said}); mend `sites`: host, colon, path as in its address"
            return SourceError(self.source, "broken", message)
        message = (
            f"the site {site!r} may not be read ({said}); give the application the permission Sites.Selected in Entra, "
            "and on this site the role read (docs/microsoft365.md)"
        )
        return SourceError(self.source, "unavailable", message)

    def _absent(self, site: str, name: str, there: Mapping[str, str]) -> SourceError:
        message = f"the site {site!r} has no library {name!r}; it has {', '.join(sorted(there)) or 'none'}"
        return SourceError(self.source, "broken", message)

    def everything(self, drive: Drive) -> Told:
        """All items of a library."""
        try:
            root = text(self.api.read(f"{ROOT}/drives/{drive.id}/root", {"$select": "id"}), "id")
            return self._told(f"{ROOT}/drives/{drive.id}/root/delta?$select={FIELDS}", root, whole=True)
        except RefusedError as refused:
            raise self._explained(drive.label, refused) from None

    def changes(self, drive: Drive, link: str) -> Told:
        """The items that changed since. Raises StaleError when Microsoft no longer knows."""
        try:
            return self._told(link)
        except RefusedError as refused:
            if refused.status in EXPIRED:
                raise StaleError from None
            raise self._explained(drive.label, refused) from None

    def _told(self, first: str, root: str = "", *, whole: bool = False) -> Told:
        items: dict[str, Item] = {}
        link = ""
        for page in self._pages(first):
            for row in rows(self.source, self.api.service, page, "value"):
                note(items, self._item(row), whole=whole)
            link = text(page, "@odata.deltaLink")
        if not link:
            message = f"{self.api.service.name} ended a list without saying where to go on; the next run tries again"
            raise SourceError(self.source, "retry", message)
        return Told(items.values(), link, root)

    def _pages(self, first: str) -> Iterator[dict[str, Any]]:
        return pages(self.source, self.api.service, first, self.api.read, lambda page: page.get("@odata.nextLink"))

    def _item(self, row: Mapping[str, Any]) -> Item:
        """An item as Graph tells it; notebooks and shortcuts to other places are neither files nor folders."""
        id_, parent, name = text(row, "id"), text(row, "parentReference", "id"), text(row, "name")
        if "deleted" in row:
            return Item(id_, "gone")
        if "package" in row or "remoteItem" in row:
            return Item(id_, "other", parent)
        if "folder" in row or "root" in row:
            return Item(id_, "folder", parent, name)
        size = row.get("size")
        saved = text(row, "lastModifiedDateTime")
        return Item(
            id_,
            "file" if "file" in row else "other",
            parent,
            name,
            size if isinstance(size, int) else 0,
            moment(saved),
            self._stamp(row, f"{size} {saved}"),
            id_ + PurePosixPath(name).suffix.lower(),
            _saver(row),
        )

    def _stamp(self, row: Mapping[str, Any], otherwise: str) -> str:
        """Of the contents where Graph tells it: the tag of an item changes with its name, too."""
        told = text(row, "file", "hashes", "quickXorHash") or text(row, "cTag") or text(row, "eTag") or otherwise
        return self.pseudonyms.of("stamp", told) if self.pseudonyms else ""

    @contextmanager
    def fetch(self, entry: Entry) -> Iterator[Path]:
        """The contents of a file."""
        if not entry.place:
            raise OSError("where it is was not kept; it is found again when everything is listed anew")
        drive, _, rest = entry.place.partition("/")
        item, _, suffix = rest.partition(".")
        url = f"{ROOT}/drives/{drive}/items/{item}/content"
        download = self.api.download(url, limit=self.options.file_mb << 20, suffix=f".{suffix}")
        with self.deliveries.of(download) as path:
            yield path


def _label(site: str) -> str:
    """How a site is called here: the last part of its path, or the beginning of its id."""
    by_id = BY_ID.fullmatch(site)
    return by_id[1][:8].lower() if by_id else site.strip("/").rpartition("/")[2]


def _saver(row: Mapping[str, Any]) -> str:
    """The name that workbooks know them by, so that one person counts once; it is hashed before anything is kept."""
    told = (text(row, "lastModifiedBy", "user", key) for key in ("displayName", "email", "id"))
    return next((name for name in told if name), "")
