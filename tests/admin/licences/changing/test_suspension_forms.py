"""Suspensions and reinstatements at the desk: each by two persons, and who would be both is noted."""

from __future__ import annotations

import pytest
from django.urls import reverse

from licensing.acts.acting import at_time
from licensing.acts.licences.changing.suspension import decline_suspension
from licensing.acts.licences.licence import suspend_licence
from licensing.choices import LicenceState, Office
from licensing.models import Appointment, Event, Licence, LicenceSuspension
from tests.acts.licences.test_consequences import overdue
from tests.acts.licences.test_obligations import at as moment
from tests.admin.conftest import At, act_on, execute_act, text_of
from tests.by_hand import by_hand
from tests.held import hold_chain_head
from tests.suspensions import issue_suspended_licence, propose_to_reinstate
from tests.world import ALWAYS, World

VERBS = ("suspend", "confirm_suspension", "decline_suspension", "propose_reinstatement", "reinstate", "decline_reinstatement")


def _offered(page: str, licence: Licence) -> list[str]:
    return [verb for verb in VERBS if act_on(licence, verb) in page]


@pytest.mark.walk
def test_the_page_of_a_licence_says_by_when_it_is_confirmed_and_offers_it_to_another(world: World, at: At) -> None:
    subject = issue_suspended_licence(world)
    page = reverse("admin:licensing_licence_change", args=[subject.pk])

    by_otto, by_dora = text_of(at(world.otto).get(page)), text_of(at(world.dora).get(page))

    assert "It lapses by itself unless a decider confirms it by" in by_otto
    assert _offered(by_otto, subject) == ["propose_reinstatement"]
    assert _offered(by_dora, subject) == ["confirm_suspension", "decline_suspension"]


@pytest.mark.walk
def test_a_decider_finds_it_on_the_desk_until_it_is_settled(world: World, at: At) -> None:
    subject = issue_suspended_licence(world)
    heading, dora = "Licences that wait for a decider", at(world.dora)

    before = text_of(dora.get(reverse("admin:index")))
    refused = execute_act(dora, act_on(subject, "decline_suspension"), reason="")
    settled = execute_act(dora, act_on(subject, "decline_suspension"), reason="It is explained.")

    assert (refused.status_code, settled.status_code) == (400, 302)
    assert (heading in before, subject.number in before) == (True, True)
    assert heading not in text_of(dora.get(reverse("admin:index")))
    assert heading not in text_of(at(world.otto).get(reverse("admin:index")))


def test_an_officer_is_not_offered_to_suspend_again_what_was_declined_and_reads_why(world: World, at: At) -> None:
    subject = issue_suspended_licence(world)
    decline_suspension(subject, world.dora, reason="It is explained.")
    otto = at(world.otto)

    page = text_of(otto.get(reverse("admin:licensing_licence_change", args=[subject.pk])))
    form = text_of(otto.get(act_on(subject, "suspend")))

    assert _offered(page, subject) == []
    assert "No decider confirmed the suspension that you ordered before." in form


@pytest.mark.parametrize("verb", ["reinstate", "decline_reinstatement"])
def test_a_proposal_is_settled_by_another_beside_its_reason(world: World, at: At, verb: str) -> None:
    subject = propose_to_reinstate(world)
    dora = at(world.dora)

    form = text_of(dora.get(act_on(subject, verb)))
    desk = text_of(dora.get(reverse("admin:index")))
    done = execute_act(dora, act_on(subject, verb), reason="As is said.")

    assert "Proposed by Otto: The need is met." in form
    assert "an officer proposes to reinstate it" in desk
    assert done.status_code == 302
    assert (Licence.objects.get(pk=subject.pk).state == LicenceState.ISSUED) == (verb == "reinstate")


@pytest.mark.walk
def test_while_an_unmet_condition_suspends_it_too_reinstating_is_not_offered(world: World, at: At) -> None:
    subject, _duty = overdue(world)
    with at_time(moment("2026-12-10")):
        suspend_licence(subject, world.otto, reason="Urgent need.")

        page = text_of(at(world.otto).get(reverse("admin:licensing_licence_change", args=[subject.pk])))
        form = text_of(at(world.otto).get(act_on(subject, "propose_reinstatement")))

    assert "propose_reinstatement" not in _offered(page, subject)
    assert "An unmet condition keeps this licence suspended." in form
    assert 'name="reason"' not in form


def test_who_would_be_both_persons_is_refused_and_it_stays_in_the_record(world: World, at: At) -> None:
    subject = issue_suspended_licence(world)
    with by_hand():
        Appointment.objects.create(user=world.otto, kind=Office.DECIDER, period=ALWAYS)
    otto = at(world.otto)

    form = text_of(otto.get(act_on(subject, "confirm_suspension")))
    refused = execute_act(otto, act_on(subject, "confirm_suspension"))

    assert "You suspended this licence. Another person confirms or declines it." in form
    assert (refused.status_code, LicenceSuspension.objects.get().is_provisional) == (403, True)
    noted = Event.objects.get(kind="two_persons.refused")
    assert (noted.actor, noted.data["page"]) == (world.otto, act_on(subject, "confirm_suspension"))


def test_who_would_be_both_persons_is_refused_also_while_nothing_can_be_recorded(
    real_world: World, at: At, caplog: pytest.LogCaptureFixture
) -> None:
    subject = issue_suspended_licence(real_world)
    with by_hand():
        Appointment.objects.create(user=real_world.otto, kind=Office.DECIDER, period=ALWAYS)

    with hold_chain_head():
        refused = execute_act(at(real_world.otto), act_on(subject, "confirm_suspension"))

    assert refused.status_code == 403
    assert "an attempt to be both persons is not in the record: busy" in caplog.text
    assert not Event.objects.filter(kind="two_persons.refused").exists()
