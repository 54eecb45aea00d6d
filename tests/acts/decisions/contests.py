"""Appeals against conditions, filed and decided, and what binds the licence after them."""

from __future__ import annotations

from typing import Any

import pytest

from licensing.acts.decisions import appeal
from licensing.errors import Invalid
from licensing.models import Case, Decision, Licence
from tests.trial import CAP, another_decider, make_case_under_conditions
from tests.world import World, resolution

WIDER = {"ruling": "changed", "parameters": CAP["parameters"] | {"quantity": "30"}}
STRUCK, UPHELD = {"ruling": "struck"}, {"ruling": "upheld"}
WHY = "The plant delivers in lots of thirty."


def filed(world: World, *numbers: int) -> Case:
    return appeal.appeal_case(make_case_under_conditions(world), world.paula, reason=WHY, conditions=numbers)


def decide(case: Case, rulings: dict[int, Any], **more: Any) -> Decision:
    said = {"number": "501-r", "reasons": "Weighed again.", "rulings": rulings} | more
    return appeal.decide_appeal(Case.objects.get(pk=case.pk), another_decider(), resolution(**said))


def licence_of(case: Case) -> Licence:
    return Licence.objects.get(case=case)


def binding(case: Case) -> list[tuple[int, str]]:
    rows = licence_of(case).conditions.binding().order_by("number")
    return [(one.number, one.texts["en"]) for one in rows]


def gaps_of(refusal: pytest.ExceptionInfo[Invalid]) -> list[tuple[str, str]]:
    return [(gap.path, gap.sentence) for gap in refusal.value.gaps]
