"""An appeal against a revocation: in its time, decided by others, and what it revives when the revocation is set aside."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from licensing.acts.acting import at_time, now, to_local_day
from licensing.acts.clocks import reminders
from licensing.acts.decisions import appeal as decisions_appeal
from licensing.acts.decisions import government
from licensing.acts.licences import ledger, revocation
from licensing.acts.licences import licence as licences
from licensing.acts.licences.reports import filing
from licensing.acts.record.verification import verify_record
from licensing.choices import ReportKind, ReportOutcome, RevocationOutcome
from licensing.errors import ConflictOfDuties, Invalid, NotAllowed, NotInForce, Problem, WrongState
from licensing.models import ConditionDuty, Event, Licence, Reminder, RevocationAppeal, RevocationRuling
from tests.trial import (
    APPEAL,
    GOVERNMENT,
    MINISTRIES,
    THIRTY_DAYS,
    another_decider,
    make_case_granted_in_part,
    make_revoked_licence,
    use_procedure,
)
from tests.world import World, clearance, resolution

UPHELD, SET_ASIDE = RevocationOutcome.UPHELD, RevocationOutcome.SET_ASIDE
KYIV = ZoneInfo("Europe/Kyiv")


def at(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(hour=12, tzinfo=KYIV)


def fresh(licence: Licence) -> Licence:
    return Licence.objects.get(pk=licence.pk)


def owed_rules(about: str) -> list[str]:
    return list(Reminder.objects.owed().filter(about=about).order_by("due_at", "rule").values_list("rule", flat=True))


def test_a_revocation_that_is_set_aside_puts_the_licence_into_force_again(world: World) -> None:
    licence = make_revoked_licence(world)
    last_day = licence.valid_until

    revocation.appeal_revocation(licence, world.paula, reason="It never left.", content=b"An act", file_name="act.txt")
    with pytest.raises(NotInForce):
        ledger.draw_down_licence(licence, world.cus, clearance("m1", 1))
    revocation.decide_revocation(licence, another_decider(), outcome=SET_ASIDE, reasons="Found in the depot.")
    ledger.draw_down_licence(licence, world.cus, clearance("m2", 1))

    licence = fresh(licence)
    assert (licence.state, licence.state_reason, licence.closed_at, licence.valid_until) == ("issued", "", None, last_day)
    filed = RevocationAppeal.objects.select_related("document").get()
    assert filed.document is not None
    assert filed.document.file_name == "act.txt"
    told = Event.objects.filter(licence=licence, kind__startswith="revocation").order_by("number")
    assert [(one.kind, one.from_state, one.to_state) for one in told] == [
        ("revocation.appealed", "", ""),
        ("revocation.set_aside", "revoked", "issued"),
    ]
    assert verify_record().fault is None


def test_a_revocation_that_is_upheld_is_final(world: World) -> None:
    licence, daria = make_revoked_licence(world), another_decider()
    revocation.appeal_revocation(licence, world.paula, reason="It never left.")

    revocation.decide_revocation(licence, daria, outcome=UPHELD, reasons="It was sold on.")

    with pytest.raises(WrongState, match="can no longer be appealed against"):
        revocation.appeal_revocation(licence, world.paula, reason="Once more.")
    with pytest.raises(WrongState, match="No appeal"):
        revocation.decide_revocation(licence, daria, outcome=SET_ASIDE, reasons="On second thoughts.")
    assert (fresh(licence).state, fresh(licence).state_reason) == ("revoked", "Passed on.")
    assert not licence.case.clocks.running().exists()


@pytest.mark.walk
def test_nobody_who_had_a_part_in_it_decides(world: World) -> None:
    """Dora granted and revoked, Otto handled the case, Daria revoked only."""
    use_procedure(MINISTRIES, GOVERNMENT | {"escalation": THIRTY_DAYS}, APPEAL)
    daria = another_decider()
    licence = licences.revoke_licence(world.licence(), daria, reason="Passed on.")
    revocation.appeal_revocation(licence, world.paula, reason="It never left.")

    refused: list[tuple[str, type[Problem]]] = []
    for person in (world.dora, daria, world.otto):
        with pytest.raises(Problem) as refusal:
            revocation.decide_revocation(licence, person, outcome=UPHELD, reasons="As before.")
        refused.append((person.name, type(refusal.value)))

    assert [kind for _name, kind in refused] == [ConflictOfDuties, ConflictOfDuties, ConflictOfDuties]
    assert not RevocationRuling.objects.exists()


def test_the_window_ends_with_its_last_day_and_the_revocation_stands(world: World) -> None:
    licence = make_revoked_licence(world)

    with at_time(timezone.now() + timedelta(days=29)):
        reminders.close_due_rounds()
    still = licence.case.clocks.running().filter(kind="revocation").exists()
    with at_time(timezone.now() + timedelta(days=32)):
        reminders.close_due_rounds()
        with pytest.raises(WrongState):
            revocation.appeal_revocation(licence, world.paula, reason="Too late.")

    assert (still, fresh(licence).state) == (True, "revoked")
    assert not licence.case.clocks.running().exists()
    assert Event.objects.filter(licence=licence, kind="revocation.stands").count() == 1


def test_an_appeal_is_the_holders_and_says_why(world: World) -> None:
    licence = make_revoked_licence(world)

    refusals: list[tuple[str, str, type[Problem]]] = [
        ("paula", "  ", Invalid),
        ("rita", "It is mine.", NotAllowed),
        ("otto", "It is unfair.", NotAllowed),
    ]
    for who, reason, problem in refusals:
        with pytest.raises(problem):
            revocation.appeal_revocation(licence, getattr(world, who), reason=reason)
    revocation.appeal_revocation(licence, world.paula, reason="It never left.")
    with pytest.raises(Invalid) as unreasoned:
        revocation.decide_revocation(licence, another_decider(), outcome=UPHELD, reasons=" ")

    assert [gap.path for gap in unreasoned.value.gaps] == ["reasons"]
    assert RevocationAppeal.objects.count() == 1


def test_without_an_appeal_in_the_procedure_a_revocation_is_final_at_once(world: World) -> None:
    use_procedure(MINISTRIES, GOVERNMENT)
    licence = licences.revoke_licence(world.licence(), world.dora, reason="Passed on.")

    with pytest.raises(WrongState):
        revocation.appeal_revocation(licence, world.paula, reason="It never left.")


def test_the_deciders_are_reminded_of_the_day_by_which_it_is_decided(world: World) -> None:
    licence = make_revoked_licence(world)
    revocation.appeal_revocation(licence, world.paula, reason="It never left.")
    clock = licence.case.clocks.running().get()
    waiting = owed_rules(f"clock:{clock.pk}")

    revocation.decide_revocation(licence, another_decider(), outcome=UPHELD, reasons="It was sold on.")

    appealed = Event.objects.get(kind="revocation.appealed")
    assert (clock.kind, appealed.data["due_on"]) == ("redress", (to_local_day(now()) + timedelta(days=20)).isoformat())
    assert {"redress_t00", "redress_overdue", "redress_unanswered"} <= set(waiting)
    assert owed_rules(f"clock:{clock.pk}") == []


@pytest.mark.walk
def test_what_the_revocation_ended_is_owed_again(world: World) -> None:
    use_procedure(MINISTRIES, GOVERNMENT | {"escalation": THIRTY_DAYS}, APPEAL)
    with at_time(at("2026-03-02")):
        case = world.before_government()
        conditions = [{"code": "P13", "parameters": {"months": 3}}]
        decided = resolution(valid_until=date(2027, 1, 31), conditions=conditions)
        government.grant_case(case, world.dora, decided)
        licence = Licence.objects.get(case=case)
        owed_before = {key: owed_rules(key) for key in (f"licence:{licence.pk}", f"report:{licence.pk}:1")}
        open_before = ConditionDuty.objects.unmet().count()
    with at_time(at("2026-05-01")):
        licences.revoke_licence(licence, world.dora, reason="Passed on.")
        ceased = ConditionDuty.objects.unmet().count()
    with at_time(at("2026-05-05")):
        revocation.appeal_revocation(licence, world.paula, reason="It never left.")
        revocation.decide_revocation(licence, another_decider(), outcome=SET_ASIDE, reasons="Found in the depot.")

    assert (open_before, ceased, ConditionDuty.objects.unmet().count()) == (3, 0, 3)
    assert {key: owed_rules(key) for key in owed_before} == owed_before
    assert [due.ends_on for due in fresh(licence).list_reports_due()] == [date(2027, 1, 31)]
    deadline = Reminder.objects.owed().filter(about=f"report:{licence.pk}:1").values_list("deadline_at", flat=True)
    assert min(deadline) > at("2027-01-31")
    duty = ConditionDuty.objects.unmet().order_by("due_on").first()
    assert duty is not None
    assert "condition_t10" in owed_rules(f"duty:{duty.pk}")


def test_what_left_while_it_was_in_force_stays_a_fact(world: World) -> None:
    """Reported while it is revoked, the clearance is late; set aside, the licence that it used up is closed as used in full."""
    licence = make_revoked_licence(world)
    revocation.appeal_revocation(licence, world.paula, reason="It never left.")
    gone = [clearance("m1", 40), clearance("m2", 4, line=2)]
    used = [ledger.report_clearance(licence, world.cus, one) for one in gone]

    revocation.decide_revocation(licence, another_decider(), outcome=SET_ASIDE, reasons="Found in the depot.")

    assert [one.late for one in used] == [True, True]
    assert [line.used for line in licence.lines.order_by("number")] == [Decimal(40), Decimal(4)]
    assert fresh(licence).state == "exhausted"


def test_a_licence_whose_last_day_passed_meanwhile_expires(world: World) -> None:
    licence = make_revoked_licence(world)
    revocation.appeal_revocation(licence, world.paula, reason="It never left.")

    with at_time(timezone.now() + timedelta(days=1 + (licence.valid_until - to_local_day(now())).days)):
        revocation.decide_revocation(licence, another_decider(), outcome=SET_ASIDE, reasons="Found in the depot.")
        with pytest.raises(NotInForce):
            ledger.draw_down_licence(licence, world.cus, clearance("m1", 1))
        reminders.expire_due_licences()

    assert fresh(licence).state == "expired"


def test_a_licence_revoked_again_may_be_appealed_for_again(world: World) -> None:
    licence, daria = make_revoked_licence(world), another_decider()
    revocation.appeal_revocation(licence, world.paula, reason="It never left.")
    revocation.decide_revocation(licence, daria, outcome=SET_ASIDE, reasons="Found in the depot.")

    licences.revoke_licence(licence, world.dora, reason="Passed on after all.")
    revocation.appeal_revocation(licence, world.paula, reason="It still did not.")

    assert list(RevocationAppeal.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    with pytest.raises(ConflictOfDuties):
        revocation.decide_revocation(licence, daria, outcome=UPHELD, reasons="Now it did.")


def test_an_appeal_about_the_case_leaves_that_of_the_licence_alone(world: World) -> None:
    case = make_case_granted_in_part(world)
    licence = licences.revoke_licence(Licence.objects.get(case=case), world.dora, reason="Passed on.")
    decisions_appeal.appeal_case(case, world.paula, reason="The shortage is over.")
    government.adjourn_case(case, another_decider(), until=to_local_day(now()) + timedelta(days=5), reason="More papers.")

    clock = licence.case.clocks.running().get(kind="revocation")

    assert not clock.pauses.exists()
    revocation.appeal_revocation(licence, world.paula, reason="It never left.")


def test_reports_filed_before_the_revocation_are_not_asked_again(world: World) -> None:
    licence = make_revoked_licence(world)
    none = [{"line": 1, "quantity": "0"}, {"line": 2, "quantity": "0"}]
    for kind in ReportKind:
        filing.file_report(licence, world.paula, kind=kind, period=1, outcome=ReportOutcome.NOT_AT_ALL, lines=none)
    revocation.appeal_revocation(licence, world.paula, reason="It never left.")

    revocation.decide_revocation(licence, another_decider(), outcome=SET_ASIDE, reasons="Found in the depot.")

    assert owed_rules(f"report:{licence.pk}:1") == []
