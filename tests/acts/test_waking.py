"""What time does to open cases: found by an index, in proportion to what is due, and never held up by what refuses."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from licensing.acts.acting import at_time, now
from licensing.acts.clocks import reminders, timing
from licensing.acts.clocks.timing import SNOOZE_TIME, SNOOZE_TIME_WHEN_BUSY, find_cases_with_due_clocks
from licensing.acts.decisions import government
from licensing.acts.record.verification import verify_record
from licensing.acts.requests import submission
from licensing.acts.signoff.positions import sign_case
from licensing.choices import ClockKind
from licensing.models import Calendar, Case, CaseKind, Clock, Event, Holiday, Licence, Reminder, ReminderRule
from tests.acts.clocks.test_timing import KYIV, at
from tests.acts.record.test_verification import behind_the_back
from tests.plans import planned, rows_read
from tests.trial import GOVERNMENT, MINISTRIES, use_procedure
from tests.world import World, approve, object_to, resolution


def overdue(world: World, *, silence: str) -> Case:
    """A case before the ministries, where one of three has not spoken."""
    use_procedure(MINISTRIES | {"rule": {"kind": "unanimity", "silence": silence}}, GOVERNMENT)
    case = world.with_need()
    for member in (world.rhea, world.greta):
        sign_case(case, member, approve(), version=1)
    return case


def open_round_closed(case: Case) -> bool:
    return bool(case.rounds.order_by("number")[0].closed_at)


def test_a_round_that_waits_for_its_seats_does_not_stand_before_those_that_can_end(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timing, "BATCH_SIZE", 1)
    with at_time(at("2026-03-02")):
        blocked = [overdue(world, silence="block") for _ in range(2)]
    with at_time(at("2026-03-03")):
        free = overdue(world, silence="no_objection")

    with at_time(at("2026-03-26")):
        done = reminders.close_due_rounds()

    assert done == 1
    assert [open_round_closed(case) for case in (*blocked, free)] == [False, False, True]


def test_a_tie_that_the_chair_left_unbroken_goes_up_when_the_time_is_over(world: World) -> None:
    left_to_the_chair = {
        "rule": {"kind": "majority_cast", "tie": "chair", "silence": "escalate"},
        "seats": [{"body": "MOD", "chair": True}, {"body": "GS"}],
        "escalation": {"to": "heads", "triggers": ["tie", "deadline"]},
    }
    use_procedure(MINISTRIES | left_to_the_chair, MINISTRIES | {"code": "heads", "only_when_referred": True}, GOVERNMENT)
    with at_time(at("2026-03-02")):
        case = world.with_need()
        sign_case(case, world.rhea, approve(), version=1)
        sign_case(case, world.greta, object_to(), version=1)

    with at_time(at("2026-03-26")):
        done = reminders.close_due_rounds()

    rounds = case.rounds.order_by("number").values_list("stage__code", "outcome", "result__missing")
    assert done == 1
    assert list(rounds) == [("ministries", "escalated", ["MOD"]), ("heads", "pending", None)]


def test_what_refused_is_looked_at_again_after_a_while_and_not_at_every_tick(world: World) -> None:
    with at_time(at("2026-03-02")):
        case = overdue(world, silence="block")
    with at_time(at("2026-03-26")):
        reminders.close_due_rounds()

        waiting = find_cases_with_due_clocks(ClockKind.STAGE, now=now() + SNOOZE_TIME - timedelta(seconds=1))
        again = find_cases_with_due_clocks(ClockKind.STAGE, now=now() + SNOOZE_TIME)

    assert (waiting, again) == ([], [case])


def test_a_case_that_somebody_is_at_work_on_is_looked_at_again_soon(real_world: World) -> None:
    with at_time(at("2026-03-02")):
        case = overdue(real_world, silence="no_objection")
    other = connection.copy()
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute("SELECT 1 FROM licensing_case WHERE id = %s FOR UPDATE", [case.pk])

    with at_time(at("2026-03-26")):
        done = reminders.close_due_rounds()
        soon = find_cases_with_due_clocks(ClockKind.STAGE, now=now() + SNOOZE_TIME_WHEN_BUSY)
    other.rollback()
    other.close()

    assert (done, soon) == (0, [case])


def test_a_case_whose_clocks_somebody_holds_keeps_no_other_from_being_woken(real_world: World) -> None:
    with at_time(at("2026-03-02")):
        held, sound = overdue(real_world, silence="no_objection"), overdue(real_world, silence="no_objection")
    other = connection.copy()
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute("SELECT 1 FROM licensing_case WHERE id = %s FOR UPDATE", [held.pk])
        cursor.execute("SELECT 1 FROM licensing_clock WHERE case_id = %s FOR UPDATE", [held.pk])

    with at_time(at("2026-03-26")):
        done = reminders.close_due_rounds()
    other.rollback()
    other.close()

    assert (done, [open_round_closed(case) for case in (held, sound)]) == (1, [False, True])


def test_a_fault_in_one_case_leaves_the_clocks_of_the_others_going(world: World) -> None:
    with at_time(at("2026-03-02")):
        broken, sound = overdue(world, silence="no_objection"), overdue(world, silence="no_objection")
    with behind_the_back():
        broken.rounds.open().update(rule={"kind": "a rule of nobody"})

    with at_time(at("2026-03-26")):
        reminders.close_due_rounds()

    assert [open_round_closed(case) for case in (broken, sound)] == [False, True]


def test_a_reminder_that_cannot_be_told_leaves_the_others_going(world: World) -> None:
    with at_time(at("2026-03-02")):
        first, second = world.accepted(), world.accepted()
    # A deadline from before the beginning of time: a fault of ours, whatever it comes from.
    ReminderRule.objects.filter(pk="stage_t10").update(repeat_every=2)
    Reminder.objects.filter(case=first, rule="stage_t10").update(deadline_at=datetime(1, 1, 1, tzinfo=UTC))

    with at_time(at("2026-03-14")):
        sent = reminders.send_due_reminders()

    assert sent == 1
    assert set(Event.objects.filter(kind="reminder.due").values_list("case", flat=True)) == {second.pk}


def crowd(world: World, size: int) -> None:
    """So many more open cases, none of which has anything due: with a clock, a reminder and a licence each."""
    begun, calendar, rule = now(), Calendar.objects.get(pk="UA"), ReminderRule.objects.get(pk="stage_t10")
    later, kind = begun + timedelta(days=60), CaseKind.objects.get(pk="single_permit")
    cases = Case.objects.bulk_create(
        Case(kind=kind, organisation=world.partner, created_by=world.paula, created_at=begun) for _ in range(size)
    )
    Clock.objects.bulk_create(
        Clock(
            case=one,
            kind=ClockKind.STAGE,
            term_amount=60,
            term_unit="calendar",
            calendar=calendar,
            calendar_version=calendar.as_policy().version,
            started_at=begun,
            due_at=later,
            wake_at=later,
        )
        for one in cases
    )
    Reminder.objects.bulk_create(
        Reminder(case=one, rule=rule, about=f"clock:{one.pk}", deadline_at=later, due_at=later) for one in cases
    )
    Licence.objects.bulk_create(
        Licence(number=str(one.pk)[:32], case=one, organisation=world.partner, issued_at=begun, valid_until=date(2099, 1, 1))
        for one in cases
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE licensing_case, licensing_clock, licensing_reminder, licensing_licence, licensing_clockpause")


SCANS = {
    "close_due_rounds": "clock_by_waking",
    "end_due_pauses": "clock_by_waking",
    "send_due_reminders": "reminder_owed_by_due",
    "expire_due_licences": "licence_by_end",
}


@pytest.mark.parametrize("scan", sorted(SCANS))
def test_a_scan_costs_what_is_due_and_not_what_is_open(world: World, scan: str) -> None:
    crowd(world, 1)
    with_one_open = statements(scan)
    crowd(world, 1_000)

    with_a_thousand_open = statements(scan)
    plans = [planned(one) for one in with_a_thousand_open if one.startswith("SELECT")]

    assert len(with_a_thousand_open) == len(with_one_open)
    assert SCANS[scan] in str(plans)
    assert [rows_read(plan) for plan in plans] == [0] * len(plans)


def test_looking_for_clocks_of_changed_calendars_costs_the_same_with_a_thousand_open(world: World) -> None:
    crowd(world, 1)
    with_one_open = statements("retime_cases")
    crowd(world, 1_000)

    with_a_thousand_open = statements("retime_cases")
    looks = [one for one in with_a_thousand_open if one.startswith("SELECT") and 'FROM "licensing_clock"' in one]
    plans = [planned(one) for one in looks]

    assert len(with_a_thousand_open) == len(with_one_open)
    assert [rows_read(plan) for plan in plans] == [0]


def statements(scan: str) -> list[str]:
    """What a scan asks the database when nothing is due."""
    with CaptureQueriesContext(connection) as captured:
        assert getattr(reminders, scan)() == 0
    return [query["sql"] for query in captured.captured_queries if query["sql"] != "SELECT clock_timestamp()"]


# A calendar whose days are changed is a new version, and running clocks follow it.


def test_a_day_off_moves_the_clocks_that_run_over_it_and_says_so(world: World) -> None:
    with at_time(at("2026-03-02")):
        counted_in_working_days, counted_in_days = world.filed(), world.accepted()
    before = {one.pk: one.due_at for one in Clock.objects.running()}
    check = counted_in_working_days.clocks.get(kind="completeness")
    Holiday.objects.create(calendar_id="UA", on=date(2026, 3, 9), kind="off", names={"en": "A day off"})

    with at_time(at("2026-03-03")):
        moved = [reminders.retime_cases(), reminders.retime_cases()]

    after = {one.pk: one.due_at for one in Clock.objects.running()}
    assert moved == [1, 0]
    assert after == before | {check.pk: before[check.pk] + timedelta(days=1)}
    event = Event.objects.get(kind="clock.retimed")
    assert (event.case_id, [one["clock"] for one in event.data["moved"]]) == (counted_in_working_days.pk, ["completeness"])
    versions = set(Clock.objects.running().values_list("calendar_version", flat=True))
    assert versions == {Calendar.objects.get(pk="UA").as_policy().version}
    report = verify_record()
    assert (report.fault, report.looked_at["clocks of older calendars"]) == (None, 1)
    assert counted_in_days.clocks.running().count() == 2


def test_the_reminders_of_a_moved_clock_move_with_it(world: World) -> None:
    with at_time(at("2026-03-02")):
        case = world.filed()
    about = f"clock:{case.clocks.get(kind='completeness').pk}"
    Holiday.objects.create(calendar_id="UA", on=date(2026, 3, 9), kind="off", names={"en": "A day off"})

    with at_time(at("2026-03-03")):
        reminders.retime_cases()

    days = set(Reminder.objects.owed().filter(about=about).values_list("deadline_at", flat=True))
    assert days == {case.clocks.get(kind="completeness").due_at}


def test_a_reminder_moves_off_a_new_day_off_although_the_deadline_stays(world: World) -> None:
    with at_time(at("2026-03-02")):
        case = world.accepted()
    about = f"clock:{case.clocks.get(kind='legal').pk}"
    owed = Reminder.objects.owed().filter(about=about, rule="legal_overdue")
    before = owed.get().due_at
    Holiday.objects.create(calendar_id="UA", on=before.date(), kind="off", names={"en": "A day off"})

    with at_time(at("2026-03-03")):
        moved = reminders.retime_cases()

    assert moved == 0
    assert [one.due_at for one in owed] == [before + timedelta(days=1)]
    assert not Event.objects.filter(kind="clock.retimed").exists()


def test_a_case_that_cannot_be_retimed_does_not_stand_before_those_that_can(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timing, "BATCH_SIZE", 1)
    with at_time(at("2026-03-02")):
        broken, *sound = sorted((world.filed() for _ in range(3)), key=lambda one: one.clocks.get().pk)
    broken.clocks.update(started_at=datetime(9999, 12, 31, tzinfo=UTC))
    Holiday.objects.create(calendar_id="UA", on=date(2026, 3, 9), kind="off", names={"en": "A day off"})

    with at_time(at("2026-03-03")):
        moved = reminders.retime_cases()

    assert moved == 2
    assert {one.case_id for one in Event.objects.filter(kind="clock.retimed")} == {one.pk for one in sound}


def test_whoever_changes_a_day_changes_the_version(world: World) -> None:
    def version() -> str:
        return Calendar.objects.get(pk="UA-PEACE").as_policy().version

    seen = [version()]
    Holiday.objects.filter(calendar_id="UA-PEACE", kind="off").order_by("on")[0].delete()
    seen.append(version())
    Holiday.objects.filter(calendar_id="UA-PEACE").update(kind="working")
    seen.append(version())
    Calendar.objects.filter(pk="UA-PEACE").update(zone="Europe/Warsaw")
    seen.append(version())

    assert len(set(seen)) == 4
    assert all(one.startswith("2026.1+") for one in seen)


# What was said of domestic need is renewed by the same engine.


def about_need(case: Case) -> list[tuple[str, str]]:
    owed = Reminder.objects.owed().filter(case=case, about="need").order_by("due_at", "rule")
    return [(one.rule_id, (one.deadline_at - timedelta(seconds=1)).astimezone(KYIV).date().isoformat()) for one in owed]


def test_a_statement_of_need_is_to_be_renewed_before_it_runs_out(world: World) -> None:
    with at_time(at("2026-03-02")):
        case = world.with_need()
        first = about_need(case)
    with at_time(at("2026-03-20")):
        world.state_need(case)

    assert first == [(rule, "2026-04-01") for rule in (*_BEFORE, "need_statement_overdue")]
    assert {day for _, day in about_need(case)} == {"2026-04-19"}


def test_nobody_renews_what_a_case_no_longer_needs(world: World) -> None:
    with at_time(at("2026-03-02")):
        returned, withdrawn, granted = world.with_need(), world.with_need(), world.before_government()
        submission.send_back_case(returned, world.otto, grounds=["N01"], reason="The route is missing")
        submission.withdraw_case(withdrawn, world.paula, reason="Bought elsewhere")
        government.grant_case(granted, world.dora, resolution())
        gone = [about_need(case) for case in (returned, withdrawn, granted)]
        submission.submit_case(returned, world.paula, declared=True)
        submission.accept_case(returned, world.otto)

    assert gone == [[], [], []]
    assert [rule for rule, _ in about_need(returned)] == [*_BEFORE, "need_statement_overdue"]


_BEFORE = ("need_statement_t10", "need_statement_t03", "need_statement_t00")
