"""The invented snapshot with shares that were scanned: workbooks of every state, some with names to be escaped."""

from dataclasses import replace
from datetime import date, timedelta

from dashboard.reading import definition_of
from dashboard.snapshot import Level, Point, Series, Signal, Snapshot
from metrics.catalogue import metrics
from metrics.progress import Step
from metrics.spreadsheets.families import Covered, Family, Overlap, Unopened, Wanted, Workbooks

SCANNED = date(2026, 10, 12)
NUMBER, SHARE = "spreadsheets.shadow_files", "spreadsheets.shadow_coverage"


def _family(family: str, folder: str, saved: date, **told: object) -> Family:
    """A family in use with a pseudonym for a name; whatever else is told of it takes its place."""
    plain: dict[str, object] = {
        "name": None,
        "folders": 1,
        "extension": "xlsx",
        "teams": (folder.partition("/")[0],),
        "savers": None,
        "few_savers": True,
        "copies": 1,
        "overlaps": (),
        "life": "active",
        "plan": "to_migrate",
        "again": False,
        "counted": True,
        "since": saved - timedelta(days=120),
        "reason": None,
        "author": None,
        "version": 0,
    }
    return Family(family=family, folder=folder, saved_on=saved, **(plain | told))  # type: ignore[arg-type]


FAMILIES = (
    _family(
        "K7QDXV2MRTPLA3WZ",
        "Terrain Sud/Suivi",
        date(2026, 10, 9),
        folders=3,
        savers=14,
        few_savers=False,
        copies=4,
        overlaps=(
            Overlap("opportunity", 96, 71, 40, 12, 66, 30, 4),
            Overlap("account", 120, 88, 0, 30, 92, 61, 2),
            Overlap("contact", 61, 0, 55, 20, 0, 0, 0),
        ),
    ),
    _family(
        "A2B4C6D8E2F4G6H8",
        "Terrain Nord",
        date(2026, 10, 8),
        name="Relances <b>Nord</b> & Cie.xlsm",
        extension="xlsm",
        plan="in_progress",
        version=1,
        author="project lead",
        overlaps=(Overlap("opportunity", 22, 17, 9, 0, 14, 6, 0),),
    ),
    _family(
        "B3B4C6D8E2F4G6H8",
        "Terrain Nord/Tournées",
        date(2026, 10, 7),
        extension="csv",
        savers=None,
        few_savers=False,
        again=True,
        version=2,
        overlaps=(Overlap("account", 0, 0, 0, 0, 0, 0, 7),),
    ),
    _family(
        "C4B4C6D8E2F4G6H8",
        "Grands comptes",
        date(2026, 10, 2),
        plan="kept",
        counted=False,
        since=date(2026, 9, 1),
        reason="yearly price agreements, which the CRM <cannot> hold",
        author="change lead",
        version=1,
        overlaps=(Overlap("account", 12, 12, 0, 0, 12, 9, 0),),
    ),
    _family("D5B4C6D8E2F4G6H8", "", date(2026, 9, 3), teams=(), life="fading", counted=False, since=date(2026, 10, 3)),
    _family(
        "E6B4C6D8E2F4G6H8",
        "Vente sédentaire",
        date(2026, 7, 20),
        extension="ods",
        life="retired",
        plan="retired",
        counted=False,
        since=date(2026, 9, 18),
    ),
    _family(
        "F7B4C6D8E2F4G6H8",
        "Vente sédentaire",
        date(2026, 9, 25),
        copies=0,
        plan="retired",
        counted=False,
        since=date(2026, 9, 28),
        author="project lead",
        version=3,
    ),
)
WORKBOOKS = Workbooks(
    sources=("partage",),
    scanned_on=SCANNED,
    fresh=True,
    files=412,
    families=FAMILIES,
    wanted=(
        Wanted("Humeur du client", 3),
        Wanted("Remise <accordée>", 2),
        Wanted("Date de la prochaine relance", 2),
        Wanted("Échantillons envoyés", 1),
    ),
    untold=5,
    unopened=(
        Unopened("protected", 4, (("Grands comptes", 2), ("Direction <x>", 1), ("Terrain Nord", 1))),
        Unopened("macros", 2, (("", 2),)),
        Unopened("bomb", 1, (("Terrain Sud/Reçus", 1),)),
    ),
    covered=(
        Covered("opportunity", 302, 88, 9, {"email": 40, "phone": 12, "company_id": 66, "name": 30, "near": 4}),
        Covered("account", 611, 97, 12, {"email": 0, "phone": 30, "company_id": 92, "name": 61, "near": 2}),
    ),
)


def _signal(whole: Snapshot, name: str, level: Level, values: tuple[float, ...]) -> Signal:
    definition = definition_of(metrics()[name])
    weeks = [date(2026, 10, 5) - timedelta(weeks=back) for back in range(len(values) - 1, -1, -1)]
    points = tuple(Point(week, value, n=103, level=level) for week, value in zip(weeks, values, strict=True))
    return Signal(
        definition=definition,
        subject="project",
        level=level,
        amber=definition.amber,
        red=definition.red,
        since=date(2026, 9, 7),
        period=date(2026, 10, 5),
        reason=None,
        series=Series(name, "project", points),
        sources=("partage",),
        run=whole.run,
    )


def scanned(whole: Snapshot) -> Snapshot:
    """A snapshot with workbooks, and the two signals that they feed."""
    steps = (1, 1, 1.9, 1.9, 1.9, 2.9, 2.9, 3.9, 3.9, 3.9, 4.9, 4.9, 5.8, 5.8, 6.8, 6.8, 6.8, 5.8, 5.8, 5.8)
    share = (0.02, 0.05, 0.08, 0.12, 0.15, 0.21, 0.24, 0.26, 0.28, 0.29)
    told = (_signal(whole, NUMBER, "amber", steps), _signal(whole, SHARE, "red", share))
    return replace(
        whole,
        signals=(*whole.signals, *told),
        series={**whole.series, **{(one.definition.metric, one.subject): one.series for one in told}},
        definitions={**whole.definitions, **{one.definition.metric: one.definition for one in told}},
        workbooks=WORKBOOKS,
        progress=(Step("workbook", "", "E6B4C6D8E2F4G6H8", date(2026, 9, 18)), *whole.progress),
    )
