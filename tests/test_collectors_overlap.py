"""What workbooks and the CRM have in common: counts of records, by key, by object and team; columns the CRM lacks."""

import polars as pl
import pytest

from collectors.crm import CRM_KEYS, Crm, nothing_known
from collectors.examined import Judged
from collectors.overlap import MATCHES, coverage, matches, overlaps, titles_lacking
from collectors.tracking import judge
from settings.tables import COVERAGE, OVERLAPS
from tests.sheets import PSEUDONYMS, key, sheet

RECORDS = """
    account     | a1 | Nord | yes | name        | durand
    account     | a1 | Nord | yes | legal_unit  | 732829320
    account     | a2 | Nord | no  | name        | acier nord
    account     | a3 | Sud  | yes | name        | bois vert
    opportunity | o1 | Nord | yes | name        | durand
    opportunity | o1 | Nord | yes | email       | p@durand.fr
    opportunity | o2 | Sud  | yes | phone       | +33251223344
    opportunity | o3 | Sud  | no  | phone       | +33251223344
    opportunity | o4 | -    | yes | name        | personne ici
    contact     | c1 | Nord | no  | email       | p@durand.fr
    contact     | c1 | Nord | no  | phone       | +33612345678
    """


def crm(text: str = RECORDS, fields: frozenset[str] = frozenset()) -> Crm:
    rows = [[cell.strip() for cell in line.split("|")] for line in text.strip().split("\n")]
    keys = [
        (o, record, None if team == "-" else team, live == "yes", kind, key(kind, value))
        for o, record, team, live, kind, value in rows
    ]
    return Crm(pl.DataFrame(keys, schema=CRM_KEYS, orient="row"), fields)


def workbook(near: dict[str, list[str]] | None = None, **keys: list[str]) -> Judged:
    return Judged(
        tracking=True,
        score=1.0,
        keys={kind: frozenset(key(kind, value) for value in values) for kind, values in keys.items()},
        near={
            key("name", name): frozenset(key("name", one) for one in others) for name, others in (near or {}).items()
        },
    )


def counts(found: pl.DataFrame) -> dict[str, tuple[int, ...]]:
    return {row[1]: row[2:] for row in found.rows()}


def test_records_count_once_by_any_key_and_once_by_each_kind() -> None:
    book = workbook(
        email=["p@durand.fr"],
        phone=["+33612345678", "+33251223344"],
        name=["durand", "nobody"],
        legal_unit=["732829320"],
    )
    found = overlaps("f1", matches(book, crm()))

    assert found.schema == pl.Schema(OVERLAPS)
    assert found["file"].unique().to_list() == ["f1"]
    # records, live, email, phone, company_id, name, near
    assert counts(found) == {
        "account": (1, 1, 0, 0, 1, 1, 0),
        "contact": (1, 0, 1, 1, 0, 0, 0),
        "opportunity": (3, 2, 1, 2, 0, 1, 0),
    }


def test_nearly_the_same_name_counts_apart_and_only_without_an_exact_key() -> None:
    book = workbook(near={"bois vret": ["bois vert"], "durant": ["durand"]}, email=["p@durand.fr"])

    found = counts(overlaps("f1", matches(book, crm())))

    # The account of Durand is only near; its opportunity is known by an address.
    assert found["account"] == (0, 0, 0, 0, 0, 0, 2)
    assert found["opportunity"] == (1, 1, 1, 0, 0, 0, 0)


@pytest.mark.parametrize("book", [Judged(tracking=False, score=0.0), workbook(email=["other@else.fr"])])
def test_nothing_in_common_is_no_row(book: Judged) -> None:
    assert matches(book, crm()).schema == pl.Schema(MATCHES)
    assert overlaps("f1", matches(book, crm())).is_empty()
    assert matches(workbook(name=["durand"]), nothing_known()).is_empty()


def test_coverage_counts_a_record_once_however_many_workbooks_name_it() -> None:
    one, other = workbook(name=["durand"]), workbook(email=["p@durand.fr"], near={"bois vret": ["bois vert"]})
    held = crm()

    found = coverage(held, [matches(one, held), matches(other, held)])

    assert found.schema == pl.Schema(COVERAGE)
    assert found.rows() == [
        # object, team, n, outside, near
        ("account", "Nord", 1, 1, 0),
        ("account", "Sud", 1, 0, 1),
        ("opportunity", None, 1, 0, 0),
        ("opportunity", "Nord", 1, 1, 0),
        ("opportunity", "Sud", 1, 0, 0),
    ]


def test_a_name_near_in_one_workbook_and_exact_in_another_is_outside() -> None:
    held = crm()
    books = [workbook(near={"bois vret": ["bois vert"]}), workbook(name=["bois vert"])]

    found = coverage(held, [matches(book, held) for book in books])

    assert found.filter(object="account", team="Sud").rows() == [("account", "Sud", 1, 1, 0)]


def test_without_workbooks_nothing_is_outside_and_without_records_there_is_no_row() -> None:
    assert coverage(crm(), [])["outside"].sum() == 0
    assert coverage(nothing_known(), []).schema == pl.Schema(COVERAGE)
    assert coverage(nothing_known(), []).is_empty()


PLANTED = 60


def test_counts_of_planted_keys_are_exact_and_those_of_names_nearly() -> None:
    """Each company stands in the CRM; the workbook writes each in its own way, names with a slip in every other."""
    records, lines = [], ["", "Client | Contact | Tél | Mail | SIREN | Relance | Statut"]
    for n in range(PLANTED):
        company = f"Établissements {chr(97 + n % 26)}{chr(97 + n // 26)}mbrelle Conserves"
        number = _siren(n)
        for kind, value in (
            ("name", f"etablissements {chr(97 + n % 26)}{chr(97 + n // 26)}mbrelle conserves"),
            ("email", f"c{n}@client.fr"),
            ("phone", f"+33612{n:06d}"),
            ("legal_unit", number),
        ):
            records.append(f"account | a{n}-{kind} | Nord | yes | {kind} | {value}")
        shape = (company.upper() + " SAS", company.replace("Établissements", "Ets"), company.replace("mbr", "mrb"))[
            n % 3
        ]
        tel = (f"06.12.{n // 10000:02d}.{n // 100 % 100:02d}.{n % 100:02d}", f"612{n:06d}", f"+33 6 12{n:06d}")[n % 3]
        siren = (number, f"{number[:3]} {number[3:6]} {number[6:]}", f"{number}.0")[n % 3]
        lines.append(f"{shape} | Paul Nom | {tel} | C{n}@Client.fr | {siren} | 12/05/2026 | Chaud")
    held = crm("\n".join(records))
    names = held.keys.filter(kind="name")["key"].to_list()

    found = overlaps("f", matches(judge([sheet("\n".join(lines))], PSEUDONYMS, names=names), held))

    row = found.row(0, named=True)
    assert (row["email"], row["phone"], row["company_id"]) == (PLANTED, PLANTED, PLANTED)
    assert row["name"] == PLANTED / 3
    assert row["name"] + row["near"] == pytest.approx(PLANTED, rel=0.02)


def _siren(n: int) -> str:
    figures = f"{40_000_000 + n}"
    twice = [2 * int(figure) if place % 2 == 0 else int(figure) for place, figure in enumerate(reversed(figures))]
    return figures + str(-sum(value // 10 + value % 10 for value in twice) % 10)


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("Next step", "prochaine_action"),
        ("Montant HT", "amount"),
        ("Concurrent", "Competitor__c"),
        ("Prob.", "probability"),
        ("Surface toiture", "x_surface_toiture_m2"),
        ("Surface toiture", "SurfaceToiture"),
        ("Dernier contact", "last_contacted"),
        ("Secteur d'activité", "industry"),
        ("Motif de perte", "lost_reason"),
        ("Client", "anything"),
        ("Étape", "anything"),
    ],
)
def test_a_title_that_a_field_answers_to_is_not_lacking(title: str, field: str) -> None:
    assert titles_lacking([title], {field, "city"}) == ()


@pytest.mark.parametrize("title", ["Surface toiture", "Concurrent", "Relance", "Météo"])
def test_a_title_that_no_field_answers_to_is_lacking(title: str) -> None:
    assert titles_lacking([title, title], {"amount", "name", "date"}) == (title,)


@pytest.mark.parametrize("title", ["Nom", "Name", "NOMS"])
def test_any_record_has_a_name(title: str) -> None:
    assert titles_lacking([title], {"amount"}) == ()


def test_where_no_field_is_known_all_titles_are_lacking() -> None:
    assert titles_lacking(["Client", "Relance"], ()) == ("Client", "Relance")
