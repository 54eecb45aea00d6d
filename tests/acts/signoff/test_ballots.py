"""A round as it stands: which seats are waited for, and which positions still bind."""

from __future__ import annotations

import pytest

from licensing.acts.decisions import government
from licensing.acts.requests import amending
from licensing.acts.signoff import positions, recusal, referral
from licensing.choices import PositionChoice, RecusalReason
from licensing.models import Mandate, Recusal, Round
from tests.acts.signoff.cases import reload_case, stage_outcomes
from tests.trial import GOVERNMENT, MINISTRIES, speaker_for, use_procedure
from tests.world import ALWAYS, World, approve, object_to, resolution

ITEMS = [{"body": body, "depends_on": ["items"]} for body in ("MOD", "GS", "MFA")]


@pytest.mark.walk
@pytest.mark.parametrize("amends", [False, True])
def test_a_tie_confirms_the_stage_below_also_after_an_amendment(world: World, amends: bool) -> None:
    window = {"to": "high", "triggers": ["split"], "within": {"amount": 5}, "default": "stands"}
    seats = [ITEMS[0] | {"chair": True}, *ITEMS[1:]]
    low = MINISTRIES | {"code": "low", "rule": {"kind": "single"}, "seats": seats, "escalation": window}
    high = MINISTRIES | {"code": "high", "only_when_referred": True, "seats": ITEMS[:2]}
    use_procedure(low, high | {"rule": {"kind": "majority_cast", "tie": "lower_stands"}}, GOVERNMENT)
    case = world.with_need()
    for member, view in ((world.greta, object_to()), (world.mira, approve()), (world.rhea, approve())):
        positions.sign_case(case, member, view, version=1)
    referral.escalate_case(case, world.greta, reason="A matter of principle.")
    if amends:
        amending.amend_case(case, world.paula, {"title": "Another title"}, reason="A slip")

    version = case.versions.count()
    positions.sign_case(case, world.greta, object_to(), version=version)
    positions.sign_case(case, world.rhea, approve(), version=version)

    assert Round.objects.filter(case=case, stage__code="high").order_by("-number")[0].outcome == "passed"


@pytest.mark.walk
def test_positions_of_a_stage_that_was_left_bind_nobody(world: World) -> None:
    escalation = {"to": "heads", "default": "escalate"}
    first = MINISTRIES | {"rule": {"kind": "consensus"}, "on_fail": "escalate", "escalation": escalation}
    heads = MINISTRIES | {"code": "heads", "name_en": "Heads", "name_uk": "Керівники", "only_when_referred": True}
    use_procedure(first, heads | {"seats": [{"body": "SBU"}]}, GOVERNMENT)
    sava, case = speaker_for("SBU"), world.with_need()
    for member, view in ((world.rhea, approve()), (world.greta, approve()), (world.mira, object_to())):
        positions.sign_case(case, member, view, version=1)
    positions.sign_case(case, sava, positions.PositionInput(PositionChoice.OBJECT, grounds=["R01"]), version=1)
    assert any("R01" in sentence for sentence in government.list_obstacles(reload_case(case)))

    # The only objection falls: the first stage opens again, passes by itself, and never asks the heads.
    recusal.recuse_member(reload_case(case), world.otto, reason=RecusalReason.FAMILY, person=world.mira)

    assert stage_outcomes(case)[-1][0] == "government"
    assert government.list_obstacles(reload_case(case)) == []
    government.grant_case(case, world.dora, resolution())
    assert reload_case(case).state == "granted"


def test_a_seat_whose_deputy_may_not_speak_here_is_not_awaited(world: World) -> None:
    use_procedure(MINISTRIES, GOVERNMENT)
    case = world.with_need()
    Mandate.objects.filter(user=world.dan).delete()
    Mandate.objects.create(user=world.dan, body_id="GS", kind="deputy", scope=["transit"], period=ALWAYS)
    positions.sign_case(case, world.rhea, approve(), version=1)
    positions.sign_case(case, world.mira, approve(), version=1)

    recusal.recuse_member(case, world.greta, reason=RecusalReason.FAMILY)

    assert Recusal.objects.filter(case=case).count() == 1
    assert stage_outcomes(case)[0] == ("ministries", "passed")
