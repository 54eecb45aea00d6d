"""People, mandates and appointments as administrators keep them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from licensing.admin.people import MandateForm
from licensing.models import Appointment, Body, Mandate, Membership, User
from tests.admin.conftest import At, text_of
from tests.world import World

MANDATES = reverse("admin:licensing_mandate_changelist")
ADD = reverse("admin:licensing_mandate_add")


def _mandate(user: User, **changes: Any) -> dict[str, Any]:
    return {
        "user": str(user.pk),
        "body": "MFA",
        "kind": "deputy",
        "order": "1",
        "period_lower": "2027-01-01",
        "period_upper": "2027-06-01",
        "scope": ["single_permit"],
    } | changes


def test_administrator_gives_a_mandate(world: World, at: At, ada: User) -> None:
    response = at(ada).post(ADD, _mandate(world.stella))

    assert response.status_code == 302, text_of(response)
    given = Mandate.objects.get(user=world.stella)
    assert (given.body_id, given.period.lower, given.period.upper, given.scope, given.given_by) == (
        "MFA",
        date(2027, 1, 1),
        date(2027, 6, 1),
        ["single_permit"],
        ada,
    )


def test_overlapping_mandates_of_one_person_are_refused_in_a_sentence(world: World, at: At, ada: User) -> None:
    response = at(ada).post(ADD, _mandate(world.mira))

    assert response.status_code == 200
    assert "This person has a mandate for this body in a part of that time already." in text_of(response)
    assert Mandate.objects.filter(user=world.mira).count() == 1


def test_overlap_that_slips_in_meanwhile_is_a_sentence_not_a_fault(
    world: World, at: At, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MandateForm, "_has_overlapping_mandate", lambda *_: False)

    response = at(ada).post(ADD, _mandate(world.mira), follow=True)

    assert "This person has a mandate for this body in a part of that time already." in text_of(response)
    assert Mandate.objects.filter(user=world.mira).count() == 1


def test_a_mandate_ends_by_its_last_day(world: World, at: At, ada: User) -> None:
    mandate = Mandate.objects.get(user=world.mira)
    url = reverse("admin:licensing_mandate_change", args=[mandate.pk])

    response = at(ada).post(
        url, {"kind": "holder", "order": "1", "period_lower": "2020-01-01", "period_upper": "2026-01-01", "body": "GS"}
    )

    mandate.refresh_from_db()
    assert response.status_code == 302, text_of(response)
    assert (mandate.period.upper, mandate.body_id) == (date(2026, 1, 1), "MFA")


def test_a_mandate_without_days_is_refused(world: World, at: At, ada: User) -> None:
    response = at(ada).post(ADD, _mandate(world.stella, period_lower="2027-06-01", period_upper="2027-06-01"))

    assert response.status_code == 200
    assert not Mandate.objects.filter(user=world.stella).exists()


def test_nobody_gives_a_duty_or_mandate_to_themselves(world: World, at: At, ada: User) -> None:
    client = at(ada)

    mandate = client.post(ADD, _mandate(ada))
    duty = client.post(
        reverse("admin:licensing_appointment_add"),
        {"user": str(ada.pk), "kind": "decider", "period_lower": "2026-01-01", "period_upper": ""},
    )

    for response in (mandate, duty):
        assert response.status_code == 200
        assert "You cannot give a duty or a mandate to yourself." in text_of(response)
    assert (Mandate.objects.filter(user=ada).count(), Appointment.objects.filter(user=ada).count()) == (0, 1)


def test_nobody_prolongs_their_own_duty(world: World, at: At, ada: User) -> None:
    own = Appointment.objects.get(user=ada)

    response = at(ada).post(
        reverse("admin:licensing_appointment_change", args=[own.pk]),
        {"period_lower": "2020-01-01", "period_upper": "2199-01-01"},
    )

    own.refresh_from_db()
    assert response.status_code == 403
    assert own.period.upper == date(2099, 1, 1)


def test_administrator_appoints_with_an_open_end(world: World, at: At, ada: User) -> None:
    response = at(ada).post(
        reverse("admin:licensing_appointment_add"),
        {"user": str(world.stella.pk), "kind": "auditor", "period_lower": "2026-01-01", "period_upper": ""},
    )

    assert response.status_code == 302, text_of(response)
    assert Appointment.objects.get(user=world.stella).period.upper is None


def test_administrator_invites_a_person_who_has_no_password_yet(world: World, at: At, ada: User) -> None:
    response = at(ada).post(
        reverse("admin:licensing_user_add"),
        {
            "email": "New@Example.org",
            "name": "New",
            "language": "uk",
            "time_zone": "Europe/Kyiv",
            "is_staff": "on",
            "is_active": "on",
            "is_superuser": "on",
            "password": "guessed",
        },
    )

    assert response.status_code == 302, text_of(response)
    new = User.objects.get(email="new@example.org")
    assert (new.has_usable_password(), new.is_superuser, new.is_staff) == (False, False, True)


def test_changing_a_person_keeps_their_password(world: World, at: At, ada: User) -> None:
    response = at(ada).post(
        reverse("admin:licensing_user_change", args=[world.mira.pk]),
        {"email": "mira@example.org", "name": "Mira M.", "language": "uk", "time_zone": "Europe/Kyiv", "is_staff": "on"},
    )

    before, after = world.mira.password, User.objects.get(pk=world.mira.pk)
    assert response.status_code == 302, text_of(response)
    assert (after.name, after.password, after.is_active) == ("Mira M.", before, False)


def test_account_that_could_do_anything_is_not_changed_from_the_desk(world: World, at: At, ada: User) -> None:
    root = User.objects.create_superuser("root@example.org", name="Root")
    url = reverse("admin:licensing_user_change", args=[root.pk])

    assert at(ada).post(url, {"email": "ada@example.org", "name": "Taken"}).status_code == 403


def test_a_person_leaves_an_organisation(world: World, at: At, ada: User) -> None:
    membership = Membership.objects.get(user=world.paula)

    response = at(ada).post(reverse("admin:licensing_membership_delete", args=[membership.pk]), {"post": "yes"})

    assert response.status_code == 302
    assert not Membership.objects.filter(user=world.paula).exists()


def test_an_officer_reads_mandates_and_changes_none(world: World, at: At) -> None:
    client = at(world.otto)

    assert client.get(MANDATES).status_code == 200
    assert client.get(ADD).status_code == 403
    assert client.post(ADD, _mandate(world.stella)).status_code == 403


def test_database_keeps_mandates_apart_whatever_a_form_does(world: World) -> None:
    first = Mandate.objects.get(user=world.mira)

    with pytest.raises(IntegrityError, match="mandates_of_a_person_do_not_overlap"), transaction.atomic():
        Mandate.objects.create(user=world.mira, body=Body.objects.get(pk="MFA"), period=first.period)


def test_lists_take_as_many_statements_for_three_rows_as_for_one(world: World, at: At, ada: User) -> None:
    client = at(ada)
    Mandate.objects.exclude(user=world.mira).delete()
    client.get(MANDATES)
    with CaptureQueriesContext(connection) as one:
        client.get(MANDATES)
    for user, body in ((world.rhea, "MOD"), (world.greta, "GS")):
        Mandate.objects.create(user=user, body_id=body, period=Mandate.objects.get(user=world.mira).period)

    with CaptureQueriesContext(connection) as three:
        client.get(MANDATES)

    assert len(three) == len(one)
