"""Rights end at once by one person, or from a later day, and never backwards."""

from __future__ import annotations

from datetime import timedelta

import pytest

from licensing.acts.people.rights.ending import end_head, end_right
from licensing.acts.people.rights.giving import propose_right
from licensing.acts.record.verification import verify_record
from licensing.choices import ProposalState
from licensing.errors import Invalid, NotAllowed, NotFound
from licensing.models import Appointment, Body, Event, Mandate, Membership, User, read_actor
from licensing.policy.record.event_kinds import EventKind
from tests.administrators import give, mandate, office, today
from tests.world import World

DAY = timedelta(days=1)


def test_a_right_that_is_taken_away_is_gone_at_once(world: World, ada: User) -> None:
    for right in (
        Mandate.objects.get(user=world.mira),
        Appointment.objects.get(user=world.dora),
        Membership.objects.get(user=world.paula),
    ):
        end_right(right, ada, reason="The person left.")

    found = [read_actor(one, on=today()) for one in (world.mira, world.dora, world.paula)]
    assert [(dict(one.bodies), one.appointments, dict(one.memberships)) for one in found] == [({}, frozenset(), {})] * 3
    assert Event.objects.filter(kind=EventKind.RIGHT_ENDED, actor=ada).count() == 3


def test_the_day_on_which_it_was_taken_away_stays_in_its_period(world: World, ada: User) -> None:
    end_right(Mandate.objects.get(user=world.mira), ada, reason="The person left.")

    ended = Mandate.objects.get(user=world.mira)
    assert (ended.period.upper, ended.ended_at is not None) == (today() + DAY, True)


def test_a_right_may_end_on_a_later_day_and_holds_until_then(world: World, ada: User) -> None:
    end_right(Mandate.objects.get(user=world.mira), ada, reason="The person leaves.", end_on=today() + 9 * DAY)

    assert read_actor(world.mira, on=today() + 8 * DAY).bodies == {"MFA": "holder"}
    assert read_actor(world.mira, on=today() + 9 * DAY).bodies == {}


@pytest.mark.parametrize("days", [0, -150])
def test_no_right_ends_backwards(world: World, ada: User, days: int) -> None:
    before = Mandate.objects.get(user=world.mira)

    with pytest.raises(Invalid) as refused:
        end_right(before, ada, reason="The person left.", end_on=today() + days * DAY)

    assert [gap.code for gap in refused.value.gaps] == ["past"]
    assert Mandate.objects.get(user=world.mira).period == before.period


def test_whoever_holds_a_right_may_give_it_up_and_nobody_else_may_end_it(world: World) -> None:
    right = Mandate.objects.get(user=world.mira)
    with pytest.raises(NotAllowed):
        end_right(right, world.pol, reason="I do not like her votes.")

    end_right(right, world.mira, reason="I leave the ministry.")

    assert read_actor(world.mira, on=today()).bodies == {}


def test_what_has_not_begun_never_holds_once_it_is_ended(world: World, ada: User, bea: User) -> None:
    given = give(mandate(world.stella), ada, bea, emergency=False)
    right = Mandate.objects.get(proposal=given)

    end_right(right, bea, reason="It was a mistake.")

    assert read_actor(world.stella, on=right.period.lower).bodies == {}


def test_what_was_taken_away_may_be_given_again_the_same_day(world: World, ada: User, bea: User) -> None:
    end_right(Mandate.objects.get(user=world.mira), ada, reason="The person left.")
    end_right(Appointment.objects.get(user=world.audra), ada, reason="The person left.")

    give(mandate(world.mira), ada, bea)
    give(office(world.audra), ada, bea)

    assert read_actor(world.mira, on=today()).bodies == {"MFA": "deputy"}
    assert read_actor(world.audra, on=today()).appointments == {"auditor"}


def test_the_head_of_a_body_is_taken_away_at_once(world: World, ada: User) -> None:
    Body.objects.filter(pk="MOD").update(head=world.rhea)

    end_head(Body.objects.get(pk="MOD"), ada, reason="The minister was replaced.")

    assert Body.objects.get(pk="MOD").head is None
    with pytest.raises(NotFound):
        end_head(Body.objects.get(pk="MOD"), ada, reason="Again.")


def test_the_record_is_whole_after_rights_were_given_and_ended(world: World, ada: User, bea: User) -> None:
    give(mandate(world.stella), ada, bea)
    pending = propose_right(ada, office(world.stella), reason="She audits.")
    end_right(Mandate.objects.get(user=world.mira), ada, reason="The person left.")

    report = verify_record()

    assert (report.fault, pending.state) == (None, ProposalState.PENDING)
