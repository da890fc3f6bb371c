"""The tables and columns of Creme CRM that Vigie reads, and nothing else: this list is what its account needs."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from collectors.cells import column
from collectors.database import ABSENT, CHUNK, NOT_GRANTED

VALUES = {
    1: "creme_core_customfieldinteger",
    2: "creme_core_customfieldfloat",
    3: "creme_core_customfieldboolean",
    10: "creme_core_customfieldstring",
    11: "creme_core_customfieldtext",
    12: "creme_core_customfieldurl",
    20: "creme_core_customfielddatetime",
    21: "creme_core_customfielddate",
    100: "creme_core_customfieldenum",
    101: "creme_core_customfieldmultienum",
}
"""Where the values of a company's own fields are, by the code of their type."""

READ: Mapping[str, str] = {
    "django_content_type": "id model",
    "creme_core_cremeuser": """id username email is_active deactivated_on date_joined last_login is_staff is_superuser
        is_team role_id""",
    "creme_core_cremeuser_teammates_set": "from_cremeuser_id to_cremeuser_id",
    "creme_core_userrole": "id name",
    "creme_core_historyline": "id entity_id entity_ctype_id username date type value by_wf_engine",
    "creme_core_imprint": "id date entity_ctype_id entity_id user_id",
    "creme_core_lastviewedentity": "entity_ctype_id entity_id user_id viewed",
    "creme_core_fileref": "id filedata basename created user_id",
    "creme_core_job": "id type_id user_id reference_run last_run status data",
    "creme_core_massimportjobresult": "id job_id entity_id",
    "creme_core_notification": "user_id created content_id",
    "creme_core_cremeentity": "id created modified is_deleted user_id entity_type_id description",
    "creme_core_relation": "id subject_entity_id type_id object_entity_id",
    "creme_core_customfield": "id name content_type_id field_type is_deleted",
    **dict.fromkeys(list(VALUES.values())[:-2], "entity_id custom_field_id value"),
    "creme_core_customfieldenum": "entity_id custom_field_id value_id",
    "creme_core_customfieldmultienum": "id entity_id custom_field_id",
    "creme_core_customfieldmultienum_value": "customfieldmultienum_id customfieldenumvalue_id",
    "persons_address": "id address zipcode city",
    "persons_contact": """cremeentity_ptr_id civility_id last_name first_name phone mobile email url_site birthday
        position_id full_position sector_id billing_address_id is_user_id""",
    "persons_organisation": """cremeentity_ptr_id name is_managed phone email url_site sector_id legal_form_id
        staff_size_id capital annual_revenue siren siret naf tvaintra code billing_address_id""",
    "opportunities_opportunity": """cremeentity_ptr_id name reference estimated_sales made_sales sales_phase_id
        chance_to_win expected_closing_date closing_date first_action_date origin_id""",
    "opportunities_salesphase": "id name won lost",
    "activities_activity": "cremeentity_ptr_id title start end place minutes status_id",
}
"""Table → columns. Never among them: passwords, session keys, the form that an import job keeps."""


def read(name: str) -> sa.TableClause:
    """The table with the columns Vigie reads."""
    return sa.table(name, *(sa.column(c, sa.JSON() if c == "data" else None) for c in READ[name].split()))


def frames(connection: sa.Connection, statement: sa.Select[Any]) -> Iterator[pl.DataFrame]:
    """The rows of a query, some tens of thousands at a time; nothing at all when there are none."""
    names = [part.key for part in statement.selected_columns]
    streamed = {"stream_results": True, "max_row_buffer": CHUNK}
    with connection.execute(statement, execution_options=streamed) as result:
        for part in result.partitions(CHUNK):
            cells = zip(names, zip(*part, strict=True), strict=True)
            yield pl.DataFrame([column(str(name), values) for name, values in cells])


def whole(connection: sa.Connection, statement: sa.Select[Any]) -> pl.DataFrame:
    """All rows of a query; with its columns as text when there are none."""
    parts = list(frames(connection, statement))
    if not parts:
        return pl.DataFrame(schema={str(c.key): pl.String for c in statement.selected_columns})
    return pl.concat(parts, how="vertical_relaxed")


def moment(connection: sa.Connection, at: datetime) -> Any:
    """A time as the database compares it: SQLite holds UTC as text, without a fraction when that is zero."""
    if connection.dialect.name == "sqlite":
        return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
    return at


class Reach:
    """Which of the tables there are, and which of them the account may read."""

    def __init__(self, connection: sa.Connection) -> None:
        self._role = connection.engine.url.username or "Vigie's account"
        self.denied: set[str] = set()
        self.absent: set[str] = set()
        for name in READ:
            self._try(connection, name)

    def _try(self, connection: sa.Connection, name: str) -> None:
        try:
            with connection.begin_nested():
                connection.execute(sa.select(read(name)).where(sa.false())).close()
        except DBAPIError as error:
            if NOT_GRANTED.search(str(error.orig)):
                self.denied.add(name)
            elif ABSENT.search(str(error.orig)):
                self.absent.add(name)
            else:
                raise

    def all_of(self, names: Iterable[str]) -> bool:
        """Whether all these tables are there and may be read."""
        return self.denied.union(self.absent).isdisjoint(names)

    def to_grant(self, names: Iterable[str]) -> str:
        """The statements that would open those of these tables that are closed; empty when none is."""
        closed = sorted(self.denied.intersection(names))
        return "; ".join(
            f"GRANT SELECT ({', '.join(_quoted(READ[name].split()))}) ON {name} TO {self._role}" for name in closed
        )


def _quoted(columns: Iterable[str]) -> list[str]:
    return [f'"{name}"' if name == "end" else name for name in columns]
