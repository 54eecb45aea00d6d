"""Filed cases opened in an emergency: by two for a third, for four hours, to be read; and every opening is recorded."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from licensing.acts.acting import at_time, now, to_local_day
from licensing.acts.people.accounts.keeping import close_account
from licensing.acts.people.rights.emergency import (
    confirm_access,
    decline_access,
    end_access,
    find_opened_cases,
    may_settle_access,
    propose_access,
    record_opening,
    settle_due_access,
)
from licensing.acts.record.verification import verify_record
from licensing.acts.signoff import positions
from licensing.choices import ProposalState
from licensing.errors import BothPersons, Invalid, NotAllowed, NotFound, Problem, WrongState
from licensing.models import Case, EmergencyAccess, Event, Recusal, User, read_actor
from licensing.policy.record.event_kinds import EventKind
from tests.by_hand import by_hand
from tests.world import World, approve

HOUR = timedelta(hours=1)
WHY = "The register was attacked."


@pytest.fixture
def stella(world: World) -> User:
    """Somebody with a desk who may read no case."""
    with by_hand():
        User.objects.filter(pk=world.stella.pk).update(is_staff=True)
    return User.objects.get(pk=world.stella.pk)


def _open(ada: User, bea: User, person: User, case: Case | None = None) -> EmergencyAccess:
    return confirm_access(propose_access(ada, person, reason=WHY, case=case), bea)


def _sees(person: User, at: datetime | None = None) -> set[Case]:
    return set(Case.objects.reviewable_by(person, on=at or now(), in_emergency=True))


def test_two_open_filed_cases_to_a_third_for_four_hours_and_the_clock_alone_closes_them(
    world: World, ada: User, bea: User, stella: User
) -> None:
    case, draft = world.accepted(), world.draft()
    proposal = propose_access(ada, stella, reason=WHY)
    before = _sees(stella)

    access = confirm_access(proposal, bea)

    assert access.settled_at is not None
    moments = [access.settled_at + hours * HOUR for hours in (0, 3.99, 4, 9)]
    assert [before, *(_sees(stella, one) for one in moments)] == [set(), {case}, {case}, set(), set()]
    assert draft not in _sees(stella)
    # Outside the desk nothing is opened: no request of the API, no webhook, no page of the portal.
    assert not Case.objects.visible_to(stella, on=now()).exists()


@pytest.mark.walk
def test_one_case_may_be_opened_alone(world: World, ada: User, bea: User, stella: User) -> None:
    case, other = world.accepted(), world.filed(title="Another request")

    _open(ada, bea, stella, case)

    assert _sees(stella) == {case}
    with pytest.raises(NotFound):
        record_opening(other, stella)


@pytest.mark.walk
def test_whoever_reads_in_an_emergency_does_nothing(world: World, ada: User, bea: User, stella: User) -> None:
    case = world.with_need()
    _open(ada, bea, stella)

    with pytest.raises(NotAllowed):
        positions.sign_case(case, stella, approve(), version=1)
    assert case.list_available_acts(read_actor(stella, on=to_local_day(now()), case_id=case.pk)) == []


def test_a_conflict_of_interest_and_the_own_organisation_stay_closed(world: World, ada: User, bea: User, stella: User) -> None:
    case = world.accepted()
    with by_hand():
        User.objects.filter(pk=world.paula.pk).update(is_staff=True)
        Recusal.objects.create(case=case, person=stella, reason="family", recorded_by=world.otto, recorded_at=now())
    for person in (stella, User.objects.get(pk=world.paula.pk)):
        _open(ada, bea, person)

        assert _sees(person) == set()


@pytest.mark.walk
def test_an_opening_is_recorded_in_the_case_once_for_each_access(world: World, ada: User, bea: User, stella: User) -> None:
    case = world.accepted()
    first = _open(ada, bea, stella)
    for _times in range(3):
        record_opening(case, stella)
    end_access(first, bea, reason="It is over.")
    second = _open(ada, bea, stella)
    record_opening(case, stella)

    opened = Event.objects.filter(kind=EventKind.CASE_OPENED_IN_EMERGENCY, case=case, actor=stella)
    assert [one.data["access"] for one in opened.order_by("number")] == [str(first.pk), str(second.pk)]
    assert Event.objects.get(kind=EventKind.ACCESS_ENDED).data["opened"] == find_opened_cases(first).count() == 1
    assert verify_record().fault is None


def test_an_opening_is_refused_once_the_access_is_over(world: World, ada: User, bea: User, stella: User) -> None:
    case, access = world.accepted(), _open(ada, bea, stella)

    end_access(access, stella, reason="I have seen what I needed.")

    assert _sees(stella) == set()
    with pytest.raises(NotFound):
        record_opening(case, stella)


def test_the_sweep_records_each_end_once(world: World, ada: User, bea: User, stella: User) -> None:
    opened = _open(ada, bea, stella)
    done = []
    for hours in (3, 4, 4, 25):
        with at_time(now() + hours * HOUR):
            done.append(settle_due_access())
    waiting = propose_access(ada, world.rhea, reason=WHY)
    with at_time(now() + 24 * HOUR):
        done.append(settle_due_access())
        with pytest.raises(WrongState):
            confirm_access(waiting, bea)

    opened.refresh_from_db()
    waiting.refresh_from_db()
    assert (done, opened.ended_at, waiting.state) == ([0, 1, 0, 0, 1], opened.until, ProposalState.LAPSED)


def test_a_closed_account_takes_its_access_along(world: World, ada: User, bea: User, stella: User) -> None:
    access = _open(ada, bea, stella)

    close_account(stella, ada, reason="She left.")

    access.refresh_from_db()
    assert access.ended_at is not None


def test_nothing_is_opened_by_one_for_oneself_or_twice(world: World, ada: User, bea: User, stella: User) -> None:
    proposal = propose_access(ada, stella, reason=WHY)
    for_bea = propose_access(ada, bea, reason=WHY)
    before = (EmergencyAccess.objects.count(), Event.objects.count())

    refusals: list[type[Problem]] = []
    for attempt in (
        lambda: propose_access(ada, ada, reason=WHY),
        lambda: propose_access(world.otto, stella, reason=WHY),
        lambda: propose_access(bea, stella, reason=WHY),
        lambda: propose_access(ada, world.audra, reason=WHY),
        lambda: propose_access(ada, world.mira, reason=" "),
        lambda: confirm_access(proposal, ada),
        lambda: confirm_access(proposal, stella),
        lambda: confirm_access(proposal, world.audra),
        lambda: confirm_access(for_bea, bea),
        lambda: decline_access(proposal, ada, reason="No."),
        lambda: decline_access(proposal, bea, reason=" "),
        lambda: end_access(proposal, bea, reason="It is over."),
    ):
        with pytest.raises(Problem) as refused:
            attempt()
        refusals.append(type(refused.value))

    settling = [BothPersons, NotAllowed, NotAllowed, BothPersons, BothPersons]
    assert refusals == [BothPersons, NotAllowed, *[Invalid] * 3, *settling, Invalid, WrongState]
    assert (EmergencyAccess.objects.count(), Event.objects.count()) == before
    decline_access(proposal, bea, reason="This is no emergency.")
    with pytest.raises(WrongState):
        confirm_access(proposal, bea)


def test_who_may_settle_is_neither_the_proposer_nor_the_person(world: World, ada: User, bea: User, stella: User) -> None:
    access = propose_access(ada, stella, reason=WHY)

    may = {one.name for one in (ada, bea, stella, world.audra) if may_settle_access(access, one, at=now())}

    assert may == {"Bea"}


@pytest.mark.parametrize("wrong", ["longer", "self"])
def test_the_database_refuses_what_no_act_would_write(world: World, ada: User, bea: User, stella: User, wrong: str) -> None:
    access = _open(ada, bea, stella)
    assert access.until is not None
    change = {"longer": {"until": access.until + timedelta(seconds=1)}, "self": {"settled_by": stella}}[wrong]

    with pytest.raises(IntegrityError), transaction.atomic():
        EmergencyAccess.objects.filter(pk=access.pk).update(**change)
