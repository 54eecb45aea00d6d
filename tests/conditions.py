"""Licences with conditions that customs is held to, and the records that meet them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from licensing.acts.acting import at_time, now, to_local_day
from licensing.acts.clocks import reminders
from licensing.acts.decisions import government
from licensing.acts.licences.conditions.records import RecordInput, record_condition
from licensing.models import ConditionRecord, Licence
from tests.scenes import scene
from tests.world import World, resolution

VERIFIED: Final = {"code": "P06"}
TEN_IN_SIX_MONTHS: Final = {"code": "P05", "parameters": {"quantity": "10", "measure": "NAR", "months": 6}}
EACH_BATCH: Final = {"code": "P23"}
ON_NOTICE: Final = {"code": "P15", "parameters": {"days": 0}}
PAPER: Final = (b"The certificate, as the embassy reads it.", "certificate.txt")


MONTHLY: Final = {"code": "P13", "parameters": {"months": 1}}


def issue_overdue_licence(world: World, condition: dict[str, Any] = MONTHLY, **changes: Any) -> Licence:
    """A licence with a condition that was not met: its holder is barred, where no other condition than a report is named."""
    with at_time(now() - timedelta(days=45)):
        licence = issue_bound_licence(world, condition, number="416-r", **changes)
    apply_overdue()
    return licence


def apply_overdue() -> int:
    """Let the clock send what is due and apply what follows from it; how many consequences there are."""
    while reminders.send_due_reminders():
        pass
    return reminders.apply_due_consequences()


@scene
def issue_bound_licence(world: World, *conditions: dict[str, Any], number: str = "417-r", **changes: Any) -> Licence:
    """A licence for 40 UAVs and 4 ground stations with these conditions of the library."""
    case = world.before_government(**changes)
    government.grant_case(case, world.dora, resolution(number=number, conditions=list(conditions)))
    return Licence.objects.get(case=case)


def verification(**changes: Any) -> RecordInput:
    """What an officer records of the verification of a certificate."""
    said = {
        "done_on": to_local_day(now()) - timedelta(days=1),
        "person": "Otto Officer",
        "note": "Called the embassy; the seal is theirs.",
        "content": PAPER[0],
        "file_name": PAPER[1],
    }
    return RecordInput(**(said | changes))


def acceptance(line: int, quantity: Any, **changes: Any) -> RecordInput:
    """What an officer records of an inspector's acceptance of a batch."""
    said = {"done_on": to_local_day(now()), "person": "Inspector Ivan", "reference": "Act 7"}
    return RecordInput(**(said | {"line": line, "quantity": quantity} | changes))


def record(world: World, licence: Licence, number: int, given: RecordInput) -> ConditionRecord:
    """Record it as the officer of the world."""
    return record_condition(licence, world.otto, number, given)
