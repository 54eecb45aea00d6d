"""What was done under a right names it, and `verify` finds one that was somebody else's or did not hold."""

from __future__ import annotations

import pytest

from licensing.acts.decisions import countersigning
from licensing.acts.licences import ledger
from licensing.acts.record.report import Report
from licensing.acts.record.rights import check_rights
from licensing.models import Appointment, Case, Event, Licence, Mandate, Membership
from licensing.policy.record.event_kinds import EventKind
from tests.acts.record.spoiling import find_fault, spoil
from tests.world import World, clearance


@pytest.fixture
def granted(world: World) -> World:
    licence = Licence.objects.get(case=world.granted())
    ledger.draw_down_licence(licence, world.cus, clearance("m1", 5))
    countersigning.countersign_case(Case.objects.get(pk=licence.case_id), world.decider())
    return world


def test_positions_decisions_and_draw_downs_cite_their_right(granted: World) -> None:
    cited = Event.objects.filter(data__has_key="under").order_by("number")

    found = {(one.kind, one.data["under"]) for one in cited if one.actor != granted.rhea}
    greta, mira = (Mandate.objects.get(user=one).pk for one in (granted.greta, granted.mira))
    otto, dora, cus = (Appointment.objects.get(user=one).pk for one in (granted.otto, granted.dora, granted.cus))
    dmytro = Appointment.objects.get(user__name="Dmytro").pk
    paula = Membership.objects.get(user=granted.paula).pk
    assert found == {
        (EventKind.CASE_SUBMITTED, paula),
        (EventKind.CASE_ACCEPTED, otto),
        (EventKind.POSITION_TAKEN, greta),
        (EventKind.POSITION_TAKEN, mira),
        (EventKind.CASE_GRANTED, dora),
        (EventKind.DECISION_COUNTERSIGNED, dmytro),
        (EventKind.LICENCE_DRAWN, cus),
    }
    report = Report()
    assert list(check_rights(report)) == []
    assert report.looked_at["rights that were cited"] == cited.count() == 9


@pytest.mark.walk
@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE licensing_mandate SET user_id = (SELECT id FROM licensing_user WHERE name = 'Stella')", "never had"),
        ("UPDATE licensing_mandate SET body_id = 'ECON'", "never had"),
        ("UPDATE licensing_mandate SET period = '[2020-01-01,2021-01-01)'", "did not hold then"),
        ("UPDATE licensing_mandate SET ended_at = now() - interval '1 year'", "did not hold then"),
        ("UPDATE licensing_appointment SET kind = 'auditor'", "never had"),
        ("DELETE FROM licensing_mandate", "never had"),
    ],
)
def test_a_right_that_was_rewritten_is_found(granted: World, statement: str, said: str) -> None:
    who = "dora" if "appointment" in statement else "mira"
    spoil(f"{statement} WHERE user_id = %s", getattr(granted, who).pk)

    fault = find_fault()

    assert fault is not None
    assert said in fault.sentence


def test_what_is_older_than_this_release_cites_nothing_and_is_passed(granted: World) -> None:
    spoil("UPDATE licensing_event SET data = data - 'under'")

    assert list(check_rights(Report())) == []
