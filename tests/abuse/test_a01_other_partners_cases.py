"""A1, A34: what one may not see answers, byte for byte, as what does not exist."""

from __future__ import annotations

import json
import statistics
import time
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from licensing.acts.licences.ledger import draw_down_licence
from licensing.models import Case, Event
from tests.api.calling import Caller, Operation, every_operation
from tests.world import World, clearance

UNLIKE = {"X-Request-ID"}


def of_one_case(operation: Operation) -> bool:
    return "<uuid:case_id>" in operation.route or "<uuid:licence_id>" in operation.route


def whole(answer: Any) -> tuple[int, bytes, dict[str, str]]:
    headers = {name: value for name, value in answer.headers.items() if name not in UNLIKE}
    return answer.status_code, answer.content, headers


@pytest.fixture
def theirs(world: World) -> dict[str, object]:
    """Ids of everything that Paula's partner has: of a granted case, its licence and what hangs on them."""
    licence = world.licence()
    case = licence.case
    usage = draw_down_licence(licence, world.cus, clearance("M-1", 1))
    return {
        "case_id": case.pk,
        "licence_id": licence.pk,
        "usage_id": usage.pk,
        "document_id": case.documents.all()[0].pk,
        "question_id": uuid4(),
        "number": 1,
    }


@pytest.mark.walk
@pytest.mark.parametrize("name", ["rita", "stella"])
def test_every_address_of_another_partners_case_is_as_empty_as_one_of_no_case(
    world: World, theirs: dict[str, object], name: str
) -> None:
    caller = Caller(getattr(world, name))
    before = Event.objects.count()

    for operation in filter(of_one_case, every_operation()):
        body = json.dumps(operation.spec.example or {}).encode()
        real = caller.raw(operation.method, operation.path(**theirs), body, if_match='"r1"')
        nothing = {name: uuid4() for name in theirs} | {"number": 1}
        random = caller.raw(operation.method, operation.path(**nothing), body, if_match='"r1"')

        assert (str(operation), real.status_code) == (str(operation), 404)
        assert whole(real) == whole(random)

    assert Event.objects.count() == before


@pytest.mark.walk
def test_no_list_and_no_count_tells_of_it(world: World, theirs: dict[str, object]) -> None:
    for name in ("rita", "stella"):
        caller = Caller(getattr(world, name))
        for path in ("cases/", "cases/?state=granted", "licences/", "licences/?state=issued", "endpoints/"):
            answer = caller.get(path).json()
            assert answer in ({"results": [], "next": None}, [])
        reference = Case.objects.get().reference
        assert caller.get(f"cases/?reference={reference}").json()["results"] == []


def test_customs_knows_the_licence_and_never_the_case(world: World, theirs: dict[str, object]) -> None:
    cus = Caller(world.cus)

    assert cus.get(f"licences/{theirs['licence_id']}/").status_code == 200
    assert cus.get(f"cases/{theirs['case_id']}/").status_code == 404
    assert cus.get("cases/").json()["results"] == []


def test_a_draft_is_nobodys_but_its_applicants(world: World) -> None:
    draft = world.draft()

    for name in ("otto", "dora", "audra", "rhea", "rita"):
        assert Caller(getattr(world, name)).get(f"cases/{draft.pk}/").status_code == 404


@pytest.mark.walk
def test_the_unseen_takes_as_long_as_the_missing(world: World) -> None:
    case, rita = world.draft(), Caller(world.rita)
    times: dict[str, list[float]] = {"unseen": [], "missing": []}

    for _ in range(60):
        for what, case_id in (("unseen", case.pk), ("missing", uuid4())):
            start = time.perf_counter()
            rita.get(f"cases/{case_id}/")
            times[what].append(time.perf_counter() - start)

    unseen, missing = (statistics.median(times[what]) for what in ("unseen", "missing"))
    assert 0.75 < unseen / missing < 1.33


def test_nothing_that_a_partner_reads_moves_while_others_deliberate(world: World) -> None:
    case, paula = world.accepted(), Caller(world.paula)
    waiting = [paula.get(path).content for path in _of(case)]
    tagged = paula.get(f"cases/{case.pk}/")

    Caller(world.rhea).post(f"cases/{case.pk}/positions/", {"choice": "object", "version": 1, "comment": "Our own need."})

    assert "ETag" not in tagged
    assert [_still(one) for one in (paula.get(path).content for path in _of(case))] == [_still(one) for one in waiting]


def _of(case: Case) -> list[str]:
    since = timezone.now().isoformat().replace("+00:00", "Z")
    return [
        f"cases/{case.pk}/",
        f"cases/{case.pk}/history/",
        f"cases/{case.pk}/questions/",
        "cases/",
        f"cases/?changed_since={since}",
    ]


def _still(content: bytes) -> object:
    return json.loads(content)
