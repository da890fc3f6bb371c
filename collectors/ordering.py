"""Orders as an order system holds them, translated into a batch's frame by a mapping."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

import polars as pl

from collectors.cells import EARLIEST, texts
from collectors.columns import Words, coded, days_of, numbers_of, texts_of, worded
from collectors.filling import is_filled
from collectors.mapping import OrdersMapping
from collectors.pseudonyms import Pseudonyms, mapped
from collectors.source import Pull, Reject
from collectors.translating import Translated
from collectors.vocabulary import words
from settings.tables import DEAL_KINDS, ORDERS

AHEAD = timedelta(days=366)
"""How far in the future the day of an order may lie: some are dated by their delivery."""

CODE = 40
"""Letters of a code of which more are no code."""


@dataclass(frozen=True)
class Book:
    """Which orders they are: the source, and the name of the mapping among those of the source."""

    source: str
    stream: str

    def names(self, natives: pl.Series, pseudonyms: Pseudonyms) -> pl.Series:
        """Pseudonyms of a column of ids of orders; null stays null."""
        return mapped(natives, lambda native: pseudonyms.of("order", self.source, self.stream, native))


def orders(
    rows: pl.DataFrame,
    mapping: OrdersMapping,
    zone: ZoneInfo,
    pull: Pull,
    book: Book,
    placeholders: Collection[str] = (),
    position: str = "",
) -> Translated:
    """Orders in the columns of ORDERS, each once: of several rows of one order the last counts.

    Left out and counted: rows without an
    id or a readable day, and those dated before 1990 or more than a year ahead. A kind that is not mapped is counted
    and becomes null; the order itself lands. Of its customer keyed hashes are kept, none of a placeholder.
    """
    place, made = mapping.origin, pull.pseudonyms
    word = Words(place, position)
    kinds = worded(rows, mapping.kind, mapping.kinds, DEAL_KINDS)
    said = {name: _said(rows, getattr(mapping, name), placeholders) for name in ORDERS if name.startswith("key_")}
    frame = pl.DataFrame(
        {
            "order": book.names(texts(rows[mapping.order]), made),
            "ordered_on": days_of(rows, mapping.ordered_on, zone),
            "kind": kinds,
            "team": word(texts_of(rows, mapping.team), "team"),
            "amount": numbers_of(rows, mapping.amount),
            "opportunity": made.records(mapping.of or "", "opportunity", texts_of(rows, mapping.opportunity)),
            "key_email": made.emails(said["key_email"]),
            "key_phone": made.phones(said["key_phone"]),
            "key_name": made.names(said["key_name"]),
            "key_company_id": made.company_ids(said["key_company_id"]),
            "legal_unit": made.legal_units(said["key_company_id"]),
        },
        schema=ORDERS,
    )
    last = pull.now.astimezone(zone).date() + AHEAD
    reason = (
        pl.when(pl.col("order").is_null())
        .then(pl.lit("no_record"))
        .when(pl.col("ordered_on").is_null())
        .then(pl.lit("no_time"))
        .when(pl.col("ordered_on") < EARLIEST.date())
        .then(pl.lit("too_old"))
        .when(pl.col("ordered_on") > last)
        .then(pl.lit("future"))
    )
    judged = frame.with_columns(reason=reason)
    counted = judged["reason"].drop_nulls().value_counts().sort("reason")
    unfit = [Reject(why, place, count, position) for why, count in counted.iter_rows()]
    fit = judged.filter(pl.col("reason").is_null()).select(*ORDERS)
    unmapped = _unmapped(coded(rows, mapping.kind, {}), kinds, place, position)
    return Translated(fit.unique("order", keep="last", maintain_order=True), (*unfit, *unmapped, *word.rejects))


def _said(rows: pl.DataFrame, name: str | None, placeholders: Collection[str]) -> pl.Series:
    """A column as text without what only looks filled: such a key would be that of everybody."""
    values = texts_of(rows, name)
    return values.set(~is_filled(values, placeholders), None)


def _unmapped(codes: pl.Series, kinds: pl.Series, place: str, position: str) -> list[Reject]:
    """The codes that became no kind, each with how many orders have it; what is no code is not quoted."""
    lost = codes.filter(codes.is_not_null() & kinds.is_null())
    known, _ = words(lost.set(lost.str.len_chars() > CODE, None))
    counted = known.fill_null("…").alias("code").value_counts().sort("code")
    return [Reject("unmapped_kind", f"{place} · {code}", count, position) for code, count in counted.iter_rows()]
