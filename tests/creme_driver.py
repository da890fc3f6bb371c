"""People at work in a running Creme, over HTTP as their browsers do, each noting what they did."""

import json
import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import fastexcel

from tests.creme_browser import Browser, Page
from tests.creme_rig import PASSWORD, Site

PATHS = {
    "contact": "/persons/contact",
    "organisation": "/persons/organisation",
    "opportunity": "/opportunities/opportunity",
    "activity": "/activities/activity",
    "document": "/documents/document",
    "report": "/reports/report",
}
SHOWN = re.compile(r"(/\w+/(\w+))/(\d+)$")
EMPLOYED_BY = "persons-subject_employed_by"
FINISHED = 20
JOB_S = 60
THINKING_S = 1.1


@dataclass(frozen=True)
class Act:
    """One thing one person did; ``record`` is Creme's own id, ``at`` within the second or two the site took."""

    user: str
    action: str
    object: str
    record: int | None
    at: datetime
    rows: int | None = None
    fields: tuple[str, ...] = ()


@dataclass
class Visitor:
    """One person at the site; ``acts`` is shared by all visitors of a test, in the order in which they happened."""

    site: Site
    name: str
    acts: list[Act]
    browser: Browser = field(init=False)

    def __post_init__(self) -> None:
        """Gives the person a browser of their own."""
        self.browser = Browser(self.site.address)

    def log_in(self, password: str = PASSWORD) -> bool:
        """Whether the site let the person in."""
        at = datetime.now(UTC)
        page = self.browser.submit("/creme_login", {"username": self.name, "password": password})
        welcome = not page.url.endswith("/creme_login")
        if welcome:
            self._note("login", "", None, at)
        return welcome

    def create(self, kind: str, **values: str | list[str]) -> int:
        """Id of a new record made through its form; the site then shows it."""
        at = datetime.now(UTC)
        page = self.browser.submit(f"{PATHS[kind]}/add", values)
        record = self._shown(page)
        self._note("create", kind, record, at)
        self._note("view", kind, record, at)
        return record

    def create_opportunity(self, name: str, target: int, **values: str) -> int:
        """Id of a new opportunity that targets an organisation."""
        values["cform_extra-opportunities_target"] = json.dumps(self._choice("organisation", target))
        return self.create("opportunity", name=name, **values)

    def create_activity(self, title: str, subtype: str, start: datetime, subject: tuple[str, int] | None = None) -> int:
        """Id of a new activity of one hour; ``start`` in the person's own zone."""
        asked = {"subtype": str(self.site.handles["subtypes"][subtype])}
        for name, at in (("start", start), ("end", start + timedelta(hours=1))):
            asked |= {f"{name}_0": at.strftime("%Y-%m-%d"), f"{name}_1": at.strftime("%H:%M:%S")}
        if subject:
            asked["subjects"] = json.dumps([self._choice(*subject)])
        return self.create("activity", title=title, **{f"cform_extra-activities_{key}": v for key, v in asked.items()})

    def _choice(self, kind: str, record: int) -> dict[str, Any]:
        """A record as Creme's own widgets send it."""
        return {"ctype": {"id": str(self.site.handles["types"][kind])}, "entity": str(record)}

    def think(self) -> None:
        """Nobody saves two forms within a second."""
        time.sleep(THINKING_S)

    def edit(self, kind: str, record: int, **values: str | list[str]) -> None:
        """Changes fields in the record's form; the site then shows it."""
        at = datetime.now(UTC)
        page = self.browser.submit(f"{PATHS[kind]}/edit/{record}", values)
        self._shown(page)
        self._note("edit", kind, record, at, fields=tuple(sorted(values)))
        self._note("view", kind, record, at)

    def set_custom(self, kind: str, record: int, name: str, value: str | list[str]) -> None:
        """Fills one of the company's own fields."""
        self.edit(kind, record, **{f"custom_field-{self.site.handles['fields'][name]}": value})

    def move(self, opportunity: int, stage: str) -> None:
        """Moves an opportunity to another sales phase."""
        self.edit("opportunity", opportunity, sales_phase=str(self.site.handles["stages"][stage]))

    def employ(self, contact: int, organisation: int) -> None:
        """Links a contact to the organisation it works for."""
        at = datetime.now(UTC)
        kind = str(self.site.handles["types"]["organisation"])
        links = [{"rtype": EMPLOYED_BY, "ctype": kind, "entity": str(organisation)}]
        path = f"/creme_core/relation/add/{contact}/{EMPLOYED_BY}"
        _expect(self.browser.submit(path, {"relations": json.dumps(links)}))
        self._note("edit", "contact", contact, at, fields=("organisation",))

    def remind(self, kind: str, record: int, title: str) -> None:
        """Puts a to-do on a record."""
        at = datetime.now(UTC)
        _expect(self.browser.submit(f"/assistants/todo/add/{record}/", {"title": title}))
        self._note("edit", kind, record, at, fields=("todo",))

    def deactivate(self, name: str) -> None:
        """Closes somebody's account, of which Creme keeps the day and no line of history."""
        _expect(self.browser.post(f"/creme_config/user/deactivate/{self.site.handles['users'][name]}", {}))

    def view(self, kind: str, record: int) -> None:
        """Opens a record's page."""
        at = datetime.now(UTC)
        self._shown(self.browser.get(f"{PATHS[kind]}/{record}"))
        self._note("view", kind, record, at)

    def open_list(self, kind: str) -> None:
        """Looks at a list, of which Creme keeps no trace."""
        _expect(self.browser.get(f"{PATHS[kind].removesuffix('y')}{'ies' if kind.endswith('y') else 's'}"))

    def trash(self, kind: str, record: int) -> None:
        """Puts a record into the trash."""
        self._act("trash", kind, record, f"/creme_core/entity/delete/{record}")

    def restore(self, kind: str, record: int) -> None:
        """Takes a record out of the trash."""
        self._act("restore", kind, record, f"/creme_core/entity/restore/{record}")

    def delete_for_good(self, kind: str, record: int) -> None:
        """Deletes a record that is in the trash."""
        self._act("delete", kind, record, f"/creme_core/entity/delete/{record}")

    def export(self, kind: str, form: str = "csv", **query: str) -> Page:
        """The file of a list: `csv`, `xls` or `xlsx`; refused and header-only exports are not noted."""
        handles = self.site.handles
        at = datetime.now(UTC)
        asked = {"ct_id": str(handles["types"][kind]), "hfilter": handles["views"][kind], "type": form, **query}
        page = self.browser.get("/creme_core/mass_export", **asked)
        if page.status == 200 and "header" not in query:
            self._note("export", kind, None, at, rows=_rows(page, form))
        return page

    def export_report(self, form: str = "xlsx") -> Page:
        """The file of the report."""
        report, at = self.site.handles["report"], datetime.now(UTC)
        page = _expect(self.browser.get(f"/reports/export/{report}", doc_type=form))
        self._note("export", "report", None, at)
        return page

    def import_contacts(self, rows: Iterable[tuple[str, str]], **options: str) -> int:
        """Imports first and last names through the wizard, waits for its job; the id of the document it came from.

        ``options``: more fields of the wizard, such as the keys by which it finds contacts to change.
        """
        lines = ["Prenom,Nom", *(",".join(row) for row in rows)]
        path = f"/creme_core/mass_import/{self.site.handles['types']['contact']}"
        document = self._upload("contacts.csv", "\n".join(lines).encode())
        mapping = self.browser.submit(path, {"document": str(document), "has_header": "on"})
        at = datetime.now(UTC)
        columns = {"first_name_colselect": "1", "last_name_colselect": "2"}
        job = _expect(self.browser.send(mapping, columns | options))
        self._wait(int(job.url.rstrip("/").rpartition("/")[2]))
        self._note("import", "contact", None, at, rows=len(lines) - 1)
        return document

    def _upload(self, name: str, content: bytes) -> int:
        at = datetime.now(UTC)
        page = self.browser.submit(f"{PATHS['document']}/add", {"title": name}, {"filedata": (name, content)})
        record = self._shown(page)
        self._note("create", "document", record, at)
        self._note("view", "document", record, at)
        return record

    def _wait(self, job: int) -> None:
        deadline = time.monotonic() + JOB_S
        while True:
            known: Mapping[str, Any] = json.loads(self.browser.get("/creme_core/job/info", id=str(job)).text)
            if known[str(job)]["status"] == FINISHED:
                return
            if time.monotonic() > deadline:
                message = f"import job {job} not finished after {JOB_S} s: {known}"
                raise TimeoutError(message)
            time.sleep(0.2)

    def _act(self, action: str, kind: str, record: int, path: str) -> None:
        at = datetime.now(UTC)
        _expect(self.browser.post(path, {"csrfmiddlewaretoken": self.browser.token()}))
        self._note(action, kind, record, at)

    def _shown(self, page: Page) -> int:
        """Id of the record that the page shows. Raises AssertionError when the form came back instead."""
        found = SHOWN.search(_expect(page).url)
        if not found:
            errors = re.findall(r'class="errorlist[^>]*>(.*?)</ul>', page.text, re.DOTALL)
            message = f"{page.url}: no record shown; {errors}"
            raise AssertionError(message)
        return int(found[3])

    def _note(self, action: str, kind: str, record: int | None, at: datetime, **more: Any) -> None:
        self.acts.append(Act(self.name, action, kind, record, at, **more))


def _expect(page: Page) -> Page:
    if page.status != 200:
        message = f"{page.url}: {page.status} {page.text[:300]}"
        raise AssertionError(message)
    return page


def _rows(page: Page, form: str) -> int:
    """Rows of an exported file without its head."""
    if form == "csv":
        return len(page.text.strip().splitlines()) - 1
    return fastexcel.read_excel(page.body).load_sheet(0, dtypes="string").height
