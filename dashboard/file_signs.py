"""The words of the screen for the signs by which a workbook was taken for customer tracking, or for something else."""

from collections.abc import Iterable, Mapping

from dashboard.language import Locale, marked

SIGNS: Mapping[str, str] = {
    "customers": marked("customers or prospects are named"),
    "companies": marked("names of companies"),
    "people": marked("names of persons"),
    "emails": marked("e-mail addresses"),
    "phones": marked("telephone numbers"),
    "company_numbers": marked("company numbers"),
    "board": marked("a board of sales stages"),
    "sales_stages": marked("sales stages in the cells"),
    "contact_dates": marked("contacts, visits or reminders"),
    "next_steps": marked("next steps"),
    "sales_notes": marked("notes about selling"),
    "stages": marked("a column of stages"),
    "probabilities": marked("chances of winning"),
    "sales": marked("sales won or lost"),
    "close_dates": marked("expected closing dates"),
    "quotes": marked("quotes or proposals"),
    "interest": marked("interest or priority"),
    "lost_and_competitors": marked("competitors, deciders or reasons for losing"),
    "needs": marked("needs of customers"),
    "renewals": marked("renewals"),
    "comments": marked("comments"),
    "owners": marked("who is in charge"),
    "amounts": marked("amounts"),
    "origins": marked("where a contact came from"),
    "companies_first": marked("names of companies come first"),
    "outsiders": marked("e-mail addresses of many organisations"),
    "gaps": marked("columns filled in part"),
    "free_notes": marked("free notes of varied length"),
    "planned_visits": marked("companies under days or weeks"),
    "repeated_words": marked("a column of few words that recur"),
    "check_marks": marked("check marks"),
    "several_dates": marked("several columns of dates"),
    "initials": marked("initials of those in charge"),
    "sales_folder": marked("a folder or file of those who sell"),
    "sales_title": marked("a title of those who sell"),
    "project_words": marked("words that the project added"),
    "known_customers": marked("many names that the CRM holds"),
}
OTHERS: Mapping[str, str] = {
    "crm_export": marked("an export of the CRM as it came out"),
    "no_customers": marked("nobody who could be a customer"),
    "nothing_followed": marked("nothing that is followed"),
    "too_few_rows": marked("fewer than two rows"),
    "no_table": marked("no table"),
    "periods": marked("columns for months or days"),
    "suppliers": marked("words of supplier lists"),
    "prices": marked("words of price lists"),
    "stock": marked("words of stock lists"),
    "accounting": marked("words of invoices and accounts"),
    "orders": marked("words of orders and deliveries"),
    "staff": marked("words of staff lists"),
    "recruiting": marked("words of recruitment"),
    "tickets": marked("words of support and complaints"),
    "project": marked("words of project plans"),
    "hours": marked("words of timesheets"),
    "expenses": marked("words of expense reports"),
    "survey": marked("words of surveys"),
    "event": marked("words of events and training"),
    "figures": marked("words of budgets and dashboards"),
    "goods": marked("words of articles and equipment"),
    "members": marked("words of member lists"),
    "press": marked("words of press lists"),
    "funding": marked("words of fundraising"),
    "campaign": marked("words of advertising campaigns"),
    "contracts": marked("words of insurance, meters and registers"),
    "narrow": marked("fewer than four columns"),
    "no_gaps": marked("no columns filled in part"),
    "numbered": marked("a column of codes, all different"),
    "mostly_figures": marked("mostly columns of figures"),
    "insiders": marked("e-mail addresses of one or two organisations"),
    "purchasing_folder": marked("a folder or file of purchasing"),
    "staff_folder": marked("a folder or file of human resources"),
    "other_folder": marked("a folder or file of another department"),
    "other_title": marked("a title of another department"),
}


def signs(codes: Iterable[str], locale: Locale) -> list[str]:
    """What speaks for a workbook being customer tracking, in the reader's language, the weightiest first."""
    return [locale.text(SIGNS[code]) for code in codes if code in SIGNS]


def doubts(codes: Iterable[str], locale: Locale) -> list[str]:
    """What speaks against it."""
    return [locale.text(OTHERS[code]) for code in codes if code in OTHERS]
