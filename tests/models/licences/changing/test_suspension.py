"""What the database keeps of a suspension: one at a time, and never one person for both parts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import Error, transaction
from django.db.models import F

from licensing.acts.acting import now
from licensing.choices import Verb
from licensing.models import LicenceSuspension, ReinstatementProposal, read_actor
from licensing.models.clocks.days import to_local_day
from licensing.models.licences.changing.suspension import (
    find_reinstatement,
    find_suspension,
    list_suspensions,
    list_withheld_acts,
)
from licensing.models.licences.waiting import list_waiting_licences
from tests.suspensions import issue_suspended_licence, propose_to_reinstate
from tests.world import World


@pytest.mark.parametrize(
    "spoil",
    [
        lambda: LicenceSuspension.objects.update(confirmed_by=F("ordered_by"), confirmed_at=now()),
        lambda: LicenceSuspension.objects.update(confirmed_at=None),
        lambda: LicenceSuspension.objects.update(ended_at=now()),
        lambda: ReinstatementProposal.objects.update(settled_by=F("proposed_by"), settled_at=now(), outcome="confirmed"),
        lambda: ReinstatementProposal.objects.update(settled_at=now()),
        lambda: ReinstatementProposal.objects.all().delete(),
    ],
)
def test_the_database_refuses_one_person_for_both_and_an_end_without_its_reason(world: World, spoil: Callable[[], int]) -> None:
    propose_to_reinstate(world)

    with pytest.raises(Error), transaction.atomic():
        spoil()


def test_a_licence_has_one_suspension_by_an_officer_at_a_time(world: World) -> None:
    subject = issue_suspended_licence(world)

    with pytest.raises(Error), transaction.atomic():
        LicenceSuspension.objects.create(licence=subject, reason="Again.", ordered_by=world.otto, ordered_at=now())


def test_it_can_be_confirmed_until_its_moment_and_not_at_it(world: World) -> None:
    made = find_suspension(issue_suspended_licence(world))

    assert made is not None
    assert made.confirm_by is not None
    assert made.may_be_confirmed(made.confirm_by - timedelta(microseconds=1))
    assert not made.may_be_confirmed(made.confirm_by)


def test_what_was_ordered_before_the_rule_needs_no_confirmation(world: World) -> None:
    subject = world.licence()
    older = LicenceSuspension.objects.create(licence=subject, reason="Need.", ordered_by=world.otto, ordered_at=now())

    assert not older.is_provisional
    assert not older.may_be_confirmed(now())
    assert LicenceSuspension.objects.unconfirmed().count() == 0
    assert list(list_waiting_licences(world.dora, at=now())) == []


def test_whoever_reads_it_finds_what_was_proposed_and_what_is_offered(world: World) -> None:
    subject = propose_to_reinstate(world)
    proposal = find_reinstatement(subject)
    assert proposal is not None

    assert [list(one.proposals.all()) for one in list_suspensions(subject)] == [[proposal]]
    settled = {Verb.SUSPEND, Verb.CONFIRM_SUSPENSION, Verb.DECLINE_SUSPENSION}
    for person, more in (
        (world.dora, set()),
        (world.otto, {Verb.PROPOSE_REINSTATEMENT, Verb.REINSTATE, Verb.DECLINE_REINSTATEMENT}),
    ):
        actor = read_actor(person, on=to_local_day(now()), case_id=subject.case_id, kind=subject.case.kind_id)
        assert list_withheld_acts(subject, actor, at=now()) == settled | more
