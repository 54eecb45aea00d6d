"""The chain of events as it is read at the desk."""

from __future__ import annotations

from django.urls import reverse

from licensing.acts.signoff import recusal
from licensing.choices import RecusalReason
from licensing.models import Event
from tests.admin.conftest import At, text_of
from tests.world import World

EVENTS = reverse("admin:licensing_event_changelist")


def test_events_are_read_with_their_digests(world: World, at: At) -> None:
    case = world.filed()
    event = Event.objects.filter(case=case).latest("number")
    client = at(world.audra)

    page = text_of(client.get(reverse("admin:licensing_event_change", args=[event.number])))

    assert event.digest in page
    assert event.previous in page
    assert case.reference in text_of(client.get(EVENTS))


def test_events_are_listed_by_what_happened(world: World, at: At) -> None:
    filed, draft = world.filed(), world.draft()
    client = at(world.audra)

    page = client.get(EVENTS, {"kind__exact": "case.submitted"})

    listed = {event.case_id for event in page.context["cl"].result_list}
    assert listed == {filed.pk}
    assert draft.pk not in listed
    assert "Request withdrawn" in text_of(page)


def test_events_of_a_case_with_a_conflict_of_interest_are_not_shown(world: World, at: At) -> None:
    case = world.accepted()
    recusal.recuse_member(case, world.otto, reason=RecusalReason.OTHER, person=world.dora)
    event = Event.objects.filter(case=case).latest("number")

    assert case.reference not in text_of(at(world.dora).get(EVENTS))
    assert at(world.dora).get(reverse("admin:licensing_event_change", args=[event.number])).status_code == 404
    assert at(world.dora).get(reverse("admin:licensing_event_change", args=[999_999])).status_code == 404
