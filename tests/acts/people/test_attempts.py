"""Who would have been both of two persons stands in the record for it, once in an hour for each page."""

from __future__ import annotations

from datetime import timedelta

from licensing.acts.acting import at_time, now
from licensing.acts.people.attempts import record_refused_attempt
from licensing.models import Delivery, Event, User
from licensing.outbox import routes
from licensing.policy.record.event_kinds import EventKind
from tests.world import World


def _told() -> list[str]:
    events = Event.objects.filter(kind=EventKind.TWO_PERSONS_REFUSED).order_by("number")
    return list(events.values_list("data__page", flat=True))


def test_an_attempt_is_told_to_other_administrators_and_auditors(world: World, ada: User, bea: User) -> None:
    record_refused_attempt(ada, page="/admin/here/")
    routes.fan_out()

    [event] = Event.objects.filter(kind=EventKind.TWO_PERSONS_REFUSED)
    assert (event.actor, event.data) == (ada, {"person": str(ada.pk), "page": "/admin/here/"})
    told = Delivery.objects.filter(event=event).values_list("person", flat=True)
    assert set(told) == {bea.pk, world.audra.pk}


def test_whoever_presses_again_and_again_is_told_of_once_an_hour_for_each_page(world: World, ada: User, bea: User) -> None:
    for page in ("/admin/here/", "/admin/here/", "/admin/there/"):
        record_refused_attempt(ada, page=page)
    record_refused_attempt(bea, page="/admin/here/")
    with at_time(now() + timedelta(minutes=61)):
        record_refused_attempt(ada, page="/admin/here/")

    assert _told() == ["/admin/here/", "/admin/there/", "/admin/here/", "/admin/here/"]
