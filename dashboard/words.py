"""The words of the screen for what the read model names by an identifier; translated where the language is known."""

import re
from collections.abc import Mapping
from urllib.parse import unquote

from dashboard.language import Locale, marked
from dashboard.snapshot import POOLED, Freshness, Level

LEVELS: Mapping[Level, str] = {
    "red": marked("Alert"),
    "amber": marked("Watch"),
    "grey": marked("No data"),
    "green": marked("On track"),
}
FRESHNESS: Mapping[Freshness, str] = {
    "fresh": marked("Fresh"),
    "late": marked("Late"),
    "failing": marked("Failing"),
    "never": marked("Never collected"),
}
FRESHNESS_LEVELS: Mapping[Freshness, Level] = {
    "fresh": "green",
    "late": "amber",
    "failing": "red",
    "never": "grey",
}
RUN_STATES: Mapping[str, str] = {
    "running": marked("running"),
    "complete": marked("complete"),
    "partial": marked("complete for a part"),
    "failed": marked("failed"),
    "interrupted": marked("interrupted"),
}
RUN_LEVELS: Mapping[str, Level] = {
    "running": "grey",
    "complete": "green",
    "partial": "amber",
    "failed": "red",
    "interrupted": "amber",
}
REASONS: Mapping[str, str] = {
    "not_recorded": marked("not recorded by this CRM"),
    "switched_off": marked("recording switched off"),
    "not_granted": marked("access not granted"),
    "held": marked("shown without being judged: holidays or closure"),
    "stale": marked("data too old"),
    "too_few": marked("too few cases to judge"),
    "suppressed": marked("not shown, so that nobody can be told apart"),
    "phase": marked("not judged in this phase of the project"),
    "exempt": marked("exempted by somebody, with a reason and an end"),
    "no_data": marked("nothing received yet"),
}
CAPABILITIES: Mapping[str, str] = {
    "logins": marked("Logins"),
    "views": marked("Views"),
    "edits": marked("Changes"),
    "exports": marked("Exports"),
    "imports": marked("Imports"),
    "reports": marked("Reports opened"),
    "dashboards": marked("Dashboards opened"),
    "deletes": marked("Deletions"),
    "records": marked("Records"),
    "people": marked("People and teams"),
    "orders": marked("Orders"),
}
CAPABILITY_STATES: Mapping[str, str] = {
    "recorded": marked("Recorded"),
    "not_recorded": marked("Not recorded"),
    "not_granted": marked("Not granted"),
    "switched_off": marked("Switched off"),
}
CAPABILITY_LEVELS: Mapping[str, Level] = {
    "recorded": "green",
    "not_recorded": "grey",
    "not_granted": "amber",
    "switched_off": "amber",
}
# Why rows were set aside, and what to do about it.
REJECTS: Mapping[str, tuple[str, str]] = {
    "no_time": (
        marked("Without a readable date"),
        marked("Check the column of the date in the mapping."),
    ),
    "too_old": (
        marked("Dated before 1990"),
        marked("Correct the date in the CRM."),
    ),
    "future": (
        marked("Dated in the future"),
        marked("Correct the date in the CRM, or the clock of its server."),
    ),
    "impossible_time": (
        marked("With a date that cannot be true"),
        marked("The row is kept without that date. Correct it in the CRM."),
    ),
    "no_user": (
        marked("Without a user"),
        marked("Check the column of the user in the mapping."),
    ),
    "no_record": (
        marked("Without an identifier"),
        marked("Check the column of the record in the mapping."),
    ),
    "null_cursor": (
        marked("Without a value in the cursor column"),
        marked("Choose as cursor a column that every row fills."),
    ),
    "unmapped_action": (
        marked("With an action that the mapping does not know"),
        marked("Add its code under actions in the mapping."),
    ),
    "unmapped_kind": (
        marked("With a kind that the mapping does not know"),
        marked("The order is kept without it. Add its code under kinds in the mapping."),
    ),
    "not_a_word": (
        marked("With a text where a word is expected"),
        marked("Map a column of codes: free text, addresses and numbers of people are not kept."),
    ),
    "came_back_empty": (
        marked("Lists that came back empty"),
        marked("What was known is kept. Check that the source still has its people and records."),
    ),
    "broken_line": (
        marked("Lines with too few or too many cells"),
        marked("Correct the file where vigie check says, and drop it again."),
    ),
    "missing_column": (
        marked("Files without a mapped column"),
        marked("vigie check names the file and the columns it has."),
    ),
    "unreadable_file": (
        marked("Files that cannot be read"),
        marked("Drop CSV, XLSX, ODS or Parquet files that open without a password."),
    ),
    "stray_file": (
        marked("Files of which the drive tells too little"),
        marked("They are not read, since it is not known where they lie or when they were saved."),
    ),
    "unreadable_folder": (
        marked("Shared folders that cannot be read"),
        marked("What was known of them is kept. Grant the account that runs Vigie the right to read them."),
    ),
    "empty_share": (
        marked("Shared folders that are suddenly empty"),
        marked("What was known of them is kept. Check that the share is mounted."),
    ),
    "vanished_file": (
        marked("Workbooks that were gone before they could be opened"),
        marked("Nothing: the next scan looks again."),
    ),
    "locked_file": (
        marked("Workbooks that cannot be opened for now"),
        marked("Nothing: they stay as they were known, and the next scan tries again."),
    ),
    "unjudged_file": (
        marked("Workbooks that Vigie stumbled over"),
        marked("It is a mistake of Vigie: report it. The next scan tries again."),
    ),
    "personal_folder": (
        marked("Folders set aside as personal"),
        marked("Nothing: what people, their representatives and human resources keep is not looked into."),
    ),
    "personal_file": (
        marked("Workbooks set aside as personal"),
        marked("Nothing: what people keep for themselves is not looked into."),
    ),
    "missing_sheet": (
        marked("Sheets that the workbook does not have"),
        marked("Nothing is wrong if there is nothing to declare; vigie template foundations gives the sheet."),
    ),
    "unknown_sheet": (
        marked("Sheets that are not Vigie's"),
        marked("They are not read. If one should be, give it the title it has in the template."),
    ),
    "renamed_sheet": (
        marked("Sheets whose title is nearly the template's"),
        marked("They are read. Give them their title back to be sure."),
    ),
    "renamed_column": (
        marked("Columns whose heading is nearly the template's"),
        marked("They are read. Give them their heading back to be sure."),
    ),
    "missing_heading": (
        marked("Without the heading of a column that is needed"),
        marked("Nothing of the sheet is read, what was known is kept. Take the headings from vigie template."),
    ),
    "missing_value": (
        marked("Without a value that is needed"),
        marked("Fill in the cell, or clear the whole row."),
    ),
    "not_a_day": (
        marked("With a date that cannot be read for sure"),
        marked("Write it as 12/03/2026, day first, or as 2026-03-12."),
    ),
    "not_a_time": (
        marked("With a time of day that cannot be read"),
        marked("Write it as 09:30."),
    ),
    "not_a_number": (
        marked("With something other than a number"),
        marked("Write figures alone, with a comma or a point for decimals."),
    ),
    "ambiguous_number": (
        marked("With a number that could be two"),
        marked("1,234 may be thousands or decimals: write 1234 or 1.234."),
    ),
    "over_100_percent": (
        marked("With a share over 100 %"),
        marked("Write a share between 0 and 100 %."),
    ),
    "not_yes_or_no": (
        marked("With something other than yes or no"),
        marked("Write yes or no, or leave the cell empty."),
    ),
    "unknown_choice": (
        marked("With a word that is not in the column's list"),
        marked("Choose one from the list that the template offers."),
    ),
    "not_an_address": (
        marked("With something other than an e-mail address"),
        marked("Write one address, or leave the cell empty; it is never kept."),
    ),
    "personal_text": (
        marked("With an e-mail address or a telephone number in a name"),
        marked("Name roles, teams and things, never persons."),
    ),
    "long_text": (
        marked("With a name of more than 80 letters"),
        marked("Shorten it: names are wanted, not descriptions."),
    ),
    "unknown_team": (
        marked("With a team that the list of people does not have"),
        marked("Write it as the CRM or the directory does. Answers to a survey count for the whole project meanwhile."),
    ),
    "unknown_item": (
        marked("Answers to a question that is not in the survey"),
        marked("Map it under items of the source, or leave it: it is not read."),
    ),
    "outside_scale": (
        marked("Answers that are not between 1 and 5"),
        marked("Correct the answer; 1 is not at all, 5 is fully."),
    ),
    "answered_twice": (
        marked("Rows in which a person answers the same round again"),
        marked("The last answer counts. Check that every respondent has a token of their own."),
    ),
    "round_in_two_files": (
        marked("Answers without a respondent to a round that a newer file holds too"),
        marked("The newest file counts. Add tokens, or put all answers of a round into one file."),
    ),
}
# Sentences that others fill in; they are recognised by their form and translated with the same fillings.
TEMPLATES = (
    marked("no mapping of {name}; add [{place}]"),
    marked("no mapping of orders; add [[{place}]] where this is the system that books them"),
    marked("no [[{place}]] maps an action to {actions}; map it if the CRM logs it"),
    marked("a foundations workbook holds no events"),
    marked("a survey holds no events"),
    marked("a share holds files and records no acts"),
)
MARKS: Mapping[str, str] = {
    "go_live": marked("Go-live"),
    "training": marked("Training"),
    "release": marked("Release"),
    "migration": marked("Data migration"),
    "closure": marked("Closure"),
    "incentive": marked("Incentive"),
    "clean_up": marked("Data clean-up"),
    "other": marked("Event"),
    "limit": marked("Limit changed"),
    "definition": marked("Definition changed"),
}
OBJECTS: Mapping[str, str] = {
    "account": marked("Accounts"),
    "contact": marked("Contacts"),
    "lead": marked("Leads"),
    "opportunity": marked("Opportunities"),
    "activity": marked("Activities"),
    "quote": marked("Quotes"),
    "ticket": marked("Tickets"),
}
PHASES: Mapping[str, str] = {
    "framing": marked("framing"),
    "build": marked("build"),
    "pilot": marked("pilot"),
    "rollout": marked("roll-out"),
    "run": marked("in use"),
}
KINDS: Mapping[str, str] = {
    "sample": marked("a share that varies from week to week"),
    "census": marked("a state of few declared things"),
    "index": marked("an index"),
    "count": marked("a count"),
}
UNITS: Mapping[str, str] = {
    "ratio": marked("share"),
    "change": marked("relative change"),
    "count": marked("number"),
    "per_100": marked("number per 100 users"),
    "index": marked("index"),
    "days": marked("days"),
    "money": marked("amount"),
}
CAUSES: Mapping[str, str] = {
    "tool": marked("the tool"),
    "organisation": marked("the organisation"),
    "human": marked("the human side"),
    "approach": marked("the approach"),
    "symptom": marked("a symptom: the cause is open"),
}
FAMILIES: Mapping[str, str] = {
    "adoption": marked("Adoption"),
    "business": marked("Business objectives"),
    "data_quality": marked("Data quality"),
    "delivery": marked("Budget and schedule"),
    "governance": marked("Steering and foundations"),
    "spreadsheets": marked("Parallel spreadsheets"),
}
GENERATED = marked(
    "All that Vigie measures, generated from the declarations of its metrics. Limits can be changed for all or for one "
    "team; being on a limit is still inside. A dash means that a figure has no limit: it is shown, never judged."
)
ORIGIN_WORDS: Mapping[str, str] = {
    "figure": marked("figure of"),
    "named": marked("named by"),
    "deduced": marked("deduced from"),
}
ORIGINS: Mapping[str, str] = {
    "figure": marked("The document gives the number; it is shown as that source's claim."),
    "named": marked("The documents name this sign; the limit is ours."),
    "deduced": marked("Our way to see a sign that the documents name more broadly; the limit is ours."),
}
DOCUMENTS: Mapping[str, str] = {
    "000": marked("Causes of abandoned custom CRM projects, and when to stop"),
    "001": marked("Four families of causes"),
    "002": marked("A system problem: the four weak signals"),
    "003": marked("Weaknesses of CRMs: adoption, data quality, hidden costs"),
    "004": marked("The requirements document and its adoption indicators"),
}
NUMBERS = (
    marked("none"),
    marked("one"),
    marked("two"),
    marked("three"),
    marked("four"),
    marked("five"),
    marked("six"),
    marked("seven"),
    marked("eight"),
    marked("nine"),
)


def subject(name: str, locale: Locale) -> str:
    """A subject as people name it: the team, the objects, ``Whole project``."""
    return " · ".join(_part(part, locale) for part in name.split("/"))


def level(name: str) -> Level:
    """A level by its name; grey for any other word."""
    return next((known for known in LEVELS if known == name), "grey")


def filled(sentence: str, locale: Locale) -> str:
    """A sentence from elsewhere in the reader's language, also where parts of it were filled in."""
    for template in TEMPLATES:
        found = re.fullmatch(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(template)), sentence)
        if found:
            return locale.text(template).format(**found.groupdict())
    return locale.text(sentence)


def number(amount: int, locale: Locale) -> str:
    """A small whole number in letters, from ten on in figures."""
    return locale.text(NUMBERS[amount]) if 0 <= amount < len(NUMBERS) else str(amount)


def listed(names: list[str], locale: Locale) -> str:
    """Names joined as in a sentence: a, b and c."""
    *others, last = names or [""]
    if not others:
        return last
    return locale.text("{names} and {last}").format(names=", ".join(others), last=last)


def _part(part: str, locale: Locale) -> str:
    if part == POOLED:
        return locale.text("Small teams together")
    kind, _, value = part.partition(":")
    if kind == "project":
        return locale.text("Whole project")
    if kind == "object":
        return locale.text(OBJECTS.get(value, unquote(value)))
    if kind == "wave":
        return locale.text("Wave {name}").format(name=unquote(value))
    return unquote(value)
