"""A labelled corpus of workbooks by somebody who never saw the detector: ``write(folder, seed)``.

It stands for the shares of French, English and bilingual companies: wholesale, industry, building, IT services,
insurance brokers, estate agents, training, farming, medical devices, hotels, haulage, associations. Kinds of workbooks
are in ``forms`` (tables, by their columns) and ``pages`` (freehand), what fills them in ``words``; the folders there
named ``tracking`` and ``other`` are the labels. ``layouts``, ``headers`` and ``books`` vary how they look.

What is customer tracking? Two things must both hold; either alone does not suffice.

1. What is listed (in rows, cards, cells of a board or of a week) is customers, prospects, leads, their contacts, or
   deals with them: those whom the organisation lives from. For an association these are sponsors and great donors, for
   a school the families and students to be won, for an estate agent buyers and sellers, for a temping agency the firms
   that hire.
2. People keep up by hand what the organisation knows of the relation or means to do about it: whom to speak to, who
   looks after them, stage, next step, comment, date of a visit or call, chance, reason lost.

Every label can be told from the cells, titles and names of sheets; neither folder nor file name is needed, and some
mislead. A workbook is tracking when one of its sheets is, be it hidden or behind a budget.

The borderline, and how it was decided:

- Tracking, although it looks otherwise: quotes with their reminders (a list of them; one quote is a document);
  tenders that the firm answers; contracts, policies and subscriptions of customers, to be renewed; customers'
  complaints when about whom to call back and whether they stay; demonstration kit at customers' with the chance of a
  sale; openings of accounts with the welcome call; guests and presents of customers with the colleague in charge;
  consultants offered to clients; visit reports and journey plans of the sales force; address books of customers; an
  export of the CRM *to which people have added columns of their own*; a bought file of firms *with calls noted in it*.
- Not tracking, because no customer is followed: suppliers, subcontractors, candidates, staff, members, pupils,
  competitors, journalists; a purchasing pipeline, although it has stages, amounts and chances; contracts that the firm
  itself pays for; notation of bidders; targets and territories of the sales force; figures by product or region.
- Not tracking, because customers are only named in what another trade records: invoices, order book, deliveries,
  returns, projects in delivery, commissions, references, visitors at the gate, address labels, timesheets. An aged
  debtors' list is accounting: amounts by age, no word of the relation. Sales statistics by customer are a report of the
  ERP, as nobody writes in them. Gifts received, with receipts, are bookkeeping too.
- Not tracking, because it comes out of the CRM or goes into it untouched: exports with technical columns and ids,
  mappings, templates for imports. A form without a single row follows nobody, whatever its headers and its name.
- Not tracking, because it speaks of selling without anybody to sell to: scripts for calls, SWOT, backlog of the CRM.

Files that do not open (protected, cut, disguised, empty) have ``opens`` False, and their label means nothing. Some
of them can be read by those who look inside: text or a workbook under a wrong suffix, a table in HTML called .xls.

Names, companies, domains (example.*, *.example) and telephone numbers (those kept for fiction; of these, libphonenumber
holds the French and British mobile ones to be invalid) are invented. SIREN and SIRET pass the Luhn test.
"""

from benchmarks.unseen.corpus import write

__all__ = ["write"]
