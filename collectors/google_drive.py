"""Google Drive: the workbooks in selected shared drives, spreadsheets of Google's own kind among them."""

import errno
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Annotated, Any
from urllib.parse import urlencode

from pydantic import Field

from collectors.account_keys import TOKENS, AccountKey, account_key
from collectors.capabilities import blind
from collectors.drives import SLASH, Drive, Item, StaleError, note
from collectors.entries import Entry
from collectors.feeds import Deliveries, FeedOptions, Reached, Told, follow, moment, pages, rows, text
from collectors.http import Api
from collectors.pseudonyms import Pseudonyms
from collectors.service import NETWORK, Grant, Network, RefusedError, Service, code
from collectors.source import Batch, Capability, Cursor, Pull, SourceError
from settings.model import Settings

KIND = "google_drive"
NOTE = "not yet tried on a live organisation; compare what it finds with what people know"
NO_EVENTS = "workbooks hold no events"
ROOT = "https://www.googleapis.com/drive/v3"
SCOPE = "https://www.googleapis.com/auth/drive.readonly"
"""The narrowest that gives contents. What may be read is settled by which drives the account is a member of."""
FOLDER = "application/vnd.google-apps.folder"
SHEET = "application/vnd.google-apps.spreadsheet"
NATIVE = "application/vnd.google-apps."
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET_SUFFIX = ".gsheet"
FILE = (
    "id,name,mimeType,parents,driveId,trashed,size,md5Checksum,modifiedTime,lastModifyingUser(displayName,permissionId)"
)
LISTED = f"nextPageToken,incompleteSearch,files({FILE})"
CHANGED = f"nextPageToken,newStartPageToken,changes(changeType,removed,fileId,file({FILE}))"
PAGE = "1000"
SLOWER = frozenset({"userRateLimitExceeded", "rateLimitExceeded"})
TOO_LARGE = frozenset({"exportSizeLimitExceeded"})
DAILY = frozenset({"dailyLimitExceeded", "quotaExceeded"})
OFF = frozenset({"accessNotConfigured", "SERVICE_DISABLED"})
NOT_FOUND = 404
EXPIRED = frozenset({400, 404, 410})
"""What Google answers to a place in its changes that it no longer knows."""


class Options(FeedOptions):
    """Which shared drives are read, and as which service account.

    ``key_env``: the environment variable that holds the JSON key of the account, or the path of its file. ``drives``:
    ids, the last part of the address of a shared drive.
    """

    key_env: str = Field(min_length=1)
    drives: tuple[Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{12,}$")], ...] = Field(min_length=1)


def connect(name: str, options: Options, settings: Settings) -> "GoogleDrive":
    """The source of that name; opens nothing yet. Raises SourceError when there is no key to be had."""
    return GoogleDrive(name, options, account_key(name, options.key_env, settings))


@dataclass(frozen=True)
class GoogleDrive:
    """Selected shared drives: never a domain, a mailbox or what people keep in their own drive."""

    name: str
    options: Options
    key: AccountKey
    network: Network = NETWORK

    def capabilities(self) -> list[Capability]:
        """None: it holds no acts, records or accounts."""
        return blind(NO_EVENTS)

    def problems(self) -> list[str]:
        """What keeps drives from being read, each with what to grant."""
        with self._api() as api:
            return [str(why) for why in Files(self.name, self.options, api, None).reach({}).missing.values()]

    def batches(self, pull: Pull) -> Iterator[Batch]:
        """The workbooks that changed since the last round, or all of them."""
        with self._api() as api:
            yield from follow(self.name, Files(self.name, self.options, api, pull.pseudonyms), pull, self.options)

    @contextmanager
    def _api(self) -> Iterator[Api]:
        api = Api(self.name, _service(self.options, self.key), self.network, self.options.calls)
        try:
            yield api
        finally:
            api.close()


def _service(options: Options, key: AccountKey) -> Service:
    return Service(
        name="Google Drive",
        hosts=frozenset({"www.googleapis.com"}),
        grant=Grant(
            TOKENS,
            lambda now: key.form(SCOPE, now),
            f"check this machine's clock, and put a key that the service account still has into {options.key_env}",
        ),
        reason=lambda body: code(body, "error", "errors", 0, "reason") or code(body, "error", "status"),
        throttled=lambda _status, reason: reason in SLOWER,
    )


@dataclass(frozen=True)
class Files:
    """Google Drive's files and changes, as far as shared drives are read through them."""

    source: str
    options: Options
    api: Api
    pseudonyms: Pseudonyms | None
    deliveries: Deliveries = field(default_factory=Deliveries)

    def reach(self, kept: Cursor) -> Reached:
        """The drives under their names, and those that cannot be read under the name they had."""
        drives: list[Drive] = []
        missing: dict[str, SourceError] = {}
        for drive in dict.fromkeys(self.options.drives):
            try:
                found = self.api.read(f"{ROOT}/drives/{drive}", {"fields": "id,name"})
            except RefusedError as refused:
                label = kept.get("drives", {}).get(drive, {}).get("label", drive)
                missing[label] = self._explained(drive, refused)
                continue
            drives.append(Drive(drive, text(found, "name").replace("/", SLASH) or drive))
        return Reached(drives, missing)

    def _explained(self, drive: str, refused: RefusedError) -> SourceError:
        said = f"{refused.status} {refused.reason}".strip()
        if refused.reason in DAILY:
            message = (
                f"the calls that your organisation allows a day are used up ({said}); the next run goes on from here"
            )
            return SourceError(self.source, "budget", message)
        if refused.reason in OFF:
            message = f"the Google Drive API is switched off ({said}); enable it in the service account's project"
            return SourceError(self.source, "unavailable", message)
        message = (
            f"the shared drive {drive!r} may not be read ({said}); make the service account's address a viewer of that "
            "drive (docs/google_drive.md), or mend `drives`"
        )
        return SourceError(self.source, "unavailable", message)

    def everything(self, drive: Drive) -> Told:
        """All that lies in a shared drive. Where its changes begin is asked first, so that none is missed."""
        of_drive = {"driveId": drive.id, "supportsAllDrives": "true"}
        try:
            start = text(self.api.read(f"{ROOT}/changes/startPageToken", of_drive), "startPageToken")
            asked = of_drive | {"corpora": "drive", "includeItemsFromAllDrives": "true", "pageSize": PAGE}
            asked |= {"q": "trashed = false", "fields": LISTED}
            items: dict[str, Item] = {}
            for row in self._listed(asked):
                note(items, self._item(row, drive), whole=True)
        except RefusedError as refused:
            raise self._explained(drive.id, refused) from None
        return Told(items.values(), self._link(start), drive.id)

    def _listed(self, asked: Mapping[str, str]) -> Iterator[dict[str, Any]]:
        for page in self._pages("files", asked):
            if page.get("incompleteSearch") is True:
                raise SourceError(
                    self.source, "retry", "Google Drive did not search everywhere; the next run tries again"
                )
            yield from rows(self.source, self.api.service, page, "files")

    def changes(self, drive: Drive, link: str) -> Told:
        """The items that changed since. Raises StaleError when Google no longer knows."""
        asked = {"driveId": drive.id, "supportsAllDrives": "true", "includeItemsFromAllDrives": "true"}
        asked |= {"includeRemoved": "true", "pageSize": PAGE, "fields": CHANGED, "pageToken": link}
        items: dict[str, Item] = {}
        start = ""
        try:
            for page in self._pages("changes", asked):
                for row in rows(self.source, self.api.service, page, "changes"):
                    note(items, self._change(row, drive))
                start = text(page, "newStartPageToken")
        except RefusedError as refused:
            if refused.status in EXPIRED:
                raise StaleError from None
            raise self._explained(drive.id, refused) from None
        return Told(items.values(), self._link(start))

    def _link(self, start: str) -> str:
        if start:
            return start
        message = "Google Drive did not say from where changes go on; the next run tries again"
        raise SourceError(self.source, "retry", message)

    def _pages(self, of: str, asked: Mapping[str, str]) -> Iterator[dict[str, Any]]:
        def following(page: Mapping[str, Any]) -> str:
            token = text(page, "nextPageToken")
            return f"{ROOT}/{of}?{urlencode({**asked, 'pageToken': token})}" if token else ""

        first = f"{ROOT}/{of}?{urlencode(asked)}"
        return pages(self.source, self.api.service, first, self.api.read, following)

    def _change(self, row: Mapping[str, Any], drive: Drive) -> Item:
        """An item that changed; a change of the drive itself is none."""
        file = row.get("file")
        if row.get("removed") is True or not isinstance(file, Mapping):
            return Item(text(row, "fileId"), "gone")
        return self._item(file, drive)

    def _item(self, row: Mapping[str, Any], drive: Drive) -> Item:
        """An item as Google tells it; shortcuts, forms, documents and slides are no files to us."""
        id_, name, mime = text(row, "id"), text(row, "name"), text(row, "mimeType")
        parents = row.get("parents")
        parent = parents[0] if isinstance(parents, list) and parents and isinstance(parents[0], str) else ""
        if mime == FOLDER and not self._is_lost(row, drive):
            return Item(id_, "folder", parent, name)
        if self._is_lost(row, drive) or (mime.startswith(NATIVE) and mime != SHEET):
            return Item(id_, "gone")
        size, saved = text(row, "size"), text(row, "modifiedTime")
        whole = Item(
            id_,
            "file",
            parent,
            name,
            int(size) if size.isdecimal() else 0,
            moment(saved),
            self._stamp(text(row, "md5Checksum") or f"{size} {saved}"),
            id_ + PurePosixPath(name).suffix.lower(),
            text(row, "lastModifyingUser", "displayName") or text(row, "lastModifyingUser", "permissionId"),
        )
        return (
            whole if mime != SHEET else replace(whole, name=name and f"{name}.xlsx", size=0, place=id_ + SHEET_SUFFIX)
        )

    def _is_lost(self, row: Mapping[str, Any], drive: Drive) -> bool:
        """Whether an item is in the trash or has left the drive."""
        return row.get("trashed") is True or text(row, "driveId") not in ("", drive.id)

    def _stamp(self, told: str) -> str:
        return self.pseudonyms.of("stamp", told) if self.pseudonyms else ""

    @contextmanager
    def fetch(self, entry: Entry) -> Iterator[Path]:
        """The contents of a file; of a spreadsheet of Google's own kind, as XLSX."""
        if not entry.place:
            raise OSError("where it is was not kept; it is found again when everything is listed anew")
        id_, _, suffix = entry.place.rpartition("/")[2].partition(".")
        sheet = f".{suffix}" == SHEET_SUFFIX
        url = f"{ROOT}/files/{id_}/export" if sheet else f"{ROOT}/files/{id_}"
        asked = {"mimeType": XLSX} if sheet else {"alt": "media", "supportsAllDrives": "true"}
        limit = self.options.file_mb << 20
        with self.deliveries.of(self._downloaded(url, asked, limit, ".xlsx" if sheet else f".{suffix}")) as path:
            yield path

    @contextmanager
    def _downloaded(self, url: str, asked: Mapping[str, str], limit: int, suffix: str) -> Iterator[Path]:
        """A download; that Google exports at most 10 MB of a spreadsheet is a matter of its size."""
        try:
            with self.api.download(url, asked, limit=limit, suffix=suffix) as path:
                yield path
        except RefusedError as refused:
            if refused.reason in TOO_LARGE:
                raise OSError(errno.EFBIG, "too large to be exported") from None
            if refused.reason in DAILY:
                raise self._explained("", refused) from None
            raise
