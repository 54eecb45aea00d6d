"""A slip of the pen in a decision, put right beside what was recorded: by another decider, and never in substance."""

from __future__ import annotations

from datetime import timedelta

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.acts.decisions import appeal, corrections, government
from licensing.acts.record.verification import verify_record
from licensing.choices import Audience
from licensing.errors import ConflictOfDuties, Invalid, NotAllowed, Problem, Stale, WrongState
from licensing.models import Case, CaseDuty, DecisionCorrection, Event, Licence
from licensing.models.decisions.correction import find_decisions_numbered
from licensing.policy.record.digests import compute_digest
from licensing.policy.record.disclosure import disclose_to_applicant
from licensing.policy.record.event_kinds import EventKind
from tests.trial import make_refused_case
from tests.world import World, resolution


def test_a_correction_stands_beside_the_decision_it_corrects(world: World) -> None:
    case, dmytro = world.granted(), world.decider()
    before = Case.objects.get(pk=case.pk).decision

    corrections.correct_decision(case, dmytro, resolution_no="471-r", reason="Two digits were exchanged.")

    case = Case.objects.get(pk=case.pk)
    kept = DecisionCorrection.objects.get()
    event = Event.objects.get(kind="decision.corrected")
    assert (case.state, case.decision, case.decision and case.decision.resolution_no) == ("granted", before, "417-r")
    assert (kept.resolution_no, kept.corrected_by, kept.number) == ("471-r", dmytro, 1)
    assert kept.digest == compute_digest(kept.as_signed_data()) == event.data["digest"]
    assert disclose_to_applicant(event.kind, event.data) == {
        "decision": str(kept.decision_id),
        "resolution_no": "471-r",
        "resolution_on": kept.resolution_on.isoformat(),
        "reason": "Two digits were exchanged.",
    }
    assert Audience.APPLICANT in EventKind.DECISION_CORRECTED.declaration.audiences
    assert CaseDuty.objects.get(case=case, person=dmytro).duty == "decided"
    assert verify_record().fault is None


def test_what_is_left_out_stays_as_it_reads_now(world: World) -> None:
    case, dmytro = make_refused_case(world), world.decider()

    corrections.correct_decision(case, dmytro, resolution_no="471-r", reason="Two digits were exchanged.")
    second = corrections.correct_decision(case, dmytro, reasons="Own need.", reason="The words were left out.")

    assert (second.number, second.resolution_no, second.reasons) == (2, "471-r", "Own need.")


@pytest.mark.parametrize(
    ("who", "reason", "expected"),
    [("dora", "A slip.", ConflictOfDuties), ("rhea", "A slip.", ConflictOfDuties), ("audra", "A slip.", NotAllowed)],
)
def test_only_a_decider_who_did_not_record_it_corrects(world: World, who: str, reason: str, expected: type[Problem]) -> None:
    case = world.granted()

    with pytest.raises(expected):
        corrections.correct_decision(case, getattr(world, who), resolution_no="471-r", reason=reason)

    assert not DecisionCorrection.objects.exists()


def test_a_correction_needs_a_reason_and_something_to_correct(world: World) -> None:
    case, dmytro = world.granted(), world.decider()

    for given in ({"resolution_no": "471-r", "reason": " "}, {"resolution_no": "417-r", "reason": "Nothing."}):
        with pytest.raises(Invalid) as refusal:
            corrections.correct_decision(case, dmytro, **given)
        assert [gap.path for gap in refusal.value.gaps] == ["reason"]


def test_the_corrected_day_is_one_on_which_the_case_could_be_decided(world: World) -> None:
    case, dmytro = world.granted(), world.decider()
    today = to_local_day(now())

    for day in (today + timedelta(days=1), today - timedelta(days=400)):
        with pytest.raises(Invalid) as refusal:
            corrections.correct_decision(case, dmytro, resolution_on=day, reason="The day was wrong.")
        assert [gap.path for gap in refusal.value.gaps] == ["resolution_on"]


def test_reasons_are_put_in_other_words_and_not_taken_out(world: World) -> None:
    case = world.before_government()
    government.refuse_case(case, world.dora, resolution(grounds=["R10"], reasons="Own ned."))

    with pytest.raises(Invalid) as refusal:
        corrections.correct_decision(case, world.decider(), reasons="", reason="Not needed.")

    assert [gap.path for gap in refusal.value.gaps] == ["reasons"]


@pytest.mark.walk
def test_a_corrected_number_belongs_to_one_day_of_its_year(world: World) -> None:
    first, second, dmytro = world.granted(), world.before_government(title="Another"), world.decider()
    corrections.correct_decision(first, dmytro, resolution_no="471-r", reason="Two digits were exchanged.")
    # The number by which it was recorded is free again; the one by which it reads now is not.
    yesterday = to_local_day(now()) - timedelta(days=1)
    Case.objects.filter(pk=second.pk).update(accepted_at=now() - timedelta(days=9))

    with pytest.raises(Invalid) as taken:
        government.grant_case(second, world.dora, resolution(number="471-r", on=yesterday))
    government.grant_case(second, world.dora, resolution(number="417-r", on=yesterday))
    with pytest.raises(Invalid) as back:
        corrections.correct_decision(first, dmytro, resolution_no="417-r", reason="It was right.")

    assert [[gap.code for gap in one.value.gaps] for one in (taken, back)] == [["taken"], ["taken"]]
    assert [one.case_id for one in find_decisions_numbered("471-r")] == [first.pk]


@pytest.mark.walk
def test_the_cases_of_one_resolution_are_corrected_one_by_one(world: World) -> None:
    cases, dmytro = [world.granted(title="One"), world.granted(title="Two")], world.decider()
    yesterday = to_local_day(now()) - timedelta(days=1)
    Case.objects.filter(pk__in=[case.pk for case in cases]).update(accepted_at=now() - timedelta(days=9))

    for case in cases:
        corrections.correct_decision(case, dmytro, resolution_on=yesterday, reason="It was the day before.")

    assert {one.day_now for one in find_decisions_numbered("417-r")} == {yesterday}


def test_a_correction_leaves_the_substance_and_the_licence_alone(world: World) -> None:
    case = world.granted()
    licence = Licence.objects.values().get(case=case)

    corrections.correct_decision(case, world.decider(), resolution_no="471-r", reason="Two digits were exchanged.")

    assert Licence.objects.values().get(case=case) == licence


def test_what_is_not_decided_or_was_changed_meanwhile_is_not_corrected(world: World) -> None:
    case, dmytro = make_refused_case(world), world.decider()

    with pytest.raises(Stale):
        corrections.correct_decision(case, dmytro, resolution_no="471-r", reason="A slip.", expected=1)
    appeal.appeal_case(case, world.paula, reason="The shortage is over.")
    with pytest.raises(WrongState):
        corrections.correct_decision(case, dmytro, resolution_no="471-r", reason="A slip.")
