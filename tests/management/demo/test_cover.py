"""The demo shows somebody who is away, a seat that is handed over, and cases opened in an emergency; each once."""

from __future__ import annotations

import pytest

from licensing.management.demo.cover import open_in_emergency, record_absences
from licensing.management.demo.people import load_people
from licensing.models import Absence, EmergencyAccess, Event
from licensing.policy.record.event_kinds import EventKind
from tests.management.demo.test_people import PEOPLE
from tests.world import World


@pytest.mark.walk
def test_somebody_is_away_a_deputy_stands_in_and_cases_are_opened_in_an_emergency_once(world: World) -> None:
    load_people(PEOPLE)
    for row in PEOPLE["emergencies"]:
        world.filed(title=row["case"])

    for _ in range(2):
        record_absences(PEOPLE["absences"])
        open_in_emergency(PEOPLE["emergencies"])

    absences = Absence.objects.values_list("person__name", "mandate__body", "deputy__user__name")
    assert sorted(absences) == [("Iryna Rozvidka", None, None), ("Kira Mytna", "CUSTOMS", "Danylo Zastupnyk")]
    accesses = EmergencyAccess.objects.values_list("person__name", "case__title", "state")
    titles = [row["case"] for row in PEOPLE["emergencies"]]
    assert sorted(accesses) == [("Hanna Novachok", titles[0], "confirmed"), ("Kira Mytna", titles[1], "pending")]
    opened = Event.objects.get(kind=EventKind.CASE_OPENED_IN_EMERGENCY)
    assert (opened.case.title, opened.actor.name) == (titles[0], "Hanna Novachok")
