"""What workbooks and the CRM have in common, by comparing keyed hashes; only counts leave this comparison."""

from collections.abc import Collection, Iterable, Mapping

import polars as pl

from collectors.crm import Crm
from collectors.examined import Judged
from collectors.tracker_vocabulary import HINTS, TELLS, vocabulary
from collectors.wording import Words, plain_words
from settings.tables import COVERAGE, OVERLAPS

NEAR = "near"
MATCHES: dict[str, pl.DataType] = {
    "object": pl.String(),
    "record": pl.String(),
    "team": pl.String(),
    "live": pl.Boolean(),
    "kind": pl.String(),
}
"""A record that a workbook names too, once for each kind of key by which it does; ``near`` for a similar name."""

BROAD = frozenset({"date", "name", "number", "identifier", "segment", "document"})
"""Concepts too broad to make two titles the same."""

INHERENT = frozenset(
    {"customer", "prospect", "company", "contact", "first_name", "last_name", "owner", "stage", "created", "modified"}
)
"""What records of any CRM have by being records, under whatever names: whom, whose, where they stand and since when."""


def matches(judged: Judged, crm: Crm) -> pl.DataFrame:
    """The records of the CRM that a workbook names, in the columns of MATCHES; no row where there is none.

    A record by several keys of one kind stands once. ``near`` only where no exact key of the record is in the workbook.
    """
    known = crm.keys
    exact = known.join(_keys(judged.keys), on=["kind", "key"], how="semi")
    others = {"name": frozenset(key for keys in judged.near.values() for key in keys)}
    similar = known.join(_keys(others), on=["kind", "key"], how="semi").join(exact, on=["object", "record"], how="anti")
    both = pl.concat([exact, similar.with_columns(kind=pl.lit(NEAR))])
    return both.select(*MATCHES).unique(["object", "record", "kind"], maintain_order=True)


def _keys(keys: Mapping[str, Collection[str]]) -> pl.DataFrame:
    rows = [(kind, key) for kind, of_kind in keys.items() for key in of_kind]
    return pl.DataFrame(rows, schema={"kind": pl.String, "key": pl.String}, orient="row")


def overlaps(file: str, found: pl.DataFrame) -> pl.DataFrame:
    """The rows of OVERLAPS of one file, an object each, from its ``matches``; none where there are none.

    ``company_id`` counts records that share a company number or a legal unit.
    """
    numbers = found.with_columns(pl.col("kind").replace("legal_unit", "company_id"))

    def records(*kinds: str) -> pl.Expr:
        return pl.col("record").filter(pl.col("kind").is_in(kinds)).n_unique().cast(pl.Int64)

    exact = pl.col("kind") != NEAR
    return (
        numbers.group_by("object")
        .agg(
            records=pl.col("record").filter(exact).n_unique().cast(pl.Int64),
            live=pl.col("record").filter(exact & pl.col("live").fill_null(value=False)).n_unique().cast(pl.Int64),
            **{kind: records(kind) for kind in ("email", "phone", "company_id", "name", NEAR)},
        )
        .with_columns(file=pl.lit(file))
        .select(*OVERLAPS)
        .sort("object")
    )


def coverage(crm: Crm, found: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """The rows of COVERAGE from the ``matches`` of several workbooks: a record that several name counts once.

    ``n``: open opportunities and active accounts that have any key, by object and team (null: without a team);
    ``outside``: those of them that a workbook names; ``near``: those it only names nearly. No row without live records.
    """
    live = (
        crm.keys.filter(pl.col("live"))
        .unique(["object", "record"], maintain_order=True)
        .select("object", "record", "team")
    )
    named = pl.concat([pl.DataFrame(schema=MATCHES), *found]).select("object", "record", exact=pl.col("kind") != NEAR)
    best = named.group_by("object", "record").agg(pl.col("exact").any())
    return (
        live.join(best, on=["object", "record"], how="left")
        .group_by("object", "team")
        .agg(
            n=pl.len().cast(pl.Int64),
            outside=pl.col("exact").fill_null(value=False).sum().cast(pl.Int64),
            near=(~pl.col("exact")).fill_null(value=False).sum().cast(pl.Int64),
        )
        .select(*COVERAGE)
        .sort("object", "team")
    )


def titles_lacking(titles: Iterable[str], fields: Collection[str]) -> tuple[str, ...]:
    """The titles that no field of the CRM answers to, in their order, each once.

    A field answers that is about the same (« Next step » and ``prochaine_action``), that is called the same, or whose
    name holds all words of the title; any CRM answers to titles such as « Client » and « Étape ». Where no field is
    known, all titles are lacking.
    """
    if not fields:
        return tuple(dict.fromkeys(titles))
    words = [plain for field in fields if (plain := plain_words(_bare(field)))]
    concepts = INHERENT | {concept for field in fields if (concept := _concept(_bare(field)))}
    lacking = (title for title in titles if not _answered(title, concepts, words))
    return tuple(dict.fromkeys(lacking))


def _answered(title: str, concepts: Collection[str], fields: Collection[Words]) -> bool:
    own = set(plain_words(title))
    if own in ({"nom"}, {"name"}):  # any record has one
        return True
    return _concept(title) in concepts or any(own <= set(field) for field in fields if own)


def _concept(text: str) -> str | None:
    """What a title is about where that is telling: one concept, and none so broad that others share it."""
    spoken = [concept for concept in vocabulary().columns.concepts_of(text) if not concept.startswith((TELLS, HINTS))]
    return spoken[0] if spoken and spoken[0] not in BROAD else None


def _bare(field: str) -> str:
    """The name of a field without the marks of custom fields, such as ``x_`` of Odoo and ``__c`` of Salesforce."""
    for mark in ("x_studio_", "x_", "cf_", "custom_", "hs_", "new_", "cr_"):
        field = field.removeprefix(mark)
    return field.removesuffix("__c")
