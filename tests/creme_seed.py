"""Fills a new Creme with people, rights, custom fields and a report; run by Creme's own interpreter, not by ours."""

import json
import sys

import django

django.setup()

from creme.activities.models import Activity, ActivitySubType, Status  # noqa: E402  models need Django set up first
from creme.creme_core.models import (  # noqa: E402
    CremeUser,
    CustomField,
    CustomFieldEnumValue,
    HeaderFilter,
    SetCredentials,
    UserRole,
)
from creme.documents.models import Document  # noqa: E402
from creme.opportunities.models import Opportunity, SalesPhase  # noqa: E402
from creme.persons.models import Contact, Organisation  # noqa: E402
from creme.reports.models import Field, Report  # noqa: E402
from django.contrib.contenttypes.models import ContentType  # noqa: E402

MODELS = {
    "contact": Contact,
    "organisation": Organisation,
    "opportunity": Opportunity,
    "activity": Activity,
    "document": Document,
    "report": Report,
}
APPS = ["creme_core", "persons", "opportunities", "activities", "documents", "reports", "assistants"]
VIEW, CHANGE, DELETE, LINK, UNLINK = 2, 4, 8, 16, 32


def make_role(name: str, exports: list[str]) -> UserRole:
    """A role that may do everything with every record, but export only the kinds in `exports`."""
    role = UserRole.objects.smart_create(
        name=name,
        creatable_models=MODELS.values(),
        listable_models=MODELS.values(),
        exportable_models=[MODELS[kind] for kind in exports],
        allowed_apps=APPS,
    )
    everything = VIEW | CHANGE | DELETE | LINK | UNLINK
    SetCredentials.objects.create(role=role, value=everything, set_type=SetCredentials.ESET_ALL)
    return role


def make_user(row: dict[str, str], roles: dict[str, UserRole], password: str) -> CremeUser:
    """A person who may log in."""
    names = {key: row[key] for key in ("username", "first_name", "last_name", "email")}
    user = CremeUser.objects.create_user(password=password, role=roles[row["role"]], **names)
    user.roles.add(roles[row["role"]])
    return user


def make_custom_field(row: dict[str, object]) -> CustomField:
    """A field of the company's own, with its choices if it has any."""
    content_type = ContentType.objects.get_for_model(MODELS[row["object"]])
    field = CustomField.objects.create(name=row["name"], content_type=content_type, field_type=row["type"])
    for choice in row.get("choices", []):
        CustomFieldEnumValue.objects.create(custom_field=field, value=choice)
    return field


def make_report(name: str, owner: CremeUser) -> Report:
    """A report with one column: the last names of all contacts."""
    report = Report.objects.create(name=name, ct=ContentType.objects.get_for_model(Contact), user=owner)
    Field.objects.create(report=report, name="last_name", type=1, order=1)
    return report


def main() -> None:
    """Reads what to make as JSON on standard input; prints the ids that a visitor of the site needs as JSON."""
    asked = json.load(sys.stdin)
    roles = {name: make_role(name, exports) for name, exports in asked["roles"].items()}
    users = {row["username"]: make_user(row, roles, asked["password"]) for row in asked["users"]}
    teams = {name: CremeUser.objects.create(username=name, is_team=True) for name in asked["teams"]}
    for name, members in asked["teams"].items():
        teams[name].teammates = [users[member] for member in members]
    fields = {row["name"]: make_custom_field(row).id for row in asked["custom_fields"]}
    report = make_report(asked["report"], next(iter(users.values())))
    types = {kind: ContentType.objects.get_for_model(model).id for kind, model in MODELS.items()}
    handles = {
        "types": types,
        "views": {kind: HeaderFilter.objects.filter(entity_type=type_).first().id for kind, type_ in types.items()},
        "users": {name: user.id for name, user in users.items()},
        "teams": {name: team.id for name, team in teams.items()},
        "fields": fields,
        "choices": dict(CustomFieldEnumValue.objects.values_list("value", "id")),
        "stages": dict(SalesPhase.objects.values_list("name", "id")),
        "subtypes": dict(ActivitySubType.objects.values_list("name", "id")),
        "statuses": dict(Status.objects.values_list("name", "id")),
        "report": report.id,
    }
    json.dump(handles, sys.stdout)


if __name__ == "__main__":
    main()
