"""What time does to open cases: found by an index, in proportion to what is due, and never held up by what refuses."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from licensing.acts.acting import at_time, now
from licensing.acts.clocks import reminders, timing
from licensing.acts.clocks.timing import SNOOZE_TIME, SNOOZE_TIME_WHEN_BUSY, find_cases_with_due_clocks
from licensing.acts.signoff import positions
from licensing.acts.signoff.positions import sign_case
from licensing.choices import ClockKind
from licensing.models import Calendar, Case, CaseKind, Clock, Event, Licence, Reminder, ReminderRule
from tests.acts.clocks.local_time import KYIV, accepted_on, at, sent_rules
from tests.acts.record.spoiling import behind_the_back
from tests.plans import planned, rows_read
from tests.trial import GOVERNMENT, MINISTRIES, use_procedure
from tests.world import World, approve, object_to


def overdue(world: World, *, silence: str) -> Case:
    """A case before the ministries, where one of three has not spoken."""
    use_procedure(MINISTRIES | {"rule": {"kind": "unanimity", "silence": silence}}, GOVERNMENT)
    case = world.with_need()
    for member in (world.rhea, world.greta):
        sign_case(case, member, approve(), version=1)
    return case


def open_round_closed(case: Case) -> bool:
    return bool(case.rounds.order_by("number")[0].closed_at)


@pytest.mark.walk
def test_a_round_that_waits_does_not_block_those_that_can_end(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timing, "BATCH_SIZE", 1)
    with at_time(at("2026-03-02")):
        blocked = [overdue(world, silence="block") for _ in range(2)]
    with at_time(at("2026-03-03")):
        free = overdue(world, silence="no_objection")

    with at_time(at("2026-03-26")):
        done = reminders.close_due_rounds()

    assert done == 1
    assert [open_round_closed(case) for case in (*blocked, free)] == [False, False, True]


@pytest.mark.walk
def test_a_tie_left_unbroken_by_the_chair_goes_up_at_the_deadline(world: World) -> None:
    left_to_the_chair = {
        "rule": {"kind": "majority_cast", "tie": "chair", "silence": "escalate"},
        "seats": [{"body": "MOD", "chair": True}, {"body": "GS"}],
        "escalation": {"to": "heads"},
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


def test_a_round_that_cannot_end_is_tried_again_after_a_while(world: World) -> None:
    with at_time(at("2026-03-02")):
        case = overdue(world, silence="block")
    with at_time(at("2026-03-26")):
        reminders.close_due_rounds()

        waiting = find_cases_with_due_clocks(ClockKind.STAGE, now=now() + SNOOZE_TIME - timedelta(seconds=1))
        again = find_cases_with_due_clocks(ClockKind.STAGE, now=now() + SNOOZE_TIME)

    assert (waiting, again) == ([], [case])


@pytest.mark.walk
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


@pytest.mark.walk
def test_a_case_with_locked_clocks_blocks_no_other_case(real_world: World) -> None:
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


@pytest.mark.walk
def test_a_fault_in_one_case_leaves_the_clocks_of_the_others_going(world: World) -> None:
    with at_time(at("2026-03-02")):
        broken, sound = overdue(world, silence="no_objection"), overdue(world, silence="no_objection")
    with behind_the_back():
        broken.rounds.open().update(rule={"kind": "a rule of nobody"})

    with at_time(at("2026-03-26")):
        reminders.close_due_rounds()

    assert [open_round_closed(case) for case in (broken, sound)] == [False, True]


def test_a_reminder_that_cannot_be_sent_leaves_the_others_going(world: World) -> None:
    with at_time(at("2026-03-02")):
        first, second = world.accepted(), world.accepted()
    # A deadline from before the beginning of time: a fault of ours, whatever it comes from.
    ReminderRule.objects.filter(pk="stage_t10").update(repeat_every=2)
    Reminder.objects.filter(case=first, rule="stage_t10").update(deadline_at=datetime(1, 1, 1, tzinfo=UTC))

    with at_time(at("2026-03-14")):
        sent = reminders.send_due_reminders()

    assert sent == 1
    assert set(Event.objects.filter(kind="reminder.due").values_list("case", flat=True)) == {second.pk}


# A plan may begin with the calendars or rules, of which there are few; by none are a thousand open ones read.
_FEW = 9


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


@pytest.mark.walk
def test_a_scan_costs_what_is_due_and_not_what_is_open(world: World) -> None:
    crowd(world, 1)
    with_one_open = {scan: len(statements(scan)) for scan in SCANS}
    crowd(world, 1_000)

    with_a_thousand_open = {scan: statements(scan) for scan in SCANS}

    assert {scan: len(asked) for scan, asked in with_a_thousand_open.items()} == with_one_open
    for scan, index in SCANS.items():
        plans = [planned(one) for one in with_a_thousand_open[scan] if one.startswith("SELECT")]
        assert index in str(plans), scan
        assert max(map(rows_read, plans)) <= _FEW, scan


@pytest.mark.walk
def test_finding_outdated_clocks_costs_the_same_with_a_thousand_open(world: World) -> None:
    crowd(world, 1)
    with_one_open = statements("retime_cases")
    crowd(world, 1_000)

    with_a_thousand_open = statements("retime_cases")
    looks = [one for one in with_a_thousand_open if one.startswith("SELECT") and 'FROM "licensing_clock"' in one]
    plans = [planned(one) for one in looks]

    assert len(with_a_thousand_open) == len(with_one_open)
    assert looks
    assert max(map(rows_read, plans)) <= _FEW


def statements(scan: str) -> list[str]:
    """What a scan asks the database when nothing is due."""
    with CaptureQueriesContext(connection) as captured:
        assert getattr(reminders, scan)() == 0, scan
    return [query["sql"] for query in captured.captured_queries if query["sql"] != "SELECT clock_timestamp()"]


def test_each_reminder_is_sent_once_however_often_the_scan_runs(world: World) -> None:
    case = accepted_on(world, "2026-03-02")
    legal = case.clocks.get(kind="legal")
    day = at("2026-03-02", 10)
    while day < at("2026-04-25"):
        if day.weekday() < 5:
            with at_time(day):
                reminders.send_due_reminders()
                reminders.send_due_reminders()
        day += timedelta(days=1)

    events = Event.objects.filter(kind="reminder.due", data__about=f"clock:{legal.pk}").order_by("number")
    sent = [(event.data["rule"], event.data["due_at"]) for event in events]
    assert len(sent) == len(set(sent))
    before = [rule for rule, due in sent if due < "2026-04-16T21"]
    assert len(before) >= 2
    assert Reminder.objects.filter(sent_at__isnull=False).count() == Event.objects.filter(kind="reminder.due").count()


def test_a_reminder_months_after_its_deadline_is_sent_and_sent_again(world: World) -> None:
    common = {"clock": "legal", "unit": "calendar", "audience": "officers", "sentences": {"en": "Late."}}
    ReminderRule.objects.all().delete()
    ReminderRule.objects.create(code="after45", offset_days=45, **common)
    ReminderRule.objects.create(code="every40", offset_days=1, repeat_every=40, **common)
    case = accepted_on(world, "2026-03-02")

    for days in (46, 86, 91, 126):
        with at_time(at("2026-03-02") + timedelta(days=days)):
            reminders.send_due_reminders()

    assert sent_rules(case) == ["every40", "every40", "after45", "every40"]


def test_a_reminder_of_a_stage_names_the_round_that_it_speaks_of(world: World) -> None:
    case = accepted_on(world, "2026-03-02")
    with at_time(at("2026-04-16")):
        reminders.send_due_reminders()

    events = Event.objects.filter(kind="reminder.due", case=case)
    rounds = {(event.data["about"].split(":")[1], event.data.get("round")) for event in events}
    stage, legal = case.clocks.get(kind="stage"), case.clocks.get(kind="legal")
    assert rounds == {(str(stage.pk), str(case.rounds.get().pk)), (str(legal.pk), None)}


def test_a_deadline_that_passes_closes_the_round_by_its_rule(world: World) -> None:
    with at_time(at("2026-03-02")):
        case = world.with_need()
        for member in (world.rhea, world.greta):
            positions.sign_case(case, member, approve(), version=1)

    with at_time(at("2026-03-20")):
        early = reminders.close_due_rounds()
    with at_time(at("2026-03-24")):
        reminders.close_due_rounds()

    case = Case.objects.get(pk=case.pk)
    assert early == 0
    # The rule of these tests lets silence block, and two of three have decided whatever the third would say.
    assert case.rounds.order_by("number")[0].outcome in ("passed", "pending")


def test_a_licence_ends_with_its_last_local_day(world: World) -> None:
    licence = world.licence()
    last = datetime.combine(licence.valid_until, datetime.min.time(), KYIV)

    with at_time(last + timedelta(hours=23, minutes=59)):
        assert reminders.expire_due_licences() == 0
    with at_time(last + timedelta(days=1)):
        assert [reminders.expire_due_licences(), reminders.expire_due_licences()] == [1, 0]

    licence.refresh_from_db()
    assert licence.state == "expired"
