"""Who may look at which rows, who keeps which, and that no page of the framework writes a record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import quote
from django.db import models
from django.test import Client
from django.urls import NoReverseMatch, reverse

from licensing import models as tables
from licensing.models import Case, Change, Event, Licence, User
from tests.abuse.everything import lay_out_everything
from tests.abuse.waiting_rows import FORGED
from tests.admin.conftest import At
from tests.by_hand import cover
from tests.world import World

REFERENCE = {
    tables.Calendar,
    tables.CaseKind,
    tables.CertificateTemplate,
    tables.Condition,
    tables.ControlEntry,
    tables.Country,
    tables.Criterion,
    tables.CriterionQuestion,
    tables.CriterionSet,
    tables.Currency,
    tables.DocumentType,
    tables.ExchangeRate,
    tables.Incoterm,
    tables.ItemFamily,
    tables.QuietHours,
    tables.ReminderRule,
    tables.Requirement,
    tables.SourceKind,
    tables.SplittingRule,
    tables.ReturnGround,
    tables.Unit,
}
# Rights and accounts: read by whoever may, and written by acts alone.
RIGHTS = {
    tables.AccountProposal,
    tables.AddressChange,
    tables.Appointment,
    tables.EmergencyAccess,
    tables.Invitation,
    tables.Mandate,
    tables.Membership,
    tables.Registration,
    tables.RightCorrection,
    tables.RightProposal,
    tables.System,
    tables.User,
}
# Of these administrators and auditors alone read, and the first of them not even auditors.
GUARDED = {tables.AccountProposal, tables.Invitation, tables.AddressChange, tables.EmergencyAccess}
PEOPLE = RIGHTS | {tables.Organisation}
RECORDS = {
    tables.Case,
    tables.ChangeSet,
    tables.CountryPlan,
    tables.Delivery,
    tables.Endpoint,
    tables.Event,
    tables.Licence,
    tables.ListVersion,
    tables.Measure,
    tables.Participant,
    tables.Procedure,
    tables.RefusalGround,
    tables.RoutingRow,
    tables.ScreeningHit,
    tables.Certificate,
    tables.Sitting,
    tables.SupplyPlan,
    tables.Interest,
    tables.UnsentEvent,
    tables.Usage,
}
# Rows that have no page of their own: an entry is read in the ledger of its licence.
LISTED_ONLY = {tables.Usage}
OWN = admin.site._registry


def test_only_our_own_rows_have_pages() -> None:
    assert set(OWN) == REFERENCE | PEOPLE | RECORDS | {tables.Absence, tables.Body}


def _keeps(user: User) -> set[type[models.Model]]:
    request: Any = type("Request", (), {"user": user})()
    asked = ("has_add_permission", "has_change_permission", "has_delete_permission")
    return {model for model, keeper in OWN.items() if any(getattr(keeper, one)(request) for one in asked)}


def _sees(user: User) -> set[type[models.Model]]:
    request: Any = type("Request", (), {"user": user})()
    return {model for model, keeper in OWN.items() if keeper.has_view_permission(request)}


def test_no_page_of_the_framework_keeps_a_row_whoever_asks(world: World, ada: User) -> None:
    assert set().union(*(_keeps(user) for user in (*world.everybody, ada))) == set()
    ours = [own for model, own in OWN.items() if model._meta.app_label == "licensing"]
    assert [own for own in ours if own.list_editable or own.actions or own.inlines] == []


def test_what_each_person_sees(world: World, ada: User) -> None:
    everybody = REFERENCE | {
        tables.Absence,
        tables.Case,
        tables.ChangeSet,
        tables.Procedure,
        tables.RefusalGround,
        tables.RoutingRow,
    }
    # Figures of the forces are read by the members of the bodies that keep them, and by nobody else.
    authority = everybody | (PEOPLE - GUARDED) | (RECORDS - {tables.SupplyPlan}) | {tables.Body}

    assert {
        user.name: _sees(user) for user in (world.otto, world.rhea, world.dora, world.audra, world.pol, world.stella, ada)
    } == {
        "Otto": authority,
        "Rhea": everybody | {tables.SupplyPlan, tables.CountryPlan, tables.Interest, tables.Participant},
        "Dora": authority,
        "Audra": authority | (GUARDED - {tables.Invitation}),
        "Pol": authority,
        "Stella": set(),
        "Ada": everybody | PEOPLE | {tables.Body, tables.Delivery, tables.UnsentEvent, tables.Endpoint},
    }


@pytest.mark.walk
def test_no_post_to_any_page_of_rights_changes_one(world: World, ada: User, at: At) -> None:
    client, tracked = at(ada), (*RIGHTS, tables.Body)
    forged = FORGED | {"user": str(ada.pk), "person": str(ada.pk), "head": str(ada.pk), "organisation": str(world.partner.pk)}
    before = {model: list(model._default_manager.order_by("pk").values()) for model in tracked}

    for model in RIGHTS | {tables.Body}:
        name = f"admin:licensing_{model._meta.model_name}"
        keys = model._default_manager.order_by("pk").values_list("pk", flat=True)[:2]
        pages = [reverse(f"{name}_changelist"), reverse(f"{name}_add")]
        pages += [reverse(f"{name}_{what}", args=[key]) for key in keys for what in ("change", "delete")]
        for page in pages:
            assert client.post(page, forged).status_code in (200, 302, 403, 404, 405), page

    changed = [model.__name__ for model in tracked if list(model._default_manager.order_by("pk").values()) != before[model]]
    assert changed == []


def test_being_a_superuser_gives_nothing(world: World) -> None:
    root = User.objects.create_superuser("root@example.org", name="Root")

    assert _keeps(root) == set()
    assert not _sees(root) & (PEOPLE | {tables.Event, tables.Licence, tables.Delivery})


@pytest.mark.walk
@pytest.mark.parametrize("name", ["otto", "rhea", "dora", "audra", "pol", "ada"])
def test_no_post_to_any_page_of_a_record_changes_anything(world: World, at: At, ada: User, name: str) -> None:
    """A18: every list, add, change and delete page of every record, posted with everything that could move a state."""
    licence = world.licence()
    client = at(ada if name == "ada" else getattr(world, name))
    before = _fingerprint()

    statuses = {_posted(client, url) for model in RECORDS for url in _urls(model, licence)}

    assert statuses <= {403, 404, 405}
    assert _fingerprint() == before


@pytest.mark.walk
def test_partners_and_strangers_are_sent_to_sign_in(world: World, at: At) -> None:
    for client in map(at, (world.paula, world.stella, world.cus)):
        for model in OWN:
            url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
            assert client.get(url).status_code == 302


@pytest.mark.walk
def test_the_framework_writes_no_row_of_any_table(world: World, at: At) -> None:
    """Each page of each model, posted with a whole row of its own and everything that could make the framework write."""
    people, _places = lay_out_everything(world)
    cover()
    before = (Change.objects.count(), Event.objects.count())
    pages = [(model, url) for model in OWN for url in _framework_pages(model)]

    found = {}
    for name in ("otto", "rhea", "mira", "greta", "dora", "audra", "pol", "petra", "ada", "bea"):
        client = at(people[name])
        found |= {(name, url): client.post(url, _forge(model)).status_code for model, url in pages}

    assert {asked: status for asked, status in found.items() if status not in (403, 404, 405)} == {}
    assert (Change.objects.count(), Event.objects.count()) == before
    assert LogEntry.objects.count() == 0
    # Every table has a row whose pages were sent a whole row: none is passed over because there was nothing to change.
    assert {model for model in OWN if not model._default_manager.exists()} == set()
    of_a_row = {model for model, url in pages if url.endswith(("/change/", "/delete/", "/history/"))}
    assert set(OWN) - of_a_row == LISTED_ONLY


@pytest.mark.walk
@pytest.mark.parametrize("name", ["otto", "rhea", "dora", "audra", "pol", "ada"])
def test_every_list_and_page_opens_or_refuses_plainly(world: World, at: At, ada: User, name: str) -> None:
    world.licence()
    user = ada if name == "ada" else getattr(world, name)
    client, seen = at(user), _sees(user)

    for model in OWN:
        where = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        allowed = model in seen
        assert client.get(reverse(f"{where}_changelist")).status_code == (200 if allowed else 403), model
        row = model._default_manager.order_by("pk").first()
        if row is not None:
            assert client.get(reverse(f"{where}_change", args=[row.pk])).status_code in ((200, 404) if allowed else (403, 404))


def _framework_pages(model: type[models.Model]) -> Iterator[str]:
    """Whatever the framework would write a row at: its list, where it adds, changes, deletes, and takes one back."""
    where = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    key = model._default_manager.order_by("pk").values_list("pk", flat=True).first()
    for page, args in (
        ("changelist", []),
        ("add", []),
        *((one, [quote(key)]) for one in ("change", "delete", "history") if key),
    ):
        try:
            yield reverse(f"{where}_{page}", args=args)
        except NoReverseMatch:
            continue


def _forge(model: type[models.Model]) -> dict[str, Any]:
    """A whole row of the table as a form would send it, with what lists, inlines and actions of the framework ask for."""
    row = model._default_manager.order_by("-pk").first()
    fields = {field.name: field.value_from_object(row) for field in model._meta.concrete_fields} if row else {}
    plain = {name: "on" if value is True else str(value) for name, value in fields.items() if value not in (None, False, "")}
    texts = {
        f"{name}_{language}": text for name, one in fields.items() if isinstance(one, dict) for language, text in one.items()
    }
    listed = {f"form-0-{name}": value for name, value in plain.items()}
    forms = {"form-INITIAL_FORMS": "1", "form-MIN_NUM_FORMS": "0", "form-MAX_NUM_FORMS": "1000"}
    return FORGED | forms | listed | plain | texts | {"_selected_action": [str(row.pk)] if row else []}


def _urls(model: type[models.Model], licence: Licence) -> list[str]:
    rows = {Licence: licence, Case: licence.case}
    row = rows.get(model) or model._default_manager.order_by("pk").first()
    where = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    found = [reverse(f"{where}_changelist"), *([] if model in LISTED_ONLY else [reverse(f"{where}_add")])]
    for page in ("change", "delete"):
        try:
            found += [reverse(f"{where}_{page}", args=[row.pk])] if row is not None else []
        except NoReverseMatch:
            continue
    return found


def _posted(client: Client, url: str) -> int:
    sent = {
        "_fsm_transition_to": "revoked",
        "_fsmtransition-state-revoke": "Revoke",
        "state": "revoked",
        "revision": "99",
        "used": "0",
        "number": "1",
        "code": "HACK",
        "action": "delete_selected",
        "_selected_action": "1",
        "post": "yes",
        "_save": "Save",
    }
    return client.post(url, sent).status_code


def _fingerprint() -> Any:
    return (
        Event.objects.count(),
        list(Case.objects.order_by("pk").values_list("state", "revision")),
        list(Licence.objects.order_by("pk").values_list("state", "revision", "number")),
        [model._default_manager.count() for model in sorted(RECORDS, key=lambda one: one.__name__)],
    )
