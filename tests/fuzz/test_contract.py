"""Inputs made up from the published contract, right and wrong ones, against the real application: ./run fuzz.

Nothing may answer with a fault of ours, with a status or a shape that the contract does not name, or take what it forbids.
"""

from __future__ import annotations

import os
from collections import Counter
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.core.failures import Failure, FailureGroup

from licensing.acts.licences.ledger import draw_down_licence
from licensing.api.http import calls
from tests.api.calling import EVERY_SCOPE, new_token
from tests.fuzz.conftest import Note
from tests.fuzz.contract import ANSWER_CHECKS, INPUT_CHECKS, schema
from tests.world import World, clearance

# As many as keep `./run fuzz` within its time in CI; ask for more by hand.
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "3"))


@pytest.fixture
def place(world: World) -> dict[str, dict[str, Any]]:
    """A token of each kind of caller, and the ids of things that they may see."""
    licence = world.licence()
    usage = draw_down_licence(licence, world.cus, clearance("M-1", 1))
    case = world.accepted(title="Under review")
    ids = {
        "case_id": str(case.pk),
        "licence_id": str(licence.pk),
        "usage_id": str(usage.pk),
        "document_id": str(case.documents.all()[0].pk),
        "name": "countries",
        "number": 1,
    }
    people = (world.paula, world.otto, world.rhea, world.dora, world.cus)
    return {"ids": ids, "tokens": {person.name: new_token(person, EVERY_SCOPE) for person in people}}


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=lambda mode: str(mode.value))
@pytest.mark.parametrize("who", ["Paula", "Otto", "Rhea", "Dora", "Cus"])
def test_the_contract_is_kept(place: dict[str, dict[str, Any]], note: Note, who: str, mode: GenerationMode) -> None:
    headers = {"Authorization": f"Bearer {place['tokens'][who]}"}
    broken, answers = {}, Counter[int]()
    for found in schema.get_all_operations():
        operation = found.ok()
        try:
            _try_operation(operation, mode, place["ids"], headers, answers)
        except (FailureGroup, Failure) as failure:
            broken[operation.label] = str(failure)
        except Unsatisfiable:
            # Nothing wrong can be made up for an operation that takes nothing.
            assert mode == GenerationMode.NEGATIVE

    note(f"Contract: {mode.value} input by {who}, {answers.total()} calls, answers {dict(sorted(answers.items()))}")
    assert broken == {}


def _try_operation(
    operation: Any,
    mode: GenerationMode,
    ids: dict[str, Any],
    headers: dict[str, str],
    answers: Counter[int],
    *,
    examples: int = EXAMPLES,
) -> None:
    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    def attempt(case: Any) -> None:
        for name in set(case.path_parameters or {}) & ids.keys():
            case.path_parameters[name] = ids[name]
        # What was made up to be wrong may have become right by the ids that were put in.
        checks = INPUT_CHECKS if mode == GenerationMode.POSITIVE else ANSWER_CHECKS
        answers[case.call_and_validate(headers=headers, checks=checks).status_code] += 1

    attempt()


def test_the_moments_made_up_would_have_found_one_that_the_database_refuses(
    place: dict[str, dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fault of before, planted: `created_since=2000-01-01T00:00:00-20:14` reached the database as it was written."""
    monkeypatch.setattr(calls, "_normalise_parameter", lambda value, shape: value)
    headers = {"Authorization": f"Bearer {place['tokens']['Paula']}"}

    operation = schema["/api/v1/cases/"]["GET"]
    # What the database refused has spoilt the transaction, which is put right before anybody looks again.
    with pytest.raises((FailureGroup, Failure)) as found, transaction.atomic():
        _try_operation(operation, GenerationMode.POSITIVE, place["ids"], headers, Counter(), examples=300)

    assert "Server error" in str(found.value) or "500" in str(found.value)
