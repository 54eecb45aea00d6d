"""Who comes second gets one clear answer, and nothing is done twice. Real threads on PostgreSQL.

`./run races` runs each race a few times; RACES=200 runs it as often as the closing of an issue asks.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import transaction

from licensing.acts.acting import at_time, now, to_local_day
from licensing.acts.clocks import reminders
from licensing.acts.decisions import government
from licensing.acts.licences import ledger
from licensing.acts.licences import licence as licences
from licensing.acts.people.rights.ending import end_right
from licensing.acts.record.verification import verify_record
from licensing.acts.requests import amending, drafting, questions, submission
from licensing.acts.signoff import positions
from licensing.acts.signoff.limit import apply_limit
from licensing.models import (
    Case,
    ChainHead,
    Decision,
    Event,
    Licence,
    LicenceLine,
    Mandate,
    Position,
    Reminder,
    Round,
    RoutingRow,
    StandingPosition,
    Usage,
)
from licensing.outbox.routes import database_now
from licensing.policy.record.event_kinds import EventKind
from tests.by_hand import by_hand
from tests.races.racing import codes, race
from tests.trial import GOVERNMENT, MINISTRIES, make_overdue_case, use_procedure
from tests.waiting import wait_until_blocked
from tests.world import ALWAYS, REQUEST, World, approve, clearance, object_to, resolution

TIMES = int(os.environ.get("RACES", "2"))

again = pytest.mark.parametrize("nth", range(TIMES))


def kinds(case: Case) -> list[str]:
    return list(Event.objects.filter(case=case).order_by("number").values_list("kind", flat=True))


@again
def test_a_request_submitted_twice_at_once_is_filed_once(real_world: World, nth: int) -> None:
    case = real_world.ready()

    results = race(*[lambda: submission.submit_case(case, real_world.paula, declared=True)] * 3)

    assert codes(results) == ["ok", "wrong_state", "wrong_state"]
    assert case.versions.count() == 1
    assert kinds(case).count("case.submitted") == 1


@again
def test_two_holders_of_one_seat_speak_once(real_world: World, nth: int) -> None:
    case = real_world.with_need()

    results = race(
        lambda: positions.sign_case(case, real_world.greta, approve(), version=1),
        lambda: positions.sign_case(case, real_world.dan, object_to(), version=1),
    )

    assert codes(results) == ["ok", "seat_taken"]
    assert Position.objects.filter(round__case=case).count() == 1
    assert StandingPosition.objects.filter(round__case=case, seat__body="GS").count() == 1


@again
def test_one_person_speaks_for_one_seat_of_a_round(real_world: World, nth: int) -> None:
    case = real_world.with_need()
    with by_hand():
        Mandate.objects.create(user=real_world.mira, body_id="GS", kind="deputy", period=ALWAYS)

    results = race(
        lambda: positions.sign_case(case, real_world.mira, approve(), version=1, seat="MFA"),
        lambda: positions.sign_case(case, real_world.mira, approve(), version=1, seat="GS"),
    )

    assert codes(results) == ["ok", "seat_taken"]
    assert StandingPosition.objects.filter(round__case=case, person=real_world.mira).count() == 1


@again
def test_the_last_two_votes_close_the_round_once(real_world: World, nth: int) -> None:
    case = real_world.with_need()
    positions.sign_case(case, real_world.greta, approve(), version=1)

    results = race(
        lambda: positions.sign_case(case, real_world.rhea, approve(), version=1),
        lambda: positions.sign_case(case, real_world.mira, approve(), version=1),
    )

    assert codes(results) == ["ok", "ok"]
    assert Case.objects.get(pk=case.pk).state == "government_decision"
    assert kinds(case).count("round.closed") == 1
    assert Round.objects.filter(case=case).count() == 2


@again
def test_one_number_of_a_resolution_is_not_of_two_days(real_world: World, nth: int) -> None:
    with at_time(now() - timedelta(days=3)):
        one, other = real_world.before_government(), real_world.before_government(title="Another")
    today = to_local_day(now())

    results = race(
        lambda: government.grant_case(one, real_world.dora, resolution(on=today)),
        lambda: government.grant_case(other, real_world.dora, resolution(on=today - timedelta(days=1))),
    )

    assert codes(results) == ["invalid", "ok"]
    assert Decision.objects.count() == 1


@again
def test_a_passed_limit_has_one_consequence_however_many_workers_look(real_world: World, nth: int) -> None:
    case = make_overdue_case(real_world, MINISTRIES | {"escalation": {"to": "government"}}, GOVERNMENT, on_limit="refer_up")

    results = race(partial(apply_limit, case), reminders.close_due_rounds, partial(apply_limit, case))

    assert set(codes(results)) <= {"ok", "wrong_state"}
    assert [kinds(case).count(kind) for kind in ("limit.passed", "round.closed", "case.forwarded")] == [1, 1, 1]
    assert Round.objects.filter(case=case).count() == 2


@again
def test_a_passed_limit_against_the_last_vote_leads_to_one_next_stage(real_world: World, nth: int) -> None:
    case = make_overdue_case(real_world, MINISTRIES | {"deemed": "refuse"}, GOVERNMENT, on_limit="deemed")
    for member in (real_world.greta, real_world.mira):
        positions.sign_case(case, member, object_to(), version=1)

    race(partial(apply_limit, case), lambda: positions.sign_case(case, real_world.rhea, approve(), version=1))

    assert [kinds(case).count(kind) for kind in ("limit.passed", "round.closed", "case.forwarded")] == [1, 1, 1]


@again
def test_a_decision_is_recorded_once(real_world: World, nth: int) -> None:
    case = real_world.before_government()

    results = race(
        lambda: government.grant_case(case, real_world.dora, resolution()),
        lambda: government.refuse_case(case, real_world.dora, resolution(grounds=["R10"])),
        lambda: government.grant_case(case, real_world.dora, resolution()),
    )

    assert codes(results) == ["ok", "wrong_state", "wrong_state"]
    assert Decision.objects.filter(case=case).count() == 1
    assert Licence.objects.filter(case=case).count() == (Case.objects.get(pk=case.pk).state == "granted")


@again
def test_withdrawing_against_deciding_has_one_winner(real_world: World, nth: int) -> None:
    case = real_world.before_government()

    results = race(
        lambda: submission.withdraw_case(case, real_world.paula, reason="No longer needed"),
        lambda: government.grant_case(case, real_world.dora, resolution()),
    )

    assert codes(results) == ["ok", "wrong_state"]
    assert Case.objects.get(pk=case.pk).state in ("withdrawn", "granted")
    assert Decision.objects.filter(case=case).exists() == (Case.objects.get(pk=case.pk).state == "granted")


@again
def test_deciding_against_voting_decides_on_what_was_said_before(real_world: World, nth: int) -> None:
    seats = [{"body": "MOD", "chair": True}, {"body": "GS"}, {"body": "MFA"}]
    use_procedure(MINISTRIES, GOVERNMENT | {"rule": {"kind": "majority_seats", "early_close": True}, "seats": seats})
    case = real_world.before_government()
    for member in (real_world.rhea, real_world.greta):
        positions.sign_case(case, member, approve(), version=1)

    results = race(
        lambda: government.grant_case(case, real_world.dora, resolution()),
        lambda: positions.sign_case(case, real_world.mira, object_to(), version=1),
    )

    # Two of three are enough whatever the third says; what it said counts if it came first, and is refused if it came after.
    told = kinds(case)
    assert codes(results) in (["ok", "ok"], ["ok", "wrong_state"])
    assert Decision.objects.filter(case=case).count() == 1
    assert "position.taken" not in told[told.index("case.granted") :]
    last = Round.objects.filter(case=case).order_by("-number")[0]
    assert last.result["numbers"]["objections"] == (1 if codes(results) == ["ok", "ok"] else 0)


@again
def test_a_vote_that_turns_the_outcome_and_a_decision_never_both_stand(real_world: World, nth: int) -> None:
    seats = [{"body": "MOD"}, {"body": "GS"}]
    use_procedure(MINISTRIES, GOVERNMENT | {"rule": {"kind": "consensus", "silence": "block"}, "seats": seats})
    case = real_world.before_government()
    for member in (real_world.rhea, real_world.greta):
        positions.sign_case(case, member, approve(), version=1)

    results = race(
        lambda: government.grant_case(case, real_world.dora, resolution()),
        lambda: positions.sign_case(case, real_world.rhea, object_to(), version=1),
    )

    state = Case.objects.get(pk=case.pk).state
    assert codes(results) == (["ok", "wrong_state"] if state == "granted" else ["not_passed", "ok"])
    assert Decision.objects.filter(case=case).exists() == (state == "granted")


@again
def test_voting_against_withdrawing_leaves_no_vote_after_the_end(real_world: World, nth: int) -> None:
    case = real_world.with_need()

    results = race(
        lambda: positions.sign_case(case, real_world.mira, approve(), version=1),
        lambda: submission.withdraw_case(case, real_world.paula, reason="No longer needed"),
    )

    told = kinds(case)
    assert set(codes(results)) <= {"ok", "wrong_state"}
    assert "ok" in codes(results)
    assert "case.withdrawn" in told
    assert "position.taken" not in told[told.index("case.withdrawn") :]


@again
def test_voting_against_sending_back_never_lands_on_the_next_version(real_world: World, nth: int) -> None:
    case = real_world.with_need()

    race(
        lambda: positions.sign_case(case, real_world.mira, approve(), version=1),
        lambda: submission.send_back_case(case, real_world.otto, grounds=["N01"], reason="The route is missing"),
    )
    case = Case.objects.get(pk=case.pk)
    drafting.edit_case(case, real_world.paula, {"title": "Another request"})
    submission.submit_case(case, real_world.paula, declared=True)
    submission.accept_case(case, real_world.otto)

    late = race(lambda: positions.sign_case(case, real_world.mira, approve(), version=1))
    assert codes(late) == ["stale_version"]


@again
def test_voting_against_amending_never_counts_on_what_was_not_signed(real_world: World, nth: int) -> None:
    case = real_world.with_need()
    fewer = [REQUEST["items"][0] | {"quantity": "10"}, REQUEST["items"][1]]

    results = race(
        lambda: positions.sign_case(case, real_world.mira, approve(), version=1),
        lambda: amending.amend_case(case, real_world.paula, {"items": fewer}, reason="We need fewer"),
    )

    # The small procedure lets every seat depend on everything: whoever was first, no position stands on version 2.
    assert codes(results) in (["ok", "ok"], ["ok", "stale_version"])
    assert not StandingPosition.objects.filter(round__case=case).exists()
    assert Case.objects.get(pk=case.pk).versions.count() == 2


@again
def test_a_mandate_taken_away_is_gone_at_once(real_world: World, nth: int) -> None:
    case = real_world.with_need()
    mandate = Mandate.objects.get(user=real_world.mira)

    results = race(
        lambda: positions.sign_case(case, real_world.mira, approve(), version=1),
        lambda: end_right(mandate, real_world.mira, reason="I leave the ministry."),
    )
    after = race(lambda: positions.sign_case(case, real_world.mira, approve(), version=1))

    ended = Event.objects.get(kind=EventKind.RIGHT_ENDED).number
    assert codes(results) in (["ok", "ok"], ["no_mandate", "ok"], ["not_allowed", "ok"])
    assert codes(after) in (["no_mandate"], ["not_allowed"])
    # Whoever was first: nothing that cites the mandate is recorded behind its end.
    assert not Event.objects.filter(kind=EventKind.POSITION_TAKEN, number__gt=ended).exists()
    assert verify_record().fault is None


@again
def test_two_editors_of_one_draft_do_not_overwrite_one_another(real_world: World, nth: int) -> None:
    case = real_world.draft()

    results = race(
        lambda: drafting.edit_case(case, real_world.paula, {"title": "One"}, expected=case.revision),
        lambda: drafting.edit_case(case, real_world.paula, {"title": "Two"}, expected=case.revision),
    )

    assert codes(results) == ["ok", "stale"]
    assert Case.objects.get(pk=case.pk).revision == case.revision + 1


@again
def test_customs_never_draws_more_than_is_left(real_world: World, nth: int) -> None:
    licence = real_world.licence()

    draws = [lambda nr=number: ledger.draw_down_licence(licence, real_world.cus, clearance(f"m{nr}", 7)) for number in range(8)]
    results = race(*draws)

    line = LicenceLine.objects.get(licence=licence, number=1)
    assert codes(results) == ["ok"] * 5 + ["overdrawn"] * 3
    assert (line.used, line.left) == (Decimal(35), Decimal(5))
    assert sum(usage.quantity for usage in Usage.objects.filter(line=line)) == line.used


@again
@pytest.mark.parametrize("quantity", [5, 40])
def test_one_customs_message_sent_twice_at_once_is_one_entry(real_world: World, quantity: int, nth: int) -> None:
    # Whoever takes all forty uses the licence up, and then its state knows no draw-down any more.
    licence = real_world.licence()
    ledger.draw_down_licence(licence, real_world.cus, clearance("the other line", 4, line=2))

    results = race(*[lambda: ledger.draw_down_licence(licence, real_world.cus, clearance("same", quantity))] * 4)

    assert codes(results) == ["ok"] * 4
    assert len({usage.pk for usage in results}) == 1
    assert Usage.objects.filter(line__licence=licence, line__number=1).count() == 1


@again
def test_everybody_who_draws_from_a_halted_licence_is_told_so(real_world: World, nth: int) -> None:
    licence = real_world.licence()
    licences.suspend_licence(licence, real_world.otto, reason="Own need.")
    # Each has read the licence for itself, as each request does.
    draws = [
        partial(ledger.draw_down_licence, Licence.objects.get(pk=licence.pk), real_world.cus, clearance(f"M-{number}", 1))
        for number in range(12)
    ]

    results = race(*draws)

    assert codes(results) == ["not_in_force"] * 12
    assert not Usage.objects.exists()


@again
def test_suspending_against_drawing_has_a_clear_order(real_world: World, nth: int) -> None:
    licence = real_world.licence()

    race(
        lambda: licences.suspend_licence(licence, real_world.otto, reason="Urgent domestic need"),
        lambda: ledger.draw_down_licence(licence, real_world.cus, clearance("m1", 5)),
    )

    told = kinds(licence.case)
    assert "licence.suspended" in told
    assert "licence.drawn" not in told[told.index("licence.suspended") :]


@again
def test_halting_among_draws_and_reports_leaves_one_true_ledger(real_world: World, nth: int) -> None:
    licence, today = real_world.licence(), to_local_day(database_now())
    draws = [
        partial(ledger.draw_down_licence, licence, real_world.cus, clearance(f"d{number}", 3, cleared_on=today))
        for number in range(6)
    ]
    reports = [
        partial(ledger.report_clearance, licence, real_world.cus, clearance(f"r{number}", 15, cleared_on=today))
        for number in range(3)
    ]
    halt = partial(licences.suspend_licence, licence, real_world.otto, reason="Urgent domestic need")

    results = race(*draws[:3], halt, *reports, *draws[3:])

    # What was reported had left while it was in force, so it is kept whoever came first; what was asked after the halt is not.
    line = LicenceLine.objects.get(licence=licence, number=1)
    entries = list(Usage.objects.filter(line=line))
    told = list(Event.objects.filter(licence=licence, case=licence.case).order_by("number").values_list("kind", "data__usage"))
    halted = next(place for place, (kind, _usage) in enumerate(told) if kind == "licence.suspended")
    late = {str(usage.pk) for usage in entries if usage.late}
    assert set(codes(results)) <= {"ok", "not_in_force", "overdrawn"}
    assert sum(usage.reported for usage in entries) == 3
    assert line.cleared == sum(usage.quantity for usage in entries)
    assert "licence.drawn" not in [kind for kind, _usage in told[halted:]]
    assert late == {usage for kind, usage in told[halted:] if kind == "licence.irregular"}


def test_every_event_number_is_there_once_after_many_acts_at_once(real_world: World) -> None:
    drafts = [real_world.draft() for _ in range(8)]

    race(*[lambda case=case: drafting.edit_case(case, real_world.paula, {"title": "At once"}) for case in drafts])

    numbers = list(Event.objects.order_by("number").values_list("number", flat=True))
    chain = list(Event.objects.order_by("number").values_list("previous", "digest"))
    assert numbers == list(range(1, len(numbers) + 1))
    assert [previous for previous, _ in chain[1:]] == [digest for _, digest in chain[:-1]]


def test_who_waited_for_an_act_acts_after_it(real_world: World) -> None:
    case = real_world.accepted()
    amend = partial(amending.amend_case, case, real_world.paula, {"title": "Forty-two UAVs"}, reason="Two more.")

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            amending.amend_case(case, real_world.paula, {"title": "Forty-one UAVs"}, reason="One more.")
            waiting = pool.submit(race, amend)
            wait_until_blocked()
            let_go = database_now()
        assert codes(waiting.result(timeout=30)) == ["ok"]

    first, second = Event.objects.filter(case=case, kind="case.amended").order_by("number")
    assert first.at < let_go <= second.at
    clocks = list(case.clocks.filter(kind="stage").order_by("started_at"))
    assert [before.ended_at for before in clocks[:-1]] == [after.started_at for after in clocks[1:]]


def test_a_clock_that_ends_while_its_reminder_leaves_owes_no_other_one(real_world: World) -> None:
    case = real_world.filed()
    clock = case.clocks.get(kind="completeness")
    due = {"deadline_at": clock.due_at, "due_at": database_now() - timedelta(days=1)}
    Reminder.objects.create(case=case, clock=clock, rule_id="completeness_overdue", about=f"clock:{clock.pk}", **due)

    sent, accepted = _while_a_reminder_leaves(partial(submission.accept_case, case, real_world.otto))

    assert (sent, accepted.state) == (1, "ministry_review")
    assert list(Reminder.objects.owed().filter(clock=clock)) == []


def test_a_question_that_is_answered_while_its_reminder_leaves_owes_no_other_one(real_world: World) -> None:
    case = real_world.accepted()
    day = to_local_day(database_now()) + timedelta(days=5)
    question = questions.ask_question(case, real_world.otto, text="Which depot?", due_on=day)
    at = database_now() - timedelta(days=9)
    Reminder.objects.owed().filter(question=question).update(cancelled_at=at)
    due = {"deadline_at": at, "due_at": at + timedelta(days=2)}
    Reminder.objects.create(case=case, question=question, rule_id="question_overdue", about=f"question:{question.pk}", **due)

    sent, answer = _while_a_reminder_leaves(
        partial(questions.answer_question, case, real_world.paula, question.pk, text="The one of Tallinn.")
    )

    assert (sent, answer.text) == (1, "The one of Tallinn.")
    assert list(Reminder.objects.owed().filter(question=question)) == []


def _while_a_reminder_leaves(act: Callable[[], Any]) -> tuple[int, Any]:
    """How many reminders left, and what came of an act that began while they were on their way."""
    with ThreadPoolExecutor(2) as pool:
        with transaction.atomic():
            # Nobody can tell of anything, so the reminder is on its way when the act begins.
            ChainHead.objects.select_for_update().get(name="events")
            sending = pool.submit(race, reminders.send_due_reminders)
            wait_until_blocked()
            acting = pool.submit(race, act)
            wait_until_blocked(2)
        [sent], [done] = sending.result(timeout=30), acting.result(timeout=30)
    return sent, done


@again
def test_sales_that_are_accepted_at_once_do_not_each_slip_through(real_world: World, nth: int) -> None:
    with by_hand():
        RoutingRow.objects.filter(code="tests").delete()
    item = REQUEST["items"][0] | {"quantity": "19", "unit_price": "100000.00"}
    cases = [real_world.ready(items=[item]) for _ in range(3)]

    def run(case: Case) -> str:
        submission.submit_case(case, real_world.paula, declared=True)
        return str(submission.accept_case(case, real_world.otto).routing["procedure"])

    results = race(*[partial(run, case) for case in cases])

    # Whoever comes first is a small sale; no other one is, in whatever order they were filed and accepted.
    assert results.count("fast-lane") <= 1
    assert set(results) <= {"fast-lane", "national-military"}


@again
def test_a_sale_that_is_amended_while_another_is_accepted_is_counted_by_one_of_both(real_world: World, nth: int) -> None:
    with by_hand():
        RoutingRow.objects.filter(code="tests").delete()
    item = REQUEST["items"][0] | {"quantity": "19", "unit_price": "100000.00"}
    small = submission.accept_case(real_world.filed(items=[item | {"quantity": "1"}]), real_world.otto)
    other = real_world.filed(items=[item | {"quantity": "18"}])

    results = race(
        lambda: amending.amend_case(small, real_world.paula, {"items": [item]}, reason="More of them"),
        lambda: submission.accept_case(other, real_world.otto).routing["procedure"],
    )

    # Either the amendment comes second and belongs under another procedure, or the acceptance does and takes the full one.
    assert results[1] == "national-military" or codes(results[:1]) == ["invalid"]
