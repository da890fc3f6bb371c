"""What to do about signals of data quality."""

from metrics.advice.wording import Advice, BySignal

ADVICE: BySignal = {
    "data_quality.completeness": (
        Advice("Keep as required only the fields that a decision needs, and say who reads each.",
               "fewer fields, better filled", "data owner", ("002", "003")),
        Advice("Complete the records of open deals together, in the weekly meeting.",
               "records filled where they serve", "managers", ("002",)),
        Advice("Let known values fill themselves in, from billing or a company register.",
               "less typing, fewer errors", "project lead", ("003",)),
    ),
    "data_quality.stale": (
        Advice("Fix who reviews open deals and how often, and close with the team those that are over.",
               "a pipeline that is true", "managers", ("002",)),
        Advice("Have the CRM remind the owner of a deal that stood still for longer than its stage allows.",
               "deals moved or closed", "project lead", ("002",)),
    ),
    "data_quality.decay": (
        Advice("Give everybody an easy way to report a wrong contact, and name who corrects it.",
               "errors corrected when found", "data owner", ("003",)),
        Advice("Check contacts that nobody verified for a year before they are written to.",
               "fewer letters to nobody", "data owner", ("003",)),
    ),
    "data_quality.duplicates": (
        Advice("Settle what counts as the same company or person, and merge by that rule.",
               "one record for each customer", "data owner", ("003", "004")),
        Advice("Have the CRM look for a match before a record is created.",
               "no new duplicates", "project lead", ("003",)),
    ),
    "data_quality.interactions": (
        Advice("Make noting a call or a visit a single gesture, on the road too.",
               "a history without effort", "project lead", ("003",)),
        Advice("Begin each customer review from the history in the CRM.",
               "notes that are read", "managers", ("002",)),
    ),
    "data_quality.format": (
        Advice("Write down the standard of each field, and turn it into a list or a check at entry.",
               "right from the start", "data owner", ("003",)),
        Advice("Bring what is already there to the standard in one planned clean-up.",
               "lists that can be sorted", "data owner", ("003",)),
    ),
    "data_quality.contradictions": (
        Advice("Decide for each piece of information which system is right; the others follow it.",
               "one truth for each fact", "committee", ("003", "004")),
        Advice("Go through the differences every month with billing and support.",
               "causes found at the source", "data owner", ("003",)),
    ),
    "data_quality.unused_fields": (
        Advice("Hide fields that hardly anybody fills, after asking who needs them.",
               "clearer screens", "project lead", ("003",)),
        Advice("Accept a new field only with a use and an owner.",
               "no new clutter", "committee", ("003", "004")),
    ),
    "data_quality.owners": (
        Advice("Name in each department a role that answers for the quality of its data.",
               "somebody to turn to", "committee", ("002", "003")),
        Advice("Give data owners the time they need and the right to settle rules.",
               "rules that are kept", "sponsor", ("002", "003")),
    ),
    "data_quality.segments": (
        Advice("Review segments with sales and marketing, and retire those that no longer serve.",
               "segments that fit the market", "data owner", ("003",)),
        Advice("Put a yearly review of segments on the committee's calendar.",
               "no forgotten criteria", "committee", ("003",)),
    ),
    "data_quality.retention": (
        Advice("Decide how long each kind of contact is kept, and delete what is beyond it.",
               "only data that may be kept", "data owner", ("004",)),
        Advice("Make sure that an objection stops every mailing at once.",
               "wishes respected", "project lead", ("004",)),
    ),
    "data_quality.access": (
        Advice("Close access on the day it ends, by a list that personnel and IT keep together.",
               "no open doors", "project lead", ("003", "004")),
        Advice("Give everybody behind a shared login a login of their own.",
               "use seen as it is", "project lead", ("003", "004")),
        Advice("Review rights and administrators every quarter.",
               "rights that fit roles", "committee", ("003", "004")),
    ),
}  # fmt: skip
