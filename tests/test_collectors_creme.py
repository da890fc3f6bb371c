"""The Creme collector against a real Creme CRM, on SQLite and on PostgreSQL, that four people have worked in."""

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
import sqlalchemy as sa

from collectors.creme import Creme, Options
from collectors.creme_tables import READ
from collectors.filling import slug
from collectors.source import SourceError
from settings.tables import CAPABILITIES, EVENTS, RECORDS, filled, valid
from tests.creme_collected import OBJECTS, PSEUDONYMS, Collected, collecting, together
from tests.creme_driver import Act
from tests.creme_rig import KINDS
from tests.creme_story import SECRETS

TOLERANCE = timedelta(seconds=3)


@pytest.fixture(scope="module", params=KINDS)
def collected(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collected]:
    with collecting(request.param, tmp_path_factory.mktemp("creme")) as found:
        found.story.begin()
        found.pull()
        found.turn = datetime.now(UTC)
        found.story.end()
        found.pull()
        found.pull()
        yield found


Row = tuple[object, ...]


def expected(found: Collected, act: Act, *, gone: bool = False) -> Row:
    """An act as the collector should tell it; ``gone``: its record was deleted before it was collected."""
    fields = {
        "trash": ("is_deleted",),
        "restore": ("is_deleted",),
        "edit": tuple(sorted(field_name(found, name) for name in act.fields)),
    }.get(act.action)
    action = "edit" if fields else act.action
    object_ = OBJECTS.get(act.object, act.object)
    if act.action == "view" and act.object == "report":
        action = "report"
    known = act.record is not None and not gone and action != "delete"
    record = found.record(act.object, act.record or 0) if known else None
    return (found.user(act.user), action, object_, record, act.rows, ",".join(fields) if fields else None)


def field_name(found: Collected, posted: str) -> str:
    """Vigie's name for a form's field."""
    custom = {f"custom_field-{id_}": name for name, id_ in found.story.site.handles["fields"].items()}
    return str({"sales_phase": "stage", "user": "owner", **custom}.get(posted, posted))


def acts_of(found: Collected, pull: int) -> list[Act]:
    """What was done and can be found in full, before or after the turn of the story."""
    acts = [act for act in found.story.acts if (act.at < found.turn) == (pull == 0)]
    return [act for act in acts if act.action not in {"view", "login"} and not is_lost(found, act)]


def is_lost(found: Collected, act: Act) -> bool:
    """A report saved as CSV: the second of the two report files."""
    reports = [other for other in found.story.acts if other.object == "report" and other.action == "export"]
    return act in reports[1:]


def told(events: pl.DataFrame) -> list[tuple[datetime, Row]]:
    """Events in the order of time."""
    rows = events.sort("at").select("at", "user", "action", "object", "record", "rows", "fields").iter_rows()
    return [(at, tuple(row)) for at, *row in rows]


@pytest.mark.parametrize("pull", [0, 1])
def test_every_act_is_found_once_with_user_object_rows_and_time(collected: Collected, pull: int) -> None:
    events = together(collected.pulls[pull], "events").filter(~pl.col("action").is_in(["view", "login", "report"]))
    acts = acts_of(collected, pull)
    gone = {collected.story.contact} if pull else set()

    found = told(events)

    assert [row for _, row in found] == [expected(collected, act, gone=act.record in gone) for act in acts]
    assert all(act.at - TOLERANCE <= at <= act.at + TOLERANCE for (at, _), act in zip(found, acts, strict=True))


def test_an_import_is_one_act_with_its_rows(collected: Collected) -> None:
    events = together(collected.pulls[0], "events")

    imports = events.filter(pl.col("action") == "import")
    made = events.filter((pl.col("action") == "create") & (pl.col("object") == "contact"))

    assert imports.select("user", "object", "rows").rows() == [(collected.user("bruno"), "contact", 3)]
    assert made["user"].to_list() == [collected.user("alice")]


def test_each_last_login_is_found_once(collected: Collected) -> None:
    first, second, third = (together(p, "events").filter(pl.col("action") == "login") for p in collected.pulls)

    assert set(first["user"]) == {collected.user(name) for name in ("alice", "bruno", "chloe", "david")}
    assert collected.user("alice") in set(second["user"])
    assert second.height == 2, "alice and the administrator"
    assert third.is_empty()


def test_the_last_view_of_each_record_and_the_first_of_each_contact_are_found(collected: Collected) -> None:
    events = together(collected.pulls[0], "events").filter(pl.col("action").is_in(["view", "report"]))
    views = [act for act in collected.story.acts if act.action == "view" and act.at < collected.turn]
    last = {expected(collected, act): act.at for act in views}
    first = {expected(collected, act): act.at for act in reversed(views) if act.object == "contact"}

    seen = {(row, at) for at, row in told(events)}

    for row, at in [*last.items(), *first.items()]:
        assert any(row == other and abs(at - when) <= TOLERANCE for other, when in seen), (row, at)
    assert {row for row, _ in seen} == set(last)
    assert len(seen) == events.height


def test_running_again_changes_nothing(collected: Collected) -> None:
    landed = [b for b in collected.pulls[2] if b.table not in {"people", "fields"}]

    assert {batch.table for batch in landed} >= {"events", "records/contact", "records/opportunity"}
    assert sum(batch.frame.height for batch in landed) == 0


def test_a_run_in_the_past_reads_nothing_later(collected: Collected) -> None:
    batches = collected.pull(keep=False, now=collected.turn, bounded=True)

    assert max(together(batches, "events")["at"]) <= collected.turn
    assert not any(batch.alive is not None for batch in batches)
    assert together(batches, "records/opportunity").is_empty(), "it has changed since, so its state then is not known"


def test_acts_before_people_were_informed_are_not_read(collected: Collected) -> None:
    batches = collected.pull(keep=False, events_since=collected.turn)

    assert min(together(batches, "events")["at"]) >= collected.turn


def test_a_line_that_was_committed_late_is_found(collected: Collected) -> None:
    made = sa.create_engine(collected.source.url)
    columns = [*READ["creme_core_historyline"].split(), "entity_owner_id"]
    h = sa.table("creme_core_historyline", *map(sa.column, columns))
    with made.begin() as connection:
        gap = connection.execute(sa.select(sa.func.min(h.c.id)).where(h.c.username == "chloe")).scalar_one()
        row = dict(connection.execute(sa.select(h).where(h.c.id == gap)).mappings().one())
        connection.execute(sa.delete(h).where(h.c.id == gap))
    without = collected.pull(keep=False)
    cursors = {f"{b.stream}/{b.table}": b.cursor for b in without if b.cursor}
    with made.begin() as connection:
        connection.execute(sa.insert(h).values(row))
    made.dispose()

    events = together(collected.pull(keep=False, cursors=cursors), "events")

    assert events.select("user", "action", "object").rows() == [(collected.user("chloe"), "create", "opportunity")]


def test_people_have_their_teams_roles_and_days(collected: Collected) -> None:
    people = {row["user"]: row for row in together(collected.pulls[1], "people").to_dicts()}
    today = datetime.now(UTC).date()

    alice, emma = people[collected.user("alice")], people[collected.user("emma")]

    assert (alice["team"], alice["role"], alice["kind"], alice["active"]) == ("Nord", "Vendeur", "human", True)
    assert isinstance(alice["entitled_from"], date)
    assert alice["alias"] == PSEUDONYMS.alias("crm", str(collected.story.site.handles["users"]["alice"]))
    assert (emma["team"], emma["role"], emma["active"], emma["entitled_to"]) == ("Sud", "Assistant", False, today)


def test_people_whom_creme_gave_the_same_placeholder_address_stay_two(collected: Collected) -> None:
    users = together(collected.pulls[0], "people")["user"].to_list()

    assert {collected.user("david"), collected.user("emma")} <= set(users)
    assert len(users) == len(set(users)) == 6


def test_a_contact_tells_what_is_filled(collected: Collected) -> None:
    state = collected.state(0, "contact", collected.story.contact)
    names = ["first_name", "last_name", "email", "phone", "birthday", "address", "organisation", "Consentement RGPD"]

    assert {name: state[filled(slug(name))] for name in names} == dict.fromkeys(names, True) | {"birthday": False}
    assert state[valid(slug("email"))] is True
    assert state["created_by"] == collected.user("alice")
    assert state["owner"] == collected.user("bruno"), "an import that changes a record hands it to whoever imports"
    assert state["parent"] == collected.record("organisation", collected.story.account)
    assert state["key_email"] == PSEUDONYMS.of("email", "paul.martin@exemple.fr")
    assert state["key_phone"] == PSEUDONYMS.of("phone", "+33611223345")
    assert state["key_name"] == PSEUDONYMS.of("name", "paule martin"), "the import has changed the first name"
    assert state["deleted"] is False


def test_an_account_tells_its_team_and_last_activity(collected: Collected) -> None:
    state = collected.state(0, "account", collected.story.account)

    assert (state["owner"], state["team"]) == (None, "Nord")
    assert state["key_company_id"] == PSEUDONYMS.of("company_id", "732829320")
    assert state["last_activity_at"] == datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert (state[filled(slug("siren"))], state[valid(slug("siren"))], state[filled(slug("Niveau"))]) == (True,) * 3


def test_an_opportunity_tells_its_stage_and_worth(collected: Collected) -> None:
    before, after = (collected.state(pull, "opportunity", collected.story.opportunity) for pull in (0, 1))

    assert (before["stage"], before["status"], before["amount"]) == ("En négociation", "open", 12000.0)
    assert (after["stage"], after["status"]) == ("Gagnée", "won")
    assert before["close_date"] == date(2026, 12, 31)
    assert before["parent"] == collected.record("organisation", collected.story.account)
    assert (before[filled(slug("Marchés"))], before[filled(slug("Concurrent"))]) == (True, False)
    assert after["modified_at"] > before["modified_at"]


def test_an_activity_tells_when_it_took_place(collected: Collected) -> None:
    state = collected.state(0, "activity", collected.story.activity)

    assert state["occurred_at"] == datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert state["parent"] == collected.record("organisation", collected.story.account)


def test_the_contacts_of_users_and_our_own_company_are_no_records(collected: Collected) -> None:
    assert together(collected.pulls[0], "records/contact").height == 3, "one by hand, two by the import"
    assert together(collected.pulls[0], "records/account").height == 1


def test_a_deleted_contact_is_no_longer_among_the_living(collected: Collected) -> None:
    before, after = (
        next(b.alive for b in pull if b.table == "records/contact" and b.alive is not None)
        for pull in collected.pulls[:2]
    )
    contact = collected.record("contact", collected.story.contact)

    assert contact in before.to_list()
    assert contact not in after.to_list()


def test_nothing_that_was_typed_in_leaves_the_collector(collected: Collected) -> None:
    words = " ".join(
        f"{batch.stream} {batch.frame.write_csv()} {batch.cursor} {batch.rejects}"
        for pull in collected.pulls
        for batch in pull
        if batch.table != "fields"
    ).casefold()

    assert [secret for secret in SECRETS if secret.casefold() in words] == []
    assert "négociation" in words, "the search finds what is there"


def test_batches_have_exactly_their_tables_columns(collected: Collected) -> None:
    for batch in collected.pulls[0]:
        if batch.table == "events":
            assert batch.frame.schema == EVENTS
        elif batch.table.startswith("records/") and batch.frame.columns:
            assert batch.frame.select(*RECORDS).schema == RECORDS
            assert all(name in RECORDS or name.startswith(("filled_", "valid_")) for name in batch.frame.columns)


def test_what_creme_does_not_record_is_a_capability_not_a_zero(collected: Collected) -> None:
    told_of = {capability.name: capability for capability in collected.source.capabilities()}

    assert sorted(told_of) == sorted(CAPABILITIES)
    assert told_of["dashboards"].state == "not_recorded"
    assert "does not record" in told_of["dashboards"].detail
    assert told_of["orders"].state == "not_recorded"
    assert {c.state for name, c in told_of.items() if name not in ("dashboards", "orders")} == {"recorded"}
    assert "only the last login" in told_of["logins"].detail
    assert "lists, searches" in told_of["views"].detail
    assert told_of["edits"].since is not None


def test_another_database_is_not_taken_for_a_creme(tmp_path: os.PathLike[str]) -> None:
    url = f"sqlite:///{os.fspath(tmp_path)}/other.db"
    made = sa.create_engine(url)
    with made.begin() as connection:
        connection.execute(sa.text("CREATE TABLE clients (id INTEGER)"))
    made.dispose()

    with pytest.raises(SourceError, match=r"no table creme_core_historyline; .* Creme CRM") as caught:
        Creme("crm", Options(kind="creme", url=url), url).capabilities()

    assert caught.value.kind == "broken"
