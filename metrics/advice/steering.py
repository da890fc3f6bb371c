"""What to do about signals of steering, foundations and business value."""

from metrics.advice.wording import Advice, BySignal

ADVICE: BySignal = {
    "governance.cadence": (
        Advice("Fix the committee's dates for the next six months, the first of them within two weeks.",
               "a project that is steered again", "sponsor", ("000",)),
        Advice("Send the signals ahead, and keep the agenda to the decisions due.",
               "short meetings that decide", "project lead", ("000", "002")),
    ),
    "governance.sponsor": (
        Advice("Open the next committee in person, or name somebody with the same authority.",
               "decisions that hold", "sponsor", ("001",)),
        Advice("Move the committee to a time that the sponsor can keep, and shorten it if need be.",
               "a sponsor who is there", "project lead", ("001",)),
    ),
    "governance.open_decisions": (
        Advice("Take the oldest decision first at the next committee, with its options on one page.",
               "work that can go on", "committee", ("000", "002")),
        Advice("Write beside each decision who prepares it, who takes it, and until when.",
               "no decision without an owner", "project lead", ("002",)),
    ),
    "governance.rituals": (
        Advice("Choose the few meetings that are held on the CRM's screens: the day, the hour, who leads them.",
               "use with a rhythm", "managers", ("002",)),
        Advice("Write down when data are updated, who reviews deals, in what rhythm, and how alerts are handled.",
               "rules known to all", "committee", ("002",)),
        Advice("Attend one of these meetings a month, with the CRM open.",
               "an example that is seen", "sponsor", ("002",)),
    ),
    "governance.responsibilities": (
        Advice("Give each of the four duties to a role: data quality, onboarding, arbitration, rule checking.",
               "somebody answers for it", "committee", ("002",)),
        Advice("Announce the holders of these duties to all, and give them the time for it.",
               "duties that are real", "sponsor", ("002",)),
    ),
    "governance.scenarios": (
        Advice("Write each use of the CRM on half a page: who enters what, who uses it, for which decision.",
               "a purpose for each entry", "project lead", ("002", "004")),
        Advice("Go through the uses with those who enter the data, and correct them together.",
               "uses known and shared", "managers", ("002",)),
    ),
    "governance.framing": (
        Advice("Complete what the framing note lacks, in writing, and have the whole project team challenge it.",
               "one reading of the project", "project lead", ("001", "004")),
        Advice("Sort needs into must, should and nice, and cut the first version down to the musts.",
               "a first version within reach", "committee", ("000", "004")),
        Advice("Have the note reviewed by an outsider with no tie to a vendor.",
               "blind spots found early", "sponsor", ("001", "004")),
    ),
    "governance.project_team": (
        Advice("Give the project a lead who has the time for it.",
               "somebody who carries it", "sponsor", ("000",)),
        Advice("Bring every department concerned into the team, IT as one resource among others.",
               "a project for the whole company", "committee", ("000", "001", "004")),
    ),
    "governance.incentives": (
        Advice("Take back what forces people to use the CRM, and encourage progress instead, however small.",
               "use that lasts", "sponsor", ("001", "003")),
        Advice("While use is forced, look at what is entered rather than at how much is used.",
               "no false comfort", "change lead", ("003",)),
    ),
    "business.objectives": (
        Advice("For each objective behind its path, find the use of the CRM that should move it, and look there.",
               "causes in place of regrets", "committee", ("003", "004")),
        Advice("Measure every objective at fixed dates, by a rule written down.",
               "figures that can be compared", "project lead", ("003",)),
        Advice("Restate objectives that no use of the CRM can move.",
               "aims within reach", "sponsor", ("000", "004")),
    ),
    "business.value": (
        Advice("Book quarter by quarter what the CRM brings: time saved, deals won, customers kept.",
               "a worth that can be shown", "project lead", ("003",)),
        Advice("Before each new lot, compare what it still costs with what it should still bring.",
               "money where it counts", "committee", ("000",)),
    ),
}  # fmt: skip
