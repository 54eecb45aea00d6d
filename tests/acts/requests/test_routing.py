"""Which procedure a request takes: that of the decision table today, or the version that it was accepted under."""

from __future__ import annotations

from licensing.acts.acting import now, to_local_day
from licensing.acts.requests.routing import find_kept_procedure, route_case, serialize_routing
from licensing.models.requests.composition import build_request_document
from tests.trial import GOVERNMENT, use_procedure
from tests.world import World


def test_a_case_in_review_keeps_its_procedure_while_it_is_routed_to_it(world: World) -> None:
    case = world.accepted()
    document = build_request_document(case)

    routing, kept = route_case(case, document, on=to_local_day(now()))
    use_procedure(GOVERNMENT)
    elsewhere, other = route_case(case, document, on=to_local_day(now()))

    assert (kept, find_kept_procedure(case, routing)) == (case.procedure, case.procedure)
    assert find_kept_procedure(case, elsewhere) is None
    assert other is not None
    assert other.code == elsewhere.procedure


def test_the_routing_is_kept_with_the_rows_that_fired(world: World) -> None:
    case = world.filed()
    routing, _procedure = route_case(case, build_request_document(case), on=to_local_day(now()))

    assert [row["code"] for row in serialize_routing(routing)["fired"]] == [row.code for row in routing.fired]
