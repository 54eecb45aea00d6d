"""Suspensions over the API: confirmed by another person, or not; whoever would be both is noted."""

from __future__ import annotations

from licensing.choices import Office
from licensing.models import Appointment, Event
from tests.api.calling import Caller, code_of
from tests.api.licences.test_licences import place
from tests.by_hand import by_hand
from tests.held import hold_chain_head
from tests.suspensions import issue_suspended_licence, propose_to_reinstate
from tests.world import ALWAYS, World


def test_a_suspension_is_confirmed_once_by_a_decider(world: World) -> None:
    subject = issue_suspended_licence(world)
    dora = Caller(world.dora)

    confirmed = dora.post(place(subject, "confirm-suspension/"))
    again = dora.post(place(subject, "confirm-suspension/"))
    declined = dora.post(place(subject, "decline-suspension/"), {"reason": "No."})

    [read] = confirmed.json()["suspensions"]
    assert (read["reason"], read["ended_as"]) == ("Urgent need of our own forces.", None)
    assert read["confirmed_at"] is not None
    assert (code_of(again), code_of(declined)) == ((409, "wrong_state"), (409, "wrong_state"))
    assert Caller(world.paula).get(place(subject)).json()["suspensions"] == confirmed.json()["suspensions"]
    assert Caller(world.cus).get(place(subject)).json()["suspensions"] == []


def test_nobody_is_both_persons_and_who_tries_is_noted(world: World) -> None:
    subject = issue_suspended_licence(world)
    with by_hand():
        Appointment.objects.create(user=world.otto, kind=Office.DECIDER, period=ALWAYS)

    refused = Caller(world.otto).post(place(subject, "confirm-suspension/"))

    assert code_of(refused) == (403, "both_persons")
    assert Event.objects.get(kind="two_persons.refused").actor == world.otto


def test_whoever_would_be_both_is_refused_also_while_nothing_can_be_recorded(real_world: World) -> None:
    subject = issue_suspended_licence(real_world)
    with by_hand():
        Appointment.objects.create(user=real_world.otto, kind=Office.DECIDER, period=ALWAYS)

    with hold_chain_head():
        refused = Caller(real_world.otto).post(place(subject, "confirm-suspension/"))

    assert code_of(refused) == (403, "both_persons")
    assert not Event.objects.filter(kind="two_persons.refused").exists()


def test_a_reinstatement_is_declined_with_a_reason(world: World) -> None:
    subject = propose_to_reinstate(world)
    dora = Caller(world.dora)

    without = dora.post(place(subject, "decline-reinstatement/"), {})
    declined = dora.post(place(subject, "decline-reinstatement/"), {"reason": "Not before May."})

    assert (without.status_code, declined.json()["state"]) == (400, "suspended")
    assert "reinstate" not in declined.json()["actions"]
    assert code_of(dora.post(place(subject, "reinstate/"))) == (409, "wrong_state")
