"""A legal time limit that passes without a decision: what its procedure says follows, once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from licensing.acts.acting import at_time
from licensing.acts.clocks import reminders
from licensing.acts.decisions import government
from licensing.acts.record.verification import verify_record
from licensing.acts.requests import questions
from licensing.acts.signoff import positions
from licensing.acts.signoff.limit import apply_limit
from licensing.choices import ClockKind, LimitConsequence, RoundEnd, StageOutcome
from licensing.errors import Invalid, WrongState
from licensing.models import Case, Clock, Event, Licence, Position
from tests.acts.signoff.cases import reload_case, stage_outcomes, use_stage
from tests.scenes import scene
from tests.world import World, approve, object_to, resolution

# Forty-five days after a file was accepted the limit has passed; the stage of 14 days waits for its seats meanwhile.
LONG_AGO = timedelta(days=50)
UP = {"to": "committee"}


@scene
def overdue_case(world: World, *views: positions.PositionInput) -> Case:
    """A case past its legal limit, in whose first stage the first seats have said this."""
    with at_time(timezone.now() - LONG_AGO):
        case = world.with_need()
        for member, view in zip((world.rhea, world.greta, world.mira), views, strict=False):
            positions.sign_case(case, member, view, version=1)
    return reload_case(case)


def legal_clock(case: Case) -> Clock:
    return case.clocks.get(kind=ClockKind.LEGAL)


def told(case: Case) -> list[str]:
    """What each event of a passed limit says followed."""
    return [event.data["consequence"] for event in Event.objects.filter(case=case, kind="limit.passed").order_by("number")]


@pytest.mark.walk
def test_by_default_people_are_alerted_once_and_the_stage_stays_open(world: World) -> None:
    use_stage(world)
    case = overdue_case(world, approve())

    runs = [reminders.close_due_rounds() for _ in range(3)]

    assert (runs, told(case)) == ([1, 0, 0], ["alert"])
    assert reload_case(case).rounds.get().is_open
    assert (legal_clock(case).ended_at, legal_clock(case).wake_at) == (None, None)
    assert Event.objects.get(case=case, kind="limit.passed").actor is None


@pytest.mark.walk
def test_a_limit_that_refers_up_opens_the_stage_above_as_an_escalation_does(world: World) -> None:
    use_stage(world, escalation=UP, higher=True, on_limit="refer_up")
    case = overdue_case(world, approve())

    assert apply_limit(case) == LimitConsequence.REFER_UP

    assert stage_outcomes(case) == [("ministries", "escalated"), ("committee", "pending")]
    first, second = case.rounds.order_by("number")
    assert (first.ended_by, second.seats.count()) == (RoundEnd.LIMIT, 3)
    assert verify_record().fault is None


@pytest.mark.walk
@pytest.mark.parametrize(
    ("deemed", "outcome", "consequence"),
    [
        ("approve", StageOutcome.PASSED, LimitConsequence.DEEMED_APPROVED),
        ("refuse", StageOutcome.NOT_PASSED, LimitConsequence.DEEMED_REFUSED),
    ],
)
def test_a_deemed_outcome_carries_the_case_to_the_government_and_is_nobodys(
    world: World, deemed: str, outcome: str, consequence: str
) -> None:
    use_stage(world, on_limit="deemed", deemed=deemed)
    case = overdue_case(world)

    assert apply_limit(case) == consequence

    round = case.rounds.get(stage__code="ministries")
    assert (round.outcome, round.ended_by, round.is_deemed) == (outcome, RoundEnd.LIMIT, True)
    assert "nobody signed it" in round.explanation
    assert not Position.objects.filter(round__case=case).exists()
    assert (reload_case(case).state, Licence.objects.filter(case=case).count()) == ("government_decision", 0)
    assert verify_record().fault is None


@pytest.mark.walk
def test_the_government_has_the_last_word_over_what_was_deemed(world: World) -> None:
    use_stage(world, on_limit="deemed", deemed="refuse")
    case = overdue_case(world)
    apply_limit(case)

    with pytest.raises(Invalid) as refusal:
        government.grant_case(reload_case(case), world.dora, resolution())
    assert [gap.path for gap in refusal.value.gaps] == ["reasons"]
    government.grant_case(reload_case(case), world.dora, resolution(reasons="The need is stated and the partner is known."))

    assert reload_case(case).state == "granted"


@pytest.mark.walk
def test_what_was_said_decides_where_it_can_whatever_would_be_deemed(world: World) -> None:
    use_stage(world, rule={"kind": "majority_cast", "early_close": False}, on_limit="deemed", deemed="approve")
    case = overdue_case(world, object_to(), object_to())

    assert apply_limit(case) == LimitConsequence.COUNTED

    round = case.rounds.get(stage__code="ministries")
    assert (round.outcome, round.is_deemed, round.ended_by) == (StageOutcome.NOT_PASSED, False, RoundEnd.LIMIT)


@pytest.mark.walk
def test_nothing_but_the_alert_follows_where_no_stage_below_the_government_is_open(world: World) -> None:
    use_stage(world, on_limit="deemed", deemed="approve")
    case = overdue_case(world, approve(), approve(), approve())

    assert apply_limit(case) == LimitConsequence.ALERT

    event = Event.objects.get(case=case, kind="limit.passed")
    assert (event.data["stage"], "only the government ends it" in event.data["because"]["en"]) == ("government", True)
    assert reload_case(case).rounds.order_by("-number")[0].is_open


def test_the_limit_leaves_an_outcome_that_can_still_be_referred_up_its_time(world: World) -> None:
    window = UP | {"triggers": ["split"], "within": {"amount": 60}, "default": "stands"}
    use_stage(world, rule={"kind": "single"}, chair="MOD", escalation=window, higher=True, on_limit="refer_up")
    case = overdue_case(world, approve(), object_to(), object_to())

    assert apply_limit(case) == LimitConsequence.ALERT

    assert case.clocks.running().filter(kind=ClockKind.ESCALATION).exists()


@pytest.mark.walk
def test_a_question_to_the_applicant_holds_the_limit_and_its_consequence(world: World) -> None:
    use_stage(world, on_limit="deemed", deemed="refuse")
    with at_time(timezone.now() - LONG_AGO):
        case = world.with_need()
    with at_time(timezone.now() - timedelta(days=40)):
        question = questions.ask_question(
            case, world.otto, text="Where is it?", due_on=timezone.localdate() - timedelta(days=20)
        )

    with pytest.raises(WrongState):
        apply_limit(case)
    reminders.close_due_rounds()
    assert told(case) == []

    with at_time(timezone.now() - timedelta(days=1)):
        questions.withdraw_question(case, world.otto, question.pk)
    reminders.close_due_rounds()
    assert told(case) == []
    with at_time(legal_clock(case).due_at):
        reminders.close_due_rounds()
    assert told(case) == ["deemed_refuse"]


def test_a_stage_that_waits_for_its_seats_does_not_put_off_the_limit(world: World) -> None:
    use_stage(world)
    case = overdue_case(world)
    stage, legal = case.clocks.get(kind=ClockKind.STAGE), legal_clock(case)
    assert stage.wake_at is not None
    assert stage.wake_at < timezone.now()

    assert reminders.close_due_rounds() == 1

    assert (told(case), Clock.objects.get(pk=legal.pk).consequence) == (["alert"], "alert")


def test_a_pause_after_the_limit_brings_no_second_consequence(world: World) -> None:
    use_stage(world)
    case = overdue_case(world)
    apply_limit(case)

    with at_time(timezone.now()):
        question = questions.ask_question(
            case, world.otto, text="Where is it?", due_on=timezone.localdate() + timedelta(days=9)
        )
        questions.withdraw_question(case, world.otto, question.pk)

    assert (legal_clock(case).wake_at, reminders.close_due_rounds(), told(case)) == (None, 0, ["alert"])
