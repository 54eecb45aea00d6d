"""The past of a right is corrected by an act that lists what rests on it, and undoes nothing silently."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from licensing import permissions
from licensing.acts.acting import at_time, now
from licensing.acts.people.rights.corrections import close_review, correct_head, correct_right, list_acts_under
from licensing.acts.people.rights.giving import RightInput
from licensing.acts.record.report import Report
from licensing.acts.record.rights import check_rights
from licensing.acts.record.verification import verify_record
from licensing.acts.signoff.recusal import recuse_member
from licensing.choices import RecusalReason, RightKind, Verb
from licensing.errors import Invalid, NotAllowed, NotFound, WrongState
from licensing.models import (
    Appointment,
    Body,
    Case,
    Event,
    Licence,
    Mandate,
    Membership,
    RightCorrection,
    StandingPosition,
    User,
    read_actor,
)
from licensing.policy.record.event_kinds import EventKind
from tests.acts.people.ways import WAYS
from tests.acts.plans.measures.state import publish
from tests.acts.record.spoiling import spoil
from tests.administrators import give, today
from tests.by_hand import cover
from tests.scenes import carry_out_every_act
from tests.world import World

WHY = "The ministry had recalled her five months ago."
DAY = timedelta(days=1)


def _correct(world: World, ada: User, **changes: Any) -> RightCorrection:
    given = {"first_on": today() - 150 * DAY, "end_on": today() + DAY, "reason": WHY} | changes
    return correct_right(Mandate.objects.get(user=world.mira), ada, **given)


@pytest.mark.walk
def test_a_correction_lists_what_was_done_and_leaves_it_standing(world: World, ada: User) -> None:
    case = world.before_government()
    before = Mandate.objects.get(user=world.mira)
    taken = Event.objects.get(kind=EventKind.POSITION_TAKEN, actor=world.mira)

    correction = _correct(world, ada)

    told, after = Event.objects.get(kind=EventKind.RIGHT_CORRECTED), Mandate.objects.get(pk=before.pk)
    assert correction.touched == told.data["touched"] == [taken.number]
    assert StandingPosition.objects.filter(round__case=case, person=world.mira).exists()
    assert (after.period.lower, after.ended_at is not None) == (before.period.lower, True)
    assert read_actor(world.mira, on=today()).bodies == {}
    assert verify_record().fault is None


def test_decisions_rest_on_an_appointment(world: World, ada: User) -> None:
    world.granted()

    correction = correct_right(
        Appointment.objects.get(user=world.dora), ada, first_on=today(), end_on=today() + DAY, reason="She was recalled."
    )

    kinds = Event.objects.filter(number__in=correction.touched).values_list("kind", flat=True)
    assert list(kinds) == [EventKind.CASE_GRANTED]


@pytest.mark.walk
@pytest.mark.parametrize("verb", [Verb.REVOKE, Verb.ADJOURN, Verb.SUSPEND, Verb.ESCALATE, Verb.TAKE_BACK])
def test_acts_of_older_releases_are_found_though_they_cite_nothing(world: World, verb: Verb) -> None:
    carry_out = WAYS[verb](world)
    before = Event.objects.latest("number").number
    carry_out()
    done = Event.objects.filter(number__gt=before, data__has_key="under").get()
    given = Mandate if verb in (Verb.ESCALATE, Verb.TAKE_BACK) else Appointment
    right = given.objects.get(pk=done.data["under"])

    cover()
    spoil("UPDATE licensing_event SET data = data - 'under'")

    assert done in list_acts_under(right, today(), today() + DAY)
    assert list(check_rights(Report())) == []


def test_other_days_and_other_people_are_not_touched(world: World, ada: User) -> None:
    world.before_government()

    correction = _correct(world, ada, end_on=today())

    assert correction.touched == []


def test_what_is_older_and_cites_no_right_is_found_by_person_and_body(world: World) -> None:
    world.before_government()
    cover()
    spoil("UPDATE licensing_event SET data = data - 'under'")

    found = list_acts_under(Mandate.objects.get(user=world.mira), today(), today() + DAY)

    assert [one.kind for one in found] == [EventKind.POSITION_TAKEN]


def test_every_act_that_needs_a_right_is_tried() -> None:
    declared = {**Case.list_acts(), **Licence.list_acts()}

    # Drafts bind nobody, and the clock has no right.
    needing = {verb for verb, one in declared.items() if one.permission not in (permissions.may_draft, permissions.is_clock)}

    assert needing == WAYS.keys()


@pytest.mark.walk
@pytest.mark.parametrize("verb", WAYS)
def test_every_act_that_needs_a_right_cites_it_and_is_listed_when_the_right_is_corrected(world: World, verb: Verb) -> None:
    carry_out = WAYS[verb](world)
    before = Event.objects.latest("number").number
    carry_out_every_act()

    with CaptureQueriesContext(connection) as queries:
        carry_out()

    held = [one["sql"] for one in queries.captured_queries if one["sql"].endswith("FOR SHARE")]
    done = Event.objects.filter(number__gt=before).exclude(actor=None).order_by("number")
    cited = [one for one in done if "under" in one.data]
    assert cited, [one.kind for one in done]
    for one in cited:
        declared = EventKind(one.kind).declaration
        given: type[Mandate | Appointment | Membership] = (
            Membership if declared.under_membership else Appointment if declared.under_office else Mandate
        )
        right = given.objects.get(pk=one.data["under"], user=one.actor)
        assert one in list_acts_under(right, today(), today() + DAY)
        # Whoever ends the right meanwhile waits, and so never stands before this in the chain.
        assert any(f" {given._meta.db_table} " in sql for sql in held), one.kind
    assert list(check_rights(Report())) == []


def test_ones_own_conflict_of_interest_is_declared_under_no_right(world: World) -> None:
    recuse_member(world.with_need(), world.otto, reason=RecusalReason.FAMILY)

    listed = list_acts_under(Appointment.objects.get(user=world.otto), today(), today() + DAY)

    assert "under" not in Event.objects.get(kind=EventKind.MEMBER_RECUSED).data
    assert [one.kind for one in listed] == [EventKind.CASE_ACCEPTED]


def test_a_measure_of_the_state_rests_on_an_appointment(world: World) -> None:
    publish(world)

    listed = list_acts_under(Appointment.objects.get(user=world.pol), today(), today() + DAY)

    assert EventKind.MEASURE_PREPARED in [one.kind for one in listed]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"reason": " "}, "reason"),
        ({"first_on": None}, "first_on"),
        ({"end_on": None}, "end_on"),
        ({"first_on": date(2001, 1, 1), "end_on": date(2002, 1, 1)}, "first_on"),
        ({"end_on": date(2098, 1, 1)}, "end_on"),
        ({"first_on": date(2026, 3, 1), "end_on": date(2026, 2, 1)}, "end_on"),
    ],
)
def test_only_past_days_of_the_right_are_corrected(world: World, ada: User, change: dict[str, Any], path: str) -> None:
    before = Event.objects.count()

    with pytest.raises(Invalid) as refused:
        _correct(world, ada, **change)

    assert [gap.path for gap in refused.value.gaps] == [path]
    assert (RightCorrection.objects.count(), Event.objects.count()) == (0, before)


def test_only_an_administrator_corrects_and_never_their_own_right(world: World, ada: User) -> None:
    own = Appointment.objects.get(user=ada)

    with pytest.raises(NotAllowed):
        correct_right(own, ada, first_on=today(), end_on=today() + DAY, reason=WHY)
    with pytest.raises(NotAllowed):
        _correct(world, world.pol)

    assert not RightCorrection.objects.exists()


def test_an_auditor_or_the_head_closes_the_review_once(world: World, ada: User) -> None:
    Body.objects.filter(pk="MFA").update(head=world.greta)
    first, second = _correct(world, ada, end_on=today() - 9 * DAY), _correct(world, ada, first_on=today() - 9 * DAY)

    for who in (ada, world.mira, world.pol, world.rhea):
        with pytest.raises(NotAllowed):
            close_review(first, who, note="Nothing.")
    with pytest.raises(Invalid):
        close_review(first, world.audra, note=" ")
    close_review(first, world.audra, note="Nothing was decided by one vote.")
    close_review(second, world.greta, note="We confirm what she said.")
    with pytest.raises(WrongState):
        close_review(first, world.greta, note="Again.")

    first.refresh_from_db()
    assert (first.reviewed_by, first.review_note) == (world.audra, "Nothing was decided by one vote.")
    assert Event.objects.filter(kind=EventKind.CORRECTION_REVIEWED).count() == 2


def test_what_a_partner_did_rests_on_a_membership(world: World, ada: User) -> None:
    world.accepted()
    membership = Membership.objects.get(user=world.paula)
    filed = Event.objects.get(kind=EventKind.CASE_SUBMITTED)

    correction = correct_right(membership, ada, first_on=today(), end_on=today() + DAY, reason="She had left them in spring.")

    assert filed.data["under"] == membership.pk
    assert (correction.right, correction.touched) == (membership, [filed.number])
    assert Membership.objects.get(pk=membership.pk).ended_at is not None
    assert verify_record().fault is None


def test_no_day_is_corrected_twice_nor_beyond_the_right(world: World, ada: User) -> None:
    _correct(world, ada, first_on=today() - 9 * DAY, end_on=today())
    given = Mandate.objects.get(user=world.mira).period.lower

    refused = []
    for days in ({"first_on": today() - 20 * DAY, "end_on": today() - 8 * DAY}, {"first_on": given - DAY, "end_on": today()}):
        with pytest.raises(Invalid) as gaps:
            _correct(world, ada, **days)
        refused += [(gap.code, gap.path) for gap in gaps.value.gaps]

    assert refused == [("twice", "first_on"), ("beyond", "first_on")]
    assert RightCorrection.objects.count() == 1


def test_the_past_of_a_head_is_corrected_with_the_reviews_that_rest_on_it(world: World, ada: User, bea: User) -> None:
    with at_time(now() - 9 * DAY):
        give(RightInput(kind=RightKind.HEAD, person=world.greta, body=Body.objects.get(pk="MFA"), first_on=today()), ada, bea)
    body = Body.objects.get(pk="MFA")
    close_review(_correct(world, ada, end_on=today()), world.greta, note="We confirm what she said.")
    review = Event.objects.get(kind=EventKind.CORRECTION_REVIEWED)
    days = {"first_on": today() - 9 * DAY, "end_on": today() + DAY, "reason": WHY}

    with pytest.raises(NotFound):
        correct_head(body, world.rhea, ada, **days)
    with pytest.raises(Invalid) as early:
        correct_head(body, world.greta, ada, **days | {"first_on": today() - 10 * DAY})
    correction = correct_head(body, world.greta, ada, **days)
    with pytest.raises(NotAllowed):
        close_review(correction, world.greta, note="I was it.")
    close_review(correction, world.audra, note="The review is taken again.")

    assert [gap.code for gap in early.value.gaps] == ["beyond"]
    assert (correction.right, correction.holder, correction.touched) == (None, world.greta, [review.number])
    assert Body.objects.get(pk="MFA").head is None
    assert verify_record().fault is None
