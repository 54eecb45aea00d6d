"""A43: nobody in the application reads everything: a superuser sees no case, and an emergency takes two, ends, and is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from licensing.acts.acting import at_time, now
from licensing.acts.people.rights.emergency import confirm_access, propose_access
from licensing.errors import NotAllowed
from licensing.models import Body, Case, Delivery, Event, Licence, User
from licensing.outbox import routes
from licensing.policy.record.event_kinds import EventKind
from tests.administrators import add_administrator
from tests.by_hand import by_hand
from tests.world import World


def test_a_superuser_sees_no_case_and_no_licence(world: World) -> None:
    licence = world.licence()
    with by_hand():
        root = User.objects.create_superuser("root@example.org", "long enough a password", name="Root")
    client = Client()
    client.force_login(root)

    pages = ("licensing_case_change", licence.case_id), ("licensing_licence_change", licence.pk)
    answers = [client.get(reverse(f"admin:{name}", args=[pk])).status_code for name, pk in pages]

    assert answers == [404, 404]
    assert not Case.objects.reviewable_by(root, on=now()).exists()
    assert not Case.objects.visible_to(root, on=now()).exists()
    assert not Licence.objects.visible_to(root, on=now()).exists()


def test_an_emergency_takes_two_ends_by_itself_and_is_told_to_all(world: World) -> None:
    with by_hand():
        ada, bea = add_administrator("ada"), add_administrator("bea")
        Body.objects.filter(pk="MFA").update(head=world.greta)
        Body.objects.filter(pk="SBU").update(head=world.dan)
        User.objects.filter(pk=world.stella.pk).update(is_staff=True)
    case, reader = world.accepted(), User.objects.get(pk=world.stella.pk)
    client = Client()
    client.force_login(reader)
    page = reverse("admin:licensing_case_change", args=[case.pk])

    proposal = propose_access(ada, reader, reason="The register was attacked.")
    with pytest.raises(NotAllowed):
        confirm_access(proposal, ada)
    refused = client.get(page).status_code
    access = confirm_access(proposal, bea)
    opened = client.get(page).status_code
    with at_time(now() + timedelta(hours=4)):
        ended = client.get(page).status_code
    routes.fan_out()

    def reached(kind: EventKind) -> set[str]:
        letters = Delivery.objects.filter(event__kind=kind, event__data__access=str(access.pk))
        return set(letters.values_list("person__name", flat=True))

    assert (refused, opened, ended) == (404, 200, 404)
    assert reached(EventKind.ACCESS_CONFIRMED) == {"Ada", "Audra", "Stella", "Greta", "Dan"}
    # In the case itself: its officer, and the head of a body that is asked in it, whether or not it has spoken.
    assert reached(EventKind.CASE_OPENED_IN_EMERGENCY) == {"Otto", "Greta"}
    assert Event.objects.filter(case=case, kind=EventKind.CASE_OPENED_IN_EMERGENCY, actor=reader).count() == 1
