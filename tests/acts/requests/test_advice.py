"""What is odd about a request is explained before it is filed, and kept with the version as it was told."""

from __future__ import annotations

import pytest

from licensing.acts.requests import amending, drafting, submission
from licensing.acts.requests.advice import LONGEST_EXPLANATION, list_filed_findings, list_findings
from licensing.errors import Incomplete, Invalid
from licensing.models import Case, Event, FiledFinding
from licensing.models.requests.composition import build_request_document
from tests.world import REQUEST, World

ELSEWHERE = "route_ends_elsewhere:route.1.to_country"
_ON = {"from_place": "Tallinn", "from_country": "EE", "to_place": "Riga", "to_country": "LV"}
ROUTE = [REQUEST["route"][0], REQUEST["route"][0] | _ON]


def _odd(world: World) -> Case:
    case = world.ready()
    return drafting.edit_case(case, world.paula, {"route": ROUTE})


@pytest.mark.parametrize("text", [" \u200b", "XXXX", "n/a"])
def test_what_is_odd_is_explained_in_words_before_it_is_filed(world: World, text: str) -> None:
    case = _odd(world)

    with pytest.raises(Incomplete) as refused:
        submission.submit_case(case, world.paula, declared=True, explanations={ELSEWHERE: text})

    assert [(gap.code, gap.path) for gap in refused.value.gaps] == [("explanation_required", "route.1.to_country")]
    assert submission.find_missing(Case.objects.get()) == []
    assert not FiledFinding.objects.exists()


def test_the_explanation_is_filed_with_what_was_told(world: World) -> None:
    case = _odd(world)

    submission.submit_case(case, world.paula, declared=True, explanations={ELSEWHERE: "Our depot is in Riga. "})

    found = FiledFinding.objects.get()
    assert (found.version.number, found.key, found.explanation) == (1, ELSEWHERE, "Our depot is in Riga.")
    assert "Latvia" in found.texts["en"]
    assert "Латвія" in found.texts["uk"]
    assert len(Event.objects.get(kind="case.submitted").data["findings"]) == 64


def test_a_finding_that_was_explained_before_needs_no_second_explanation(world: World) -> None:
    case = _odd(world)
    submission.submit_case(case, world.paula, declared=True, explanations={ELSEWHERE: "Our depot is in Riga."})

    amending.amend_case(case, world.paula, {"title": "Another title"}, reason="Clearer")

    assert [(one.version.number, one.explanation) for one in list_filed_findings(case)] == [(2, "Our depot is in Riga.")]


def test_an_amendment_that_makes_it_odd_is_explained_too(world: World) -> None:
    case = world.filed()

    with pytest.raises(Incomplete):
        amending.amend_case(case, world.paula, {"route": ROUTE}, reason="Another way")
    amending.amend_case(case, world.paula, {"route": ROUTE}, reason="Another way", explanations={ELSEWHERE: "A depot"})

    assert [one.explanation for one in list_filed_findings(case)] == ["A depot"]


def test_what_cannot_be_is_missing_until_it_is_put_right(world: World) -> None:
    case = world.ready()
    drafting.edit_case(case, world.paula, {"terms": REQUEST["terms"] | {"contract_date": "2099-01-01"}})

    with pytest.raises(Incomplete) as refused:
        submission.submit_case(case, world.paula, declared=True)

    assert [gap.code for gap in refused.value.gaps] == ["contract_too_far_ahead"]


def test_many_samples_need_one_explanation(world: World) -> None:
    case = world.ready()
    samples = [item | {"unit_price": "0"} for item in REQUEST["items"][:1] * 30]
    drafting.edit_case(case, world.paula, {"items": samples})

    submission.submit_case(
        case, world.paula, declared=True, explanations={"free_of_charge:items.0.unit_price": "Samples for trials."}
    )

    assert "It concerns numbers 1–30." in FiledFinding.objects.get().texts["en"]
    assert "Це стосується номерів: 1–30." in FiledFinding.objects.get().texts["uk"]


def test_a_plan_that_was_withdrawn_is_not_carried_out(world: World) -> None:
    case, plan = world.ready(), world.filed()
    submission.withdraw_case(plan, world.paula, reason="Another plan")

    found = list_findings(case, build_request_document(case) | {"plan": plan.reference})

    assert [one.code for one in found] == ["plan_not_in_force"]


def test_an_explanation_has_its_length(world: World) -> None:
    case = _odd(world)

    with pytest.raises(Invalid):
        submission.submit_case(case, world.paula, declared=True, explanations={ELSEWHERE: "a" * (LONGEST_EXPLANATION + 1)})


def test_a_request_in_order_is_told_nothing(world: World) -> None:
    assert list_findings(world.ready()) == []
