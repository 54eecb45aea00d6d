"""A decision as the applicant and the authority read it."""

from __future__ import annotations

from decimal import Decimal

from licensing.acts.decisions import corrections, government
from licensing.models import Decision
from licensing.models.read_models.decision import read_decision
from tests.world import World, resolution


def test_the_corrected_words_are_read_with_the_original_beside_them(world: World) -> None:
    case = world.before_government()
    government.grant_case(case, world.dora, resolution(quantities={1: Decimal(30)}, reasons="Own ned."))
    corrections.correct_decision(case, world.decider(), reasons="Own need.", reason="A letter was missing.")

    of_authority = read_decision(Decision.objects.get(), applicant=False)
    of_applicant = read_decision(Decision.objects.get(), applicant=True)

    [correction] = of_authority["corrections"]
    assert (of_authority["reasons"], of_authority["lines"][0]["reason"]) == ("Own need.", "Own need.")
    assert (correction["before"]["reasons"], correction["after"]["reasons"]) == ("Own ned.", "Own need.")
    assert correction["corrected_by"] is not None
    assert correction["corrected_by"]["name"] == "Dmytro"
    assert of_applicant["corrections"] == [{**correction, "corrected_by": None}]
