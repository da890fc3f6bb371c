"""What to do about signals of work outside the CRM."""

from metrics.advice.wording import Advice, BySignal

ADVICE: BySignal = {
    "spreadsheets.exports": (
        Advice("Ask those who export often which view or column they miss, and add it to the CRM.",
               "lists that need no export", "project lead", ("003", "004")),
        Advice("Rebuild in the CRM the report that is made from the export, with those who read it.",
               "reports always up to date", "project lead", ("002", "003")),
    ),
    "spreadsheets.round_trips": (
        Advice("Give a mass update in the CRM to those who correct lists outside it.",
               "lists corrected in place", "project lead", ("003",)),
        Advice("Plan clean-ups with those who keep correcting lists, so that each is done once and for all.",
               "no endless corrections", "data owner", ("003",)),
        Advice("Ask what the spreadsheet does with the list that the CRM's own screen cannot, and build that screen.",
               "a screen in the place of a file", "project lead", ("002", "004")),
    ),
    "spreadsheets.shadow_files": (
        Advice("Look at the workbooks with their users: what these hold and the CRM does not is a list of needs.",
               "needs known from practice", "project lead", ("004",)),
        Advice("Move one workbook at a time into the CRM, and close it together with its users.",
               "one place less to keep", "change lead", ("002", "003")),
        Advice("Stop asking teams for figures in spreadsheets; read them in the CRM.",
               "no demand for a second list", "managers", ("002",)),
    ),
    "spreadsheets.shadow_coverage": (
        Advice("Add to the CRM the columns that workbooks have and it lacks, those most used first.",
               "a CRM that can replace them", "project lead", ("003", "004")),
        Advice("Start each review from the CRM alone, so that a second list serves nobody.",
               "one list for all", "managers", ("002",)),
    ),
    "spreadsheets.born_closed": (
        Advice("Ask at first contact for no more than what is known then.",
               "deals entered early", "project lead", ("003",)),
        Advice("Show what early entry brings: help with the offer, planning, a better forecast.",
               "a gain for those who enter", "managers", ("002",)),
    ),
    "spreadsheets.late_entry": (
        Advice("Make it possible to note what happened in a minute, right after it.",
               "entry on the spot", "project lead", ("003",)),
        Advice("Keep a fixed time for entry in the week's plan.",
               "no backlog at the end of the week", "managers", ("002",)),
        Advice("Let those who are on the road enter by telephone or by voice, before the next visit.",
               "nothing to remember until the evening", "project lead", ("003",)),
    ),
    "spreadsheets.batch_entry": (
        Advice("Find with the team what makes entry wait, be it time, network or screens, and mend that first.",
               "entry that need not wait", "change lead", ("000", "003")),
        Advice("Shorten the forms until entry fits between two appointments.",
               "entry in small bits", "project lead", ("003",)),
        Advice("Agree an hour for entry with the team where it needs one, and declare it.",
               "a rule in the place of a rush", "managers", ("002",)),
    ),
    "spreadsheets.outside_crm": (
        Advice("Join order entry to the opportunity, so that nothing is typed twice.",
               "orders that find their deal", "project lead", ("003", "004")),
        Advice("Agree for which kinds of business an opportunity is of use, and leave the others out.",
               "a rule that makes sense", "committee", ("002", "004")),
    ),
    "spreadsheets.other_channels": (
        Advice("Agree what must be found in the CRM, and join mail and chat to it.",
               "what matters in one place", "project lead", ("002", "003")),
        Advice("Answer with a link to the record instead of a copy of its data.",
               "the record becomes the reference", "managers", ("002",)),
    ),
}  # fmt: skip
