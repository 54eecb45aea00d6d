"""Rules tried over the API before they are published."""

from __future__ import annotations

import time
from typing import Any

import pytest

from licensing.models import Position
from tests.api.calling import Caller, code_of
from tests.world import World


def test_a_rule_is_simulated_and_nothing_is_stored(world: World) -> None:
    trial = {
        "rule": {"kind": "majority_cast"},
        "seats": [{"code": "MOD"}, {"code": "GS"}, {"code": "MFA"}],
        "positions": [{"seat": "MOD", "choice": "approve"}, {"seat": "GS", "choice": "approve"}],
    }

    answer = Caller(world.pol).post("procedures/simulate/", trial, idempotency_key="")
    refused = Caller(world.pol).post("procedures/simulate/", trial | {"rule": {"kind": "k_of_n", "k": 4}})

    assert (answer.status_code, answer.json()["settled"]) == (200, True)
    assert code_of(refused) == (422, "procedure_invalid")
    assert Position.objects.count() == 0


@pytest.mark.parametrize(
    ("rule", "seat", "path"),
    [
        ({"kind": "majority_cast", "quorum": "1e-10000000"}, {}, "rule.quorum"),
        ({"kind": "majority_cast", "quorum": "1/00000000007"}, {}, "rule.quorum"),
        ({"kind": "majority_cast", "quorum": 10**9}, {}, "rule.quorum"),
        ({"kind": "weighted", "threshold": "1e999999"}, {}, "rule.threshold"),
        ({"kind": "majority_cast"}, {"weight": "1e5000000"}, "seats.0.weight"),
        ({"kind": "majority_cast"}, {"weight": 10**9}, "seats.0.weight"),
        ({"kind": "roulette"}, {}, "rule.kind"),
    ],
)
def test_numbers_too_costly_to_compute_are_refused(world: World, rule: dict[str, Any], seat: dict[str, Any], path: str) -> None:
    started = time.process_time()
    refused = Caller(world.pol).post("procedures/simulate/", {"rule": rule, "seats": [{"code": "MOD"} | seat]})

    assert code_of(refused) == (400, "invalid")
    assert [error["path"] for error in refused.json()["errors"]] == [path]
    assert (time.process_time() - started < 2, len(refused.content) < 4000) == (True, True)
