"""A licence varied: asked, decided by another, and in force as its next version; what was drawn stays drawn."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from licensing.acts.acting import at_time, now, to_local_day
from licensing.acts.decisions import government
from licensing.acts.licences import ledger
from licensing.acts.licences import licence as licences
from licensing.acts.licences.changing.variation import (
    ask_variation,
    build_variation_deadline,
    grant_variation,
    propose_variation,
    refuse_variation,
    withdraw_variation,
)
from licensing.acts.record.verification import verify_record
from licensing.choices import LicenceState, Office
from licensing.errors import BothPersons, Invalid, NotAllowed, Overdrawn, WrongState
from licensing.models import Appointment, ConditionDuty, Event, Licence, LicenceLine, LicenceVariation, Reminder
from tests.acts.licences.test_obligations import at, issued, owed
from tests.by_hand import by_hand
from tests.parents import grant_framework, measure_year, yearly
from tests.variations import issue_asked_licence, issue_proposed_licence
from tests.world import ALWAYS, World, clearance, resolution

WHY = "The buyer takes less."


def fresh(subject: Licence) -> Licence:
    return Licence.objects.get(pk=subject.pk)


def line(subject: Licence, number: int = 1) -> LicenceLine:
    return LicenceLine.objects.get(licence=subject, number=number)


def refusal(act: object, *args: object, **more: object) -> list[tuple[str, str]]:
    assert callable(act)
    with pytest.raises(Invalid) as refused:
        act(*args, **more)
    return [(gap.code, gap.path) for gap in refused.value.gaps]


def test_a_granted_variation_makes_the_next_version_and_the_ledger_goes_on(world: World) -> None:
    subject = issue_asked_licence(world)
    ledger.draw_down_licence(subject, world.cus, clearance("m1", 10))

    grant_variation(fresh(subject), world.dora)

    found, made = fresh(subject), LicenceVariation.objects.get()
    assert (found.version, line(subject).authorised, line(subject).used) == (2, Decimal(30), Decimal(10))
    assert (made.version, made.before, made.outcome) == (2, {"quantities": {"1": "40"}}, "granted")
    assert ledger.draw_down_licence(found, world.cus, clearance("m2", 20)).left_after == 0
    with pytest.raises(Overdrawn):
        ledger.draw_down_licence(found, world.cus, clearance("m3", 1))
    told = Event.objects.get(kind="licence.varied")
    assert (told.data["version"], told.data["quantities"], told.data["before"]) == (2, {"1": "30"}, made.before)
    assert verify_record().fault is None


def test_less_than_has_left_is_refused_when_asked_and_when_granted(world: World) -> None:
    subject = world.licence()
    ledger.draw_down_licence(subject, world.cus, clearance("m1", 10))

    below = refusal(ask_variation, fresh(subject), world.paula, reason=WHY, quantities={1: Decimal(9)})
    ask_variation(fresh(subject), world.paula, reason=WHY, quantities={1: Decimal(10)})
    ledger.draw_down_licence(fresh(subject), world.cus, clearance("m2", 1))
    later = refusal(grant_variation, fresh(subject), world.dora)

    assert (below, later) == ([("below_drawn", "quantities.1")],) * 2
    assert (fresh(subject).version, line(subject).authorised) == (1, Decimal(40))
    assert LicenceVariation.objects.get().settled_at is None


def test_what_has_left_in_full_by_its_new_version_closes_the_licence(world: World) -> None:
    subject = world.licence()
    ledger.draw_down_licence(subject, world.cus, clearance("m1", 10))
    ask_variation(fresh(subject), world.paula, reason=WHY, quantities={1: Decimal(10), 2: Decimal(0)})

    grant_variation(fresh(subject), world.dora)

    assert fresh(subject).state == LicenceState.EXHAUSTED
    assert verify_record().fault is None


def test_an_earlier_last_day_ends_the_reminders_of_years_that_are_lost(world: World) -> None:
    subject = issued(world, "2026-10-14", until="2029-10-14", kind="general_permit")
    with at_time(at("2026-12-01")):
        ask_variation(subject, world.paula, reason=WHY, valid_until=date(2027, 6, 30))
        grant_variation(fresh(subject), world.dora)

    assert [bool(owed(f"report:{subject.pk}:{year}")) for year in (1, 2, 3)] == [True, False, False]


def test_another_day_moves_reports_conditions_and_reminders(world: World) -> None:
    recurring = {"code": "P13", "parameters": {"months": 2}}
    subject = issued(world, "2026-03-02", recurring)
    with at_time(at("2026-03-10")):
        ask_variation(subject, world.paula, reason=WHY, valid_until=date(2026, 7, 15))
        grant_variation(fresh(subject), world.dora)
    days = list(ConditionDuty.objects.unmet().order_by("due_on").values_list("due_on", flat=True))
    with at_time(at("2026-04-10")):
        ask_variation(fresh(subject), world.paula, reason=WHY, valid_until=date(2026, 9, 30))
        grant_variation(fresh(subject), world.dora)

    assert days == [date(2026, 5, 2), date(2026, 7, 2)]
    unmet = ConditionDuty.objects.unmet().order_by("due_on")
    assert [one.due_on for one in unmet] == [*days, date(2026, 9, 2)]
    assert fresh(subject).version == 3
    assert owed(f"licence:{subject.pk}")[0] == ("licence_expiry_t60", date(2026, 9, 30))
    assert {one.deadline_at for one in Reminder.objects.owed().filter(about=f"report:{subject.pk}:1")} != set()
    assert verify_record().fault is None


def test_an_earlier_day_counts_at_the_gate(world: World) -> None:
    subject, today = world.licence(), to_local_day(now())
    ask_variation(subject, world.paula, reason=WHY, valid_until=today)
    grant_variation(fresh(subject), world.dora)

    ledger.draw_down_licence(fresh(subject), world.cus, clearance("m1", 1))
    with at_time(now() + timedelta(days=1)), pytest.raises(Exception, match="ended on"):
        ledger.draw_down_licence(fresh(subject), world.cus, clearance("m2", 1))


def test_nobody_decides_what_they_proposed(world: World) -> None:
    subject = issue_proposed_licence(world)
    with by_hand():
        Appointment.objects.create(user=world.otto, kind=Office.DECIDER, period=ALWAYS)

    with pytest.raises(BothPersons):
        grant_variation(subject, world.otto)
    with pytest.raises(BothPersons):
        refuse_variation(subject, world.otto, reason=WHY)
    with pytest.raises(NotAllowed):
        grant_variation(subject, world.paula)
    with pytest.raises(WrongState):
        withdraw_variation(subject, world.paula, reason=WHY)

    assert fresh(subject).version == 1


def test_one_waits_at_a_time_and_is_refused_or_withdrawn_with_a_reason(world: World) -> None:
    subject = issue_asked_licence(world)

    with pytest.raises(WrongState, match="already"):
        propose_variation(subject, world.otto, reason=WHY, quantities={1: Decimal(20)})
    assert refusal(refuse_variation, subject, world.dora, reason=" ") == [("required", "reason")]
    refuse_variation(subject, world.dora, reason="The certificate is for forty.")
    ask_variation(fresh(subject), world.paula, reason=WHY, quantities={2: Decimal(3)})
    assert refusal(withdraw_variation, subject, world.paula, reason="") == [("required", "reason")]
    withdraw_variation(subject, world.paula, reason="Not needed.")

    outcomes = list(LicenceVariation.objects.order_by("number").values_list("outcome", "version"))
    assert outcomes == [("refused", None), ("withdrawn", None)]
    with pytest.raises(WrongState):
        grant_variation(subject, world.dora)
    assert not Reminder.objects.owed().filter(about__startswith="variation:").exists()


def test_what_an_officer_proposed_gives_way_to_another_officer_and_to_the_holder(world: World) -> None:
    subject = world.licence()
    with by_hand():
        Appointment.objects.create(user=world.dora, kind=Office.CASE_OFFICER, period=ALWAYS)
    propose_variation(subject, world.dora, reason=WHY, quantities={1: Decimal(20)})
    with pytest.raises(WrongState, match="already"):
        propose_variation(subject, world.dora, reason=WHY, quantities={1: Decimal(10)})

    propose_variation(subject, world.otto, reason=WHY, quantities={1: Decimal(25)})
    ask_variation(subject, world.paula, reason=WHY, quantities={1: Decimal(30)})
    with pytest.raises(WrongState, match="already"):
        propose_variation(subject, world.otto, reason=WHY, quantities={1: Decimal(20)})
    grant_variation(fresh(subject), world.dora)

    first, second, third = LicenceVariation.objects.order_by("number")
    assert (first.outcome, second.outcome, third.outcome) == ("ceased", "ceased", "granted")
    assert not Reminder.objects.owed().filter(about__in=[f"variation:{one.pk}" for one in (first, second, third)]).exists()
    assert (line(subject).authorised, verify_record().fault) == (Decimal(30), None)


def test_it_is_due_in_ten_working_days_and_deciders_are_reminded(world: World) -> None:
    subject = issued(world, "2026-03-02")
    with at_time(at("2026-03-03")):
        asked = ask_variation(subject, world.paula, reason=WHY, quantities={1: Decimal(30)})

    assert asked.due_on == date(2026, 3, 17)
    assert [rule for rule, _on in owed(f"variation:{asked.pk}")] == [
        "variation_t03",
        "variation_t00",
        "variation_overdue",
        "variation_undecided",
    ]
    assert build_variation_deadline(asked).about == f"variation:{asked.pk}"


def test_the_end_of_a_licence_drops_what_was_asked(world: World) -> None:
    subject = issue_asked_licence(world)

    licences.surrender_licence(subject, world.paula, reason="The contract has ended.")

    assert LicenceVariation.objects.get().outcome == "ceased"
    assert not Reminder.objects.owed().filter(about__startswith="variation:").exists()


@pytest.mark.walk
def test_less_of_a_licence_gives_its_framework_back_what_leaves_no_more(world: World) -> None:
    framework = grant_framework(world)
    case = world.before_government(title="Year 2", **yearly(framework, quantity="40"))
    government.grant_case(case, world.dora, resolution(number="418-r"))
    subject = Licence.objects.get(case=case)
    before = measure_year(framework)

    ask_variation(subject, world.paula, reason=WHY, quantities={1: Decimal(15)})
    grant_variation(fresh(subject), world.dora)

    assert (before.committed, measure_year(framework).committed) == (40, 15)
    assert verify_record().fault is None
