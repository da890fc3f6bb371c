"""A morning's work of four people in a Creme, which leaves every trace that can be found again and some that cannot."""

from dataclasses import dataclass, field
from datetime import datetime

from tests.creme_driver import Act, Visitor
from tests.creme_rig import Site

MEETING = datetime(2026, 3, 2, 10)  # noqa: DTZ001  as a person in Paris writes it in the form
SECRETS = (
    *("Martin", "Paul", "paul.martin@exemple.fr", "0611223344", "Ateliers Brun", "Machines", "Lyon", "Rappeler"),
    *("alice", "Moreau", "732829320"),
)
"""What was typed in, none of which may leave the collector."""


@dataclass
class Story:
    """Who did what at a site, and the records it is about."""

    site: Site
    acts: list[Act] = field(default_factory=list)
    contact: int = 0
    account: int = 0
    opportunity: int = 0
    activity: int = 0
    document: int = 0

    def __post_init__(self) -> None:
        """Brings the four people to the site."""
        self.alice, self.bruno, self.chloe, self.david = (
            Visitor(self.site, name, self.acts) for name in ("alice", "bruno", "chloe", "david")
        )

    def begin(self) -> None:
        """Records made and changed, lists and a report taken out, contacts imported."""
        alice, bruno, chloe, david = self.alice, self.bruno, self.chloe, self.david
        assert not alice.log_in("wrong")
        assert all(visitor.log_in() for visitor in (alice, bruno, chloe, david))
        self._make()
        self._change()
        for form in ("csv", "xlsx", "xls"):
            chloe.export("contact", form)
        chloe.export("organisation")
        chloe.export("contact", "xlsx", header="true")
        assert david.export("contact").status == 403, "his role may not export"
        chloe.export_report("xlsx")
        chloe.export_report("csv")
        people = [("Ana", "Un"), ("Bob", "Deux"), ("Paule", "Martin")]
        self.document = bruno.import_contacts(people, key_fields="last_name")
        david.open_list("contact")
        david.view("organisation", self.account)
        david.view("contact", self.contact)
        david.view("report", self.site.handles["report"])

    def _make(self) -> None:
        city = {"billing_address-city": "Lyon"}
        self.contact = self.alice.create(
            "contact", last_name="Martin", first_name="Paul", email="paul.martin@exemple.fr", **city
        )
        self.account = self.bruno.create("organisation", name="Ateliers Brun", siren="732829320")
        self.opportunity = self.chloe.create_opportunity(
            "Machines", self.account, estimated_sales="12000", expected_closing_date="2026-12-31"
        )
        self.activity = self.bruno.create_activity("Visite", "Réunion", MEETING, ("organisation", self.account))

    def _change(self) -> None:
        alice, bruno, chloe, handles = self.alice, self.bruno, self.chloe, self.site.handles
        alice.think()
        bruno.edit("contact", self.contact, phone="0611223344", mobile="0611223345")
        chloe.move(self.opportunity, "En négociation")
        alice.think()
        alice.set_custom("contact", self.contact, "Consentement RGPD", "true")
        bruno.set_custom("organisation", self.account, "Niveau", str(handles["choices"]["A"]))
        choices = [str(handles["choices"][name]) for name in ("Public", "Privé")]
        chloe.set_custom("opportunity", self.opportunity, "Marchés", choices)
        alice.think()
        bruno.edit("organisation", self.account, user=str(handles["teams"]["Nord"]))
        alice.employ(self.contact, self.account)
        bruno.remind("contact", self.contact, "Rappeler")

    def end(self) -> None:
        """One more login, a sale won, and a contact thrown away, taken back and deleted."""
        alice, chloe = self.alice, self.chloe
        alice.log_in()
        chloe.move(self.opportunity, "Gagnée")
        alice.trash("contact", self.contact)
        alice.restore("contact", self.contact)
        alice.trash("contact", self.contact)
        alice.delete_for_good("contact", self.contact)
        root = Visitor(self.site, "root", [])
        root.log_in("root")
        root.deactivate("emma")
