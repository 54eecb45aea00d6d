"""What a licence asks of its holder: reports when a period is over, evidence on conditions, and the reminders of both."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from licensing.acts.acting import at_time
from licensing.acts.clocks import reminders
from licensing.acts.decisions import government
from licensing.acts.licences import ledger, licence, obligations
from licensing.acts.licences.reports import filing
from licensing.choices import DutyState, ReportKind, ReportOutcome
from licensing.errors import Invalid, NotAllowed, NotFound, WrongState
from licensing.models import ConditionDuty, Event, Licence, Reminder, UseReport
from tests.scenes import scene
from tests.suspensions import reinstate
from tests.world import World, clearance, resolution

KYIV = ZoneInfo("Europe/Kyiv")
IN_FULL = [
    {"line": 1, "quantity": "40", "actual_use": "Reconnaissance"},
    {"line": 2, "quantity": "4", "actual_use": "The same"},
]


def at(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(hour=12, tzinfo=KYIV)


@scene
def issued(world: World, day: str, *conditions: dict[str, Any], until: str = "2027-01-31", **changes: Any) -> Licence:
    """A licence granted on a day, with conditions of the library."""
    with at_time(at(day)):
        case = world.before_government(**changes)
        valid_until = date.fromisoformat(until)
        # Each day has a resolution of its own: a number belongs to one day of a year.
        decided = resolution(number=f"{day}-r", valid_until=valid_until, conditions=list(conditions))
        government.grant_case(case, world.dora, decided)
    return Licence.objects.get(case=case)


def owed(about: str) -> list[tuple[str, date]]:
    """What is still to be sent about something: the rule, and the day of the deadline it speaks of."""
    rows = Reminder.objects.owed().filter(about=about).order_by("due_at", "rule")
    return [(one.rule_id, (one.deadline_at.astimezone(KYIV) - timedelta(seconds=1)).date()) for one in rows]


def rules(about: str) -> list[str]:
    return [rule for rule, _ in owed(about)]


def report(world: World, subject: Licence, kind: ReportKind, day: str, period: int = 1, **said: Any) -> UseReport:
    report: dict[str, Any] = {"outcome": ReportOutcome.IN_FULL, "lines": IN_FULL} | said
    with at_time(at(day)):
        return filing.file_report(subject, world.paula, kind=kind, period=period, **report)


@scene
def with_goods_gone(world: World) -> Licence:
    """A licence of which customs has cleared something on every line."""
    subject = issued(world, "2026-03-02")
    with at_time(at("2026-04-01")):
        for line in (1, 2):
            ledger.draw_down_licence(subject, world.cus, clearance(f"m{line}", 1, line=line))
    return subject


PROVE = {"code": "P03", "parameters": {"days": 90}}
QUARTERLY = {"code": "P13", "parameters": {"months": 3}}
TRIAL = {"code": "P20", "parameters": {"date": "2026-12-01"}}


def test_both_reports_are_due_three_months_after_a_permit_expires(world: World) -> None:
    subject = issued(world, "2026-03-02")

    assert owed(f"report:{subject.pk}:1") == [
        (rule, date(2027, 4, 30))
        for rule in (
            "usage_report_t30",
            "usage_report_t10",
            "usage_report_t03",
            "usage_report_t00",
            "usage_report_overdue",
            "usage_report_missing",
        )
    ]
    assert owed(f"licence:{subject.pk}")[0] == ("licence_expiry_t60", date(2027, 1, 31))


def test_a_general_permit_owes_them_after_each_year_from_its_issue(world: World) -> None:
    subject = issued(world, "2026-10-14", until="2029-10-14", kind="general_permit")

    days = {owed(f"report:{subject.pk}:{year}")[0][1] for year in (1, 2, 3)}

    assert days == {date(2028, 1, 14), date(2029, 1, 14), date(2030, 1, 14)}
    assert not owed(f"report:{subject.pk}:4")


def test_nobody_is_reminded_of_years_that_an_early_end_has_taken_away(world: World) -> None:
    subject = issued(world, "2026-10-14", until="2029-10-14", kind="general_permit")
    before = [bool(rules(f"report:{subject.pk}:{year}")) for year in (1, 2, 3)]

    with at_time(at("2026-12-01")):
        licence.surrender_licence(subject, world.paula, reason="Nothing is delivered.")

    assert before == [True, True, True]
    assert [bool(rules(f"report:{subject.pk}:{year}")) for year in (1, 2, 3)] == [True, False, False]


def test_reminders_of_reports_cease_when_both_are_filed(world: World) -> None:
    subject = with_goods_gone(world)

    report(world, subject, ReportKind.FACT, "2027-02-10")
    half_way = rules(f"report:{subject.pk}:1")
    report(world, subject, ReportKind.USE, "2027-02-11")

    assert half_way
    assert rules(f"report:{subject.pk}:1") == []
    events = Event.objects.filter(kind="report.filed").order_by("number")
    assert [(one.data["report"], one.data["outcome"], one.data["period"]) for one in events] == [
        ("fact", "in_full", 1),
        ("use", "in_full", 1),
    ]


def test_reports_of_a_surrendered_licence_are_due_from_that_day(world: World) -> None:
    subject = issued(world, "2026-03-02")

    with at_time(at("2026-05-20")):
        licence.surrender_licence(subject, world.paula, reason="The contract has ended")

    assert owed(f"report:{subject.pk}:1")[0] == ("usage_report_t30", date(2026, 8, 20))
    assert rules(f"licence:{subject.pk}") == []
    none = [{"line": 1, "quantity": "0"}, {"line": 2, "quantity": "0"}]
    report(world, subject, ReportKind.FACT, "2026-05-21", outcome=ReportOutcome.NOT_AT_ALL, lines=none)


def test_the_end_of_a_suspended_licence_is_not_reminded_of(world: World) -> None:
    subject = issued(world, "2026-03-02")
    with at_time(at("2026-03-10")):
        licence.suspend_licence(subject, world.otto, reason="Urgent need")
        while_suspended = rules(f"licence:{subject.pk}")
    with at_time(at("2027-01-10")):
        reinstate(world, subject)

    assert while_suspended == []
    assert rules(f"licence:{subject.pk}") == ["licence_expiry_t10", "licence_expiry_t00"]


def test_a_dated_condition_is_due_once_and_a_periodic_one_often(world: World) -> None:
    subject = issued(world, "2026-03-02", TRIAL, QUARTERLY)

    days = list(ConditionDuty.objects.order_by("condition__number", "due_on").values_list("condition__number", "due_on"))

    assert days == [
        (1, date(2026, 12, 1)),
        (2, date(2026, 6, 2)),
        (2, date(2026, 9, 2)),
        (2, date(2026, 12, 2)),
    ]
    first = ConditionDuty.objects.get(condition__licence=subject, due_on=date(2026, 12, 1))
    assert owed(f"duty:{first.pk}")[0] == ("condition_t10", date(2026, 12, 1))


def test_a_delivery_must_be_proved_unless_it_was_reversed(world: World) -> None:
    subject = issued(world, "2026-03-02", PROVE)
    with at_time(at("2026-04-01")):
        kept = ledger.draw_down_licence(subject, world.cus, clearance("m-1", 10))
        taken_back = ledger.draw_down_licence(subject, world.cus, clearance("m-2", 5))
        ledger.reverse_usage(subject, world.cus, taken_back.pk, message_id="m-2-r")

    found = {one.after_id: one for one in ConditionDuty.objects.all()}

    assert {one.due_on for one in found.values()} == {date(2026, 6, 30)}
    assert found[kept.pk].state == DutyState.OPEN
    assert "condition_overdue" in rules(f"duty:{found[kept.pk].pk}")
    assert found[taken_back.pk].state == DutyState.CEASED
    assert rules(f"duty:{found[taken_back.pk].pk}") == []


def test_evidence_is_filed_returned_filed_again_and_accepted(world: World) -> None:
    subject = issued(world, "2026-03-02", TRIAL)
    duty = ConditionDuty.objects.get()
    about = f"duty:{duty.pk}"
    seen: list[tuple[DutyState, list[str]]] = []

    def look() -> None:
        seen.append((ConditionDuty.objects.get().state, rules(about)[:1]))

    with at_time(at("2026-11-20")):
        look()
        obligations.file_evidence(
            subject, world.paula, duty.pk, text="Returned", content=b"An act of return", file_name="act.txt"
        )
        look()
        obligations.return_evidence(subject, world.otto, duty.pk, reason="The act names other goods")
        look()
        obligations.file_evidence(subject, world.paula, duty.pk, text="The right act is enclosed")
        obligations.accept_evidence(subject, world.otto, duty.pk)
        look()

    assert seen == [
        (DutyState.OPEN, ["condition_t10"]),
        (DutyState.FILED, []),
        (DutyState.OPEN, ["condition_t10"]),
        (DutyState.MET, []),
    ]
    found = ConditionDuty.objects.select_related("document").get()
    assert found.document is not None
    assert found.document.file_name == "act.txt"
    kinds = Event.objects.filter(licence=subject, kind__startswith="evidence").order_by("number").values_list("kind", flat=True)
    assert list(kinds) == ["evidence.filed", "evidence.returned", "evidence.filed", "evidence.accepted"]


@pytest.mark.walk
def test_evidence_is_refused_where_nothing_is_due(world: World) -> None:
    subject, other = issued(world, "2026-03-02", TRIAL), issued(world, "2026-03-02")
    duty = ConditionDuty.objects.get()

    with pytest.raises(WrongState), at_time(at("2026-11-20")):
        obligations.accept_evidence(subject, world.otto, duty.pk)
    with pytest.raises(NotFound), at_time(at("2026-11-20")):
        obligations.file_evidence(other, world.paula, duty.pk, text="Another licence")
    with pytest.raises(Invalid), at_time(at("2026-11-20")):
        obligations.file_evidence(subject, world.paula, duty.pk, text=" ")
    with pytest.raises(NotAllowed), at_time(at("2026-11-20")):
        obligations.file_evidence(subject, world.rita, duty.pk, text="Not mine")


@pytest.mark.parametrize(("drawn", "left"), [(0, []), (5, [1])])
def test_an_ended_licence_binds_only_where_it_was_used(world: World, drawn: int, left: Sequence[int]) -> None:
    subject = issued(world, "2026-03-02", TRIAL, QUARTERLY)
    with at_time(at("2026-05-01")):
        if drawn:
            ledger.draw_down_licence(subject, world.cus, clearance("m-1", drawn))
        licence.surrender_licence(subject, world.paula, reason="No longer needed")

    assert list(ConditionDuty.objects.unmet().values_list("condition__number", flat=True)) == left


def test_overdue_reports_are_chased_with_holder_then_officer(world: World) -> None:
    subject = issued(world, "2026-03-02")
    day = at("2027-03-25")
    while day < at("2027-05-12"):
        with at_time(day):
            reminders.send_due_reminders()
        day += timedelta(days=1)

    events = Event.objects.filter(kind="reminder.due", data__about=f"report:{subject.pk}:1").order_by("number")
    assert [(one.data["rule"], one.data["audience"]) for one in events] == [
        ("usage_report_t30", "applicant"),
        ("usage_report_t10", "applicant"),
        ("usage_report_t03", "applicant"),
        ("usage_report_t00", "applicant"),
        ("usage_report_overdue", "applicant"),
        ("usage_report_overdue", "applicant"),
        ("usage_report_missing", "officers"),
        ("usage_report_overdue", "applicant"),
    ]


def test_what_left_in_time_and_is_told_later_lets_the_conditions_bind_again(world: World) -> None:
    subject = issued(world, "2026-03-02", TRIAL, QUARTERLY)
    with at_time(at("2027-02-01")):
        reminders.expire_due_licences()
        idle = {one.due_on for one in ConditionDuty.objects.unmet()}
        ledger.report_clearance(subject, world.cus, clearance("m-1", 1, cleared_on=date(2026, 4, 1)))

    assert idle == set()
    revived = ConditionDuty.objects.unmet().get(due_on=date(2026, 12, 1))
    assert "condition_overdue" in rules(f"duty:{revived.pk}")
