"""What is offered on a revoked licence: an appeal in its time, a decision to who had no part in the revocation."""

from __future__ import annotations

from licensing.acts.acting import now, to_local_day
from licensing.acts.licences import revocation
from licensing.models import Licence, read_actor
from licensing.models.licences.revocation import list_offered_acts
from tests.trial import another_decider, make_revoked_licence
from tests.world import World


def test_only_what_would_be_accepted_is_offered(world: World) -> None:
    licence, daria = make_revoked_licence(world), another_decider()

    def offered() -> list[list[str]]:
        day = to_local_day(now())
        actors = [read_actor(who, on=day, case_id=licence.case_id) for who in (world.paula, world.dora, daria)]
        acts = [list_offered_acts(Licence.objects.get(pk=licence.pk), actor, at=now()) for actor in actors]
        return [[verb for verb in one if "revocation" in verb] for one in acts]

    before = offered()
    revocation.appeal_revocation(licence, world.paula, reason="It never left.")
    after = offered()

    assert before == [["appeal_revocation"], [], []]
    assert after == [[], [], ["decide_revocation"]]
