"""Differences settled by name: explained, to be corrected, or a cause to propose a suspension."""

from __future__ import annotations

import pytest

from licensing.acts.acting import now
from licensing.acts.licences.ledger import reverse_usage
from licensing.acts.licences.licence import suspend_licence
from licensing.acts.licences.obligations import accept_evidence
from licensing.acts.licences.reports.settling import list_outcomes, settle_difference
from licensing.acts.record.verification import verify_record
from licensing.choices import DifferenceOutcome, DutyState, LicenceState, ReportKind
from licensing.errors import Invalid, NotAllowed, NotFound, WrongState
from licensing.models import ConditionDuty, Event, Licence, Reminder, ReportDifference, Usage
from tests.acts.assessment.state import second_case_officer
from tests.by_hand import by_hand
from tests.reports import (
    TEN_GONE,
    issue_differing_licence,
    issue_reporting_licence,
    list_duties,
    report_period,
    report_transfer,
)
from tests.world import World

LOST = "One was lost at sea."
ACCEPTED, RETURNED, SUSPENSION = DifferenceOutcome.ACCEPTED, DifferenceOutcome.RETURNED, DifferenceOutcome.SUSPENSION


def settle(
    world: World, licence: Licence, outcome: DifferenceOutcome, reason: str = "One was lost at sea."
) -> ReportDifference:
    return settle_difference(licence, world.otto, licence.differences.get().pk, outcome=outcome, reason=reason)


def test_an_explanation_is_accepted_by_name_and_the_holder_is_told(world: World) -> None:
    licence = issue_differing_licence(world)

    settled = settle(world, licence, ACCEPTED)

    assert (settled.settled_as, settled.settled_by, settled.reason) == (ACCEPTED, world.otto, "One was lost at sea.")
    told = Event.objects.get(kind="report.settled").data
    assert (told["outcome"], told["reason"]) == ("accepted", "One was lost at sea.")
    with pytest.raises(WrongState, match="settled already"):
        settle(world, licence, RETURNED)


@pytest.mark.walk
def test_who_asks_for_a_corrected_report_opens_the_condition_again(world: World) -> None:
    licence = issue_reporting_licence(world)
    duty = list_duties(licence)[0]
    report_period(world, duty, delivered="9")

    settle(world, licence, RETURNED, "The ledger has ten.")
    duty.refresh_from_db()
    returned = (duty.state, duty.returned_because)
    report_period(world, duty)

    assert returned == (DutyState.OPEN, "The ledger has ten.")
    assert accept_evidence(licence, world.otto, duty.pk).met_at is not None


def test_a_corrected_report_is_filed_for_a_condition_that_was_met_already(world: World) -> None:
    licence = issue_reporting_licence(world)
    duty = list_duties(licence)[0]
    report_period(world, duty)
    accept_evidence(licence, world.otto, duty.pk)
    reverse_usage(licence, world.cus, Usage.objects.get().pk, message_id="never left")

    settle(world, licence, RETURNED, "Nothing has left.")
    duty.refresh_from_db()
    asked = (duty.state, duty.returned_because)

    assert asked == (DutyState.OPEN, "Nothing has left.")
    assert report_period(world, duty, delivered="0", used="0").state == DutyState.FILED
    assert not ReportDifference.objects.unsettled().exists()


def test_no_corrected_report_is_asked_for_where_none_can_be_filed(world: World) -> None:
    licence = issue_reporting_licence(world)
    duty = list_duties(licence)[0]
    report_period(world, duty, delivered="9")
    with by_hand():
        ConditionDuty.objects.filter(pk=duty.pk).update(ceased_at=now())

    with pytest.raises(Invalid) as refused:
        settle(world, licence, RETURNED)

    assert [gap.path for gap in refused.value.gaps] == ["outcome"]
    assert list_outcomes(licence, licence.differences.get()) == [ACCEPTED, SUSPENSION]


def test_filing_the_other_report_does_not_end_the_reminders_of_the_one_to_be_corrected(world: World) -> None:
    licence = issue_differing_licence(world)
    report_use(world, licence)
    settle(world, licence, RETURNED)

    report_use(world, licence)
    other = Reminder.objects.owed().filter(about=f"report:{licence.pk}:1").exists()
    report_transfer(world, licence, TEN_GONE)

    assert other
    assert not Reminder.objects.owed().filter(about=f"report:{licence.pk}:1").exists()


def report_use(world: World, licence: Licence) -> None:
    report_transfer(world, licence, {1: "8", 2: "0"}, kind=ReportKind.USE)


def test_who_proposes_a_suspension_suspends_nothing_and_the_holder_reads_nothing(world: World) -> None:
    licence = issue_reporting_licence(world)
    report_period(world, list_duties(licence)[0], delivered="3")

    settle(world, licence, SUSPENSION, "Seven are unaccounted for.")

    event = Event.objects.get(kind="report.suspension_proposed")
    assert Licence.objects.get(pk=licence.pk).state == LicenceState.ISSUED
    assert event not in Event.objects.for_applicant()


def test_a_proposal_is_dismissed_by_settling_it_otherwise_until_somebody_suspends(world: World) -> None:
    licence = issue_reporting_licence(world)
    for duty in list_duties(licence)[:2]:
        report_period(world, duty, delivered="3")
    first, second = licence.differences.order_by("found_at", "pk")
    for one in (first, second):
        settle_difference(licence, world.otto, one.pk, outcome=SUSPENSION, reason="Seven are unaccounted for.")
    waiting = ReportDifference.objects.to_settle().count()

    with pytest.raises(Invalid) as again:
        settle_difference(licence, world.otto, first.pk, outcome=SUSPENSION, reason="Again.")
    settle_difference(licence, world.otto, first.pk, outcome=ACCEPTED, reason="They were found.")
    suspend_licence(licence, world.otto, reason="Seven are unaccounted for.")
    with pytest.raises(WrongState):
        settle_difference(licence, world.otto, second.pk, outcome=ACCEPTED, reason="Too late.")

    assert (waiting, ReportDifference.objects.to_settle().count()) == (2, 0)
    assert [gap.sentence for gap in again.value.gaps] == ["A suspension is proposed already."]
    assert [one.data["outcome"] for one in Event.objects.for_applicant().filter(kind="report.settled")] == ["accepted"]


@pytest.mark.walk
def test_who_proposed_is_kept_apart_from_who_dismisses_it(world: World) -> None:
    licence = issue_reporting_licence(world)
    report_period(world, list_duties(licence)[0], delivered="3")
    settle(world, licence, SUSPENSION, "Seven are unaccounted for.")
    standing = ReportDifference.objects.get()
    other = second_case_officer()

    settle_difference(licence, other, standing.pk, outcome=ACCEPTED, reason="They were found.")

    found = ReportDifference.objects.get()
    assert (standing.settled_by, standing.proposed_by) == (world.otto, None)
    assert (found.settled_by, found.reason) == (other, "They were found.")
    assert (found.proposed_by, found.proposed_because) == (world.otto, "Seven are unaccounted for.")
    assert found.proposed_at == standing.settled_at
    assert verify_record().fault is None


@pytest.mark.walk
def test_a_reason_is_asked_and_only_an_officer_settles_what_is_of_the_licence(world: World) -> None:
    licence, other = issue_differing_licence(world), issue_reporting_licence(world)
    found = licence.differences.get()

    with pytest.raises(Invalid):
        settle(world, licence, ACCEPTED, " ")
    with pytest.raises(Invalid):
        settle(world, licence, DifferenceOutcome.AGREES)
    with pytest.raises(NotAllowed):
        settle_difference(licence, world.rhea, found.pk, outcome=ACCEPTED, reason="So.")
    with pytest.raises(NotFound):
        settle_difference(other, world.otto, found.pk, outcome=ACCEPTED, reason="So.")

    assert licence.differences.get().settled_at is None
