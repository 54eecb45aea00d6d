"""A sitting of the Cabinet of Ministers, as the tests of sittings call it."""

from __future__ import annotations

from django.utils import timezone

from licensing.acts.decisions import sittings
from licensing.models import Body, Case, Sitting
from tests.scenes import scene
from tests.world import World


@scene
def call_cabinet(world: World, *, quorum: int = 1) -> Sitting:
    cabinet = Body.objects.get(pk="CMU")
    sitting = sittings.call_sitting(
        world.dora, body=cabinet, title="Cabinet, weekly", held_on=timezone.localdate(), quorum=quorum
    )
    sittings.record_attendance(sitting, world.dora, [(world.dora, cabinet, True)])
    sittings.confirm_attendance(sitting, world.dora)
    return sitting


def result_of(sitting: Sitting, case: Case) -> tuple[str, str]:
    item = sitting.agenda.get(case=case)
    return item.result, item.sentence
