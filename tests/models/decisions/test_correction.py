"""How a decision reads after its corrections."""

from __future__ import annotations

from licensing.acts.decisions import corrections
from licensing.models import Decision
from licensing.models.decisions.correction import annotate_wording, get_wording, list_corrections
from tests.world import World


def test_each_correction_says_how_it_read_before_and_after(world: World) -> None:
    case, dmytro = world.granted(), world.decider()
    for number in ("471-r", "147-r"):
        corrections.correct_decision(case, dmytro, resolution_no=number, reason="A slip.")
    decision = Decision.objects.get()

    applied = list_corrections(decision)

    assert [(one.before.resolution_no, one.after.resolution_no) for one in applied] == [("417-r", "471-r"), ("471-r", "147-r")]
    assert get_wording(decision, applied).resolution_no == "147-r"
    assert annotate_wording(Decision.objects.all()).get().number_now == "147-r"


def test_without_a_correction_a_decision_reads_as_it_was_recorded(world: World) -> None:
    world.granted()
    decision = Decision.objects.get()

    assert get_wording(decision, list_corrections(decision)).resolution_no == decision.resolution_no == "417-r"
