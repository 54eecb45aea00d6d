"""A visit is planned with its day and persons and recorded with what it found, which follows the end user to its licences."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.acts.clocks import reminders
from licensing.acts.licences import ledger
from licensing.acts.licences.licence import revoke_licence
from licensing.acts.licences.monitoring.visit import (
    build_visit_deadline,
    build_visit_key,
    call_off_visit,
    plan_visit,
    record_visit,
)
from licensing.acts.record.verification import verify_record
from licensing.choices import LicenceState, ReviewCause, VisitFinding, VisitKind
from licensing.errors import Invalid, NotAllowed, WrongState
from licensing.models import Event, Licence, LicenceReview, Reminder
from tests.visits import PERSONS, issue_visited_licence, record
from tests.world import World, clearance


def plan(world: World, subject: Licence, **given: Any) -> Any:
    due_on = to_local_day(now()) + timedelta(days=30)
    words = {"kind": VisitKind.SITE, "place": "Depot 4", "persons": PERSONS, "due_on": due_on, **given}
    return plan_visit(subject, world.otto, **words)


@pytest.mark.walk
def test_an_adverse_finding_opens_reviews_of_the_end_users_licences_in_force(world: World) -> None:
    subject, other = issue_visited_licence(world), world.licence(title="Other")
    ended = world.licence(title="Ended")
    revoke_licence(ended, world.dora, reason="The buyer is bankrupt.")

    visit = record(world, subject, VisitFinding.MISSING)
    opened, again = reminders.open_due_reviews(), reminders.open_due_reviews()

    reviews = LicenceReview.objects.all()
    assert (opened, again, {one.licence for one in reviews}) == (2, 0, {subject, other})
    assert {(one.cause, one.opened_by) for one in reviews} == {(ReviewCause.VISIT, None)}
    assert all(f"under the licence {subject.number}" in one.finding and "goods are missing" in one.finding for one in reviews)
    assert Reminder.objects.owed().filter(about__startswith="review:").values("case").distinct().count() == 2
    assert {one.licence for one in visit.concerns.all()} == {subject, other}
    assert verify_record().fault is None


@pytest.mark.parametrize("finding", [VisitFinding.AS_DECLARED, VisitFinding.UNVERIFIED])
def test_a_finding_that_is_not_adverse_opens_none(world: World, finding: VisitFinding) -> None:
    visit = record(world, issue_visited_licence(world), finding)

    assert (reminders.open_due_reviews(), visit.concerns.count(), visit.finding) == (0, 0, finding)
    assert not Reminder.objects.owed().filter(about=build_visit_key(visit)).exists()


def test_officers_are_reminded_of_its_day(world: World) -> None:
    visit = issue_visited_licence(world).visits.get()

    owed = Reminder.objects.owed().filter(about=build_visit_deadline(visit).about)

    assert set(owed.values_list("rule", flat=True)) == {
        "licence_visit_t14",
        "licence_visit_t03",
        "licence_visit_overdue",
        "licence_visit_late",
    }


def test_what_cannot_be_is_refused_and_nothing_changes(world: World) -> None:
    subject, today = issue_visited_licence(world), to_local_day(now())
    fresh = world.licence(title="Fresh")
    given = {"done_on": today, "persons": PERSONS, "finding": VisitFinding.AS_DECLARED, "report": "All there."}

    with pytest.raises(WrongState, match="planned already"):
        plan(world, subject)
    for changed in ({"due_on": today - timedelta(days=1)}, {"place": " "}, {"persons": ""}):
        with pytest.raises(Invalid):
            plan(world, fresh, **changed)
    for wrong in (
        {"done_on": today + timedelta(days=1)},
        {"done_on": today - timedelta(days=400)},
        {"report": " "},
        {"persons": " "},
    ):
        with pytest.raises(Invalid):
            record_visit(subject, world.otto, **{**given, **wrong})
    with pytest.raises(WrongState, match="No visit is planned"):
        record_visit(fresh, world.otto, **given)
    with pytest.raises(NotAllowed):
        record_visit(subject, world.dora, **given)

    assert (subject.visits.get().finding, fresh.visits.count()) == ("", 0)


def test_nothing_is_found_of_what_has_not_left(world: World) -> None:
    subject = world.licence()
    plan(world, subject)

    with pytest.raises(WrongState, match="Nothing has left"):
        record(world, subject, VisitFinding.MISSING)


def test_a_visit_that_is_called_off_makes_place_for_another(world: World) -> None:
    subject = issue_visited_licence(world)

    off = call_off_visit(subject, world.otto, reason="They come home.")
    made = plan(world, Licence.objects.get(pk=subject.pk), kind=VisitKind.DELIVERY)

    assert (off.called_off_because, off.recorded_at, made.number) == ("They come home.", None, 2)
    assert not Reminder.objects.owed().filter(about=build_visit_key(off)).exists()
    assert Event.objects.get(kind="licence.visit_called_off").data["reason"] == "They come home."
    with pytest.raises(Invalid):
        call_off_visit(Licence.objects.get(pk=subject.pk), world.otto, reason=" ")


def test_what_is_adverse_opens_a_review_of_a_licence_that_is_used_in_full(world: World) -> None:
    subject = issue_visited_licence(world)
    for number, (line, quantity) in enumerate(((1, 30), (2, 4))):
        ledger.draw_down_licence(
            Licence.objects.get(pk=subject.pk), world.cus, clearance(f"rest {number}", quantity, line=line)
        )
    assert Licence.objects.get(pk=subject.pk).state == LicenceState.EXHAUSTED

    record(world, subject, VisitFinding.DIVERTED)

    assert (reminders.open_due_reviews(), LicenceReview.objects.get().licence) == (1, subject)


def test_the_goods_of_a_licence_that_has_ended_are_visited_still(world: World) -> None:
    subject = issue_visited_licence(world)
    revoke_licence(subject, world.dora, reason="The buyer is bankrupt.")

    visit = record(world, subject, VisitFinding.DIVERTED)

    assert (visit.finding, reminders.open_due_reviews()) == ("diverted", 0)
