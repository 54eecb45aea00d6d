"""What the minutes of a sitting say."""

from __future__ import annotations

import json

from licensing.acts.decisions import sittings
from licensing.choices import DecisionOutcome
from licensing.models import Case, Sitting
from licensing.policy.record.digests import compute_digest
from tests.acts.decisions.cabinet import call_cabinet
from tests.world import World


def test_the_minutes_say_who_was_there_and_what_was_decided(world: World) -> None:
    case = world.before_government()
    sitting = call_cabinet(world)
    sittings.put_on_agenda(sitting, world.dora, case, outcome=DecisionOutcome.GRANT)

    sittings.conclude_sitting(sitting, world.dora, resolution_no="512-r")

    minutes = Sitting.objects.get(pk=sitting.pk).minutes
    text = json.loads(minutes.canonical)
    assert compute_digest(text) == minutes.digest
    assert text["quorum"] == {"needed": 1, "present": 1, "confirmed": 1}
    [there] = text["attendance"]
    confirmed_at = sitting.attendance.get().confirmed_at
    assert confirmed_at is not None
    assert there == {"body": "CMU", "person": "Dora", "present": True, "confirmed_at": confirmed_at.isoformat()}
    assert [(line["case"], line["decided"]) for line in text["agenda"]] == [(Case.objects.get(pk=case.pk).reference, "grant")]
