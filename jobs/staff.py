"""Who works with the CRM and in which team, as all sources together tell it."""

from dataclasses import dataclass

import polars as pl

from jobs.workspace import Workspace
from metrics import population
from store import people


@dataclass(frozen=True)
class Staff:
    """People and their teams.

    ``people``: a row an account, with what directories say of its person and whether they may be expected.
    ``accounts``: a row a source and user, as each source tells it. ``names``: other pseudonyms of people.
    """

    people: pl.DataFrame
    memberships: pl.LazyFrame
    accounts: pl.DataFrame
    names: dict[str, str]

    @property
    def expected(self) -> pl.LazyFrame:
        """The people who may be expected."""
        return self.people.filter("listed").lazy()

    @property
    def services(self) -> list[str]:
        """The accounts that are no person."""
        return self.people.filter(pl.col("kind") == "service")["user"].unique().sort().to_list()


def staff(workspace: Workspace) -> Staff:
    """Everybody the store knows, with personnel files going before accounts."""
    directories = workspace.settings.directories
    with workspace.database.read() as session:
        accounts, members = people.people(session), people.memberships(session)
        names = dict(people.aliases(session).iter_rows())
    return Staff(
        population.listed(accounts, directories),
        population.placed(members, directories).lazy(),
        accounts,
        names,
    )
