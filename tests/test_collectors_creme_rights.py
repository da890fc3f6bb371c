"""The Creme collector with few rights: it needs no column more than it lists, and says what to grant."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from collectors.creme import Creme
from collectors.creme_tables import READ
from collectors.source import Capability, SourceError
from tests.creme_collected import Collected, collecting, together

Reader = tuple[sa.Connection, Creme]


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collected]:
    with collecting("postgresql", tmp_path_factory.mktemp("creme")) as found:
        alice = found.story.alice
        alice.log_in()
        alice.create("contact", last_name="Martin")
        alice.export("contact")
        yield found


@pytest.fixture
def reader(collected: Collected) -> Iterator[Reader]:
    """An administrator's connection to PostgreSQL, and the source as a role of its own without any right."""
    made = sa.create_engine(collected.source.url, isolation_level="AUTOCOMMIT")
    with made.connect() as connection:
        connection.execute(sa.text("CREATE ROLE vigie LOGIN"))
        yield connection, Creme("crm", collected.source.options, collected.source.url.replace("postgres@", "vigie@"))
        connection.execute(sa.text("DROP OWNED BY vigie"))
        connection.execute(sa.text("DROP ROLE vigie"))
    made.dispose()


def grant(connection: sa.Connection, *left_out: str) -> None:
    """Grants the columns that Vigie reads, of all tables but some."""
    for table, columns in READ.items():
        if table not in left_out:
            names = ", ".join(f'"{name}"' for name in columns.split())
            connection.execute(sa.text(f"GRANT SELECT ({names}) ON {table} TO vigie"))


def states(capabilities: list[Capability]) -> dict[str, str]:
    return {capability.name: capability.state for capability in capabilities}


def test_the_columns_of_the_list_are_all_it_needs(collected: Collected, reader: Reader) -> None:
    connection, source = reader
    grant(connection)

    mine = Collected(collected.story, source).pull()

    assert together(mine, "events").height == together(collected.pull(keep=False), "events").height
    assert not {"password", "session_key", "session_data"} & {c for names in READ.values() for c in names.split()}


def test_a_table_without_rights_says_what_to_grant(collected: Collected, reader: Reader) -> None:
    connection, source = reader
    grant(connection, "creme_core_historyline", "creme_core_imprint")

    told_of = source.capabilities()
    events = together(Collected(collected.story, source).pull(), "events")

    refused = {name for name, state in states(told_of).items() if state == "not_granted"}
    assert refused == {"edits", "deletes", "exports", "views", "records"}
    [edits] = [capability for capability in told_of if capability.name == "edits"]
    assert edits.detail.startswith("GRANT SELECT (id, entity_id,")
    assert edits.detail.endswith("ON creme_core_historyline TO vigie")
    connection.execute(sa.text(edits.detail))
    assert states(source.capabilities())["edits"] == "recorded"
    assert set(events["action"]) == {"login"}


def test_without_any_right_the_source_says_what_to_grant(collected: Collected, reader: Reader) -> None:
    _, source = reader

    with pytest.raises(SourceError, match=r"GRANT SELECT .* ON creme_core_cremeuser TO vigie") as caught:
        Collected(collected.story, source).pull()

    assert caught.value.kind == "unavailable"
