"""A40: every parameter of an address is allow-listed; what is not offered is refused, and none reaches a query as it is."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.api.calling import Caller, Operation, every_operation
from tests.world import World

LISTS = [one for one in every_operation() if one.method == "GET" and one.spec.query]
PAYLOADS = [
    "' OR 1=1 --",
    "1;DROP TABLE licensing_case",
    "\x00",
    "%",
    "{}",
    "[]",
    "null",
    "-1",
    "9" * 400,
    "ї" * 300,
    "../..",
    "$ne",
]
HIDDEN = [
    "vote__choice",
    "rounds__positions__choice",
    "officer__email",
    "routing__fired",
    "ordering",
    "order_by",
    "fields",
    "page",
]


@pytest.mark.parametrize("operation", LISTS, ids=str)
def test_no_parameter_takes_what_it_does_not_offer(world: World, operation: Operation) -> None:
    licence = world.licence()
    otto = Caller(world.otto)
    place = operation.path(case_id=licence.case_id, licence_id=licence.pk)

    hidden = [otto.get(f"{place}?{name}=x") for name in HIDDEN]
    odd = [otto.get(f"{place}?{name}={quote(payload)}") for name in operation.spec.query for payload in PAYLOADS]

    assert {one.status_code for one in hidden} == {400}
    assert {one.status_code for one in odd} <= {200, 400}
    assert all(one.json()["results"] == [] for one in odd if one.status_code == 200 and "results" in one.json())
