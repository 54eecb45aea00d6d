"""Who may look at which rows, who keeps which, and that no page of the framework writes a record."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.db import models
from django.test import Client
from django.urls import NoReverseMatch, reverse

from licensing import models as tables
from licensing.models import Case, Event, Licence, User
from tests.admin.conftest import At
from tests.world import World

REFERENCE = {
    tables.Calendar,
    tables.CaseKind,
    tables.Condition,
    tables.ControlEntry,
    tables.Country,
    tables.Criterion,
    tables.Currency,
    tables.DocumentType,
    tables.ExchangeRate,
    tables.Incoterm,
    tables.QuietHours,
    tables.ReminderRule,
    tables.Requirement,
    tables.ReturnGround,
    tables.Unit,
}
# Rights and accounts: read by whoever may, and written by acts alone.
RIGHTS = {
    tables.Appointment,
    tables.Mandate,
    tables.Invitation,
    tables.Membership,
    tables.RightCorrection,
    tables.RightProposal,
    tables.User,
}
PEOPLE = RIGHTS | {tables.Organisation}
RECORDS = {
    tables.Case,
    tables.Delivery,
    tables.Endpoint,
    tables.Event,
    tables.Licence,
    tables.Procedure,
    tables.RefusalGround,
    tables.RoutingRow,
    tables.Sitting,
    tables.UnsentEvent,
    tables.Usage,
}
# Rows that have no page of their own: an entry is read in the ledger of its licence.
LISTED_ONLY = {tables.Usage}
OWN = admin.site._registry
# What somebody would send who wants more than they have.
FORGED = {
    "email": "taken@example.org",
    "is_superuser": "on",
    "kind": "decider",
    "role": "administrator",
    "body": "MFA",
    "order": "1",
    "period_0": "2020-01-01",
    "period_1": "2199-01-01",
    "first_on": "2020-01-01",
    "state": "confirmed",
    "action": "delete_selected",
    "_selected_action": "1",
    "post": "yes",
    "_save": "Save",
    "form-TOTAL_FORMS": "1",
}


def test_only_our_own_rows_have_pages() -> None:
    assert set(OWN) == REFERENCE | PEOPLE | RECORDS | {tables.Body}


def _keeps(user: User) -> set[type[models.Model]]:
    request: Any = type("Request", (), {"user": user})()
    return {model for model, keeper in OWN.items() if keeper.has_change_permission(request)}


def _deletes(user: User) -> set[type[models.Model]]:
    request: Any = type("Request", (), {"user": user})()
    return {model for model, keeper in OWN.items() if keeper.has_delete_permission(request)}


def _sees(user: User) -> set[type[models.Model]]:
    request: Any = type("Request", (), {"user": user})()
    return {model for model, keeper in OWN.items() if keeper.has_view_permission(request)}


def test_what_each_person_keeps(world: World, ada: User) -> None:
    kept = {user.name: _keeps(user) for user in (world.otto, world.rhea, world.dora, world.audra, world.pol, world.stella, ada)}

    assert kept == {
        "Otto": set(),
        "Rhea": set(),
        "Dora": set(),
        "Audra": set(),
        "Pol": REFERENCE | {tables.Body},
        "Stella": set(),
        "Ada": {tables.Organisation, tables.Body},
    }


def test_what_each_person_sees(world: World, ada: User) -> None:
    everybody = REFERENCE | {tables.Case, tables.Procedure, tables.RoutingRow, tables.RefusalGround}
    authority = everybody | PEOPLE | RECORDS | {tables.Body}

    assert {
        user.name: _sees(user) for user in (world.otto, world.rhea, world.dora, world.audra, world.pol, world.stella, ada)
    } == {
        "Otto": authority,
        "Rhea": everybody,
        "Dora": authority,
        "Audra": authority,
        "Pol": authority,
        "Stella": set(),
        "Ada": everybody | PEOPLE | {tables.Body, tables.Delivery, tables.UnsentEvent, tables.Endpoint},
    }


def test_nobody_deletes_anything(world: World, ada: User) -> None:
    assert set().union(*(_deletes(user) for user in (*world.everybody, ada))) == set()


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

    assert (_keeps(root), _deletes(root)) == (set(), set())
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


def test_partners_and_strangers_are_sent_to_sign_in(world: World, at: At) -> None:
    for user in (world.paula, world.stella, world.cus):
        for model in OWN:
            url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
            assert at(user).get(url).status_code == 302


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
