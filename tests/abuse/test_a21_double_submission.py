"""A21: pressed twice, retried, or answered into the void: one case, and the same answer."""

from __future__ import annotations

from uuid import uuid4

from licensing.models import Case, Event
from tests.api.calling import Caller, at, code_of
from tests.world import REQUEST, World


def test_an_answer_that_got_lost_is_given_again(world: World) -> None:
    erp, key = Caller(world.paula), str(uuid4())
    erp.post("cases/", REQUEST, idempotency_key=key)

    again = erp.post("cases/", REQUEST, idempotency_key=key)

    assert (again.status_code, Case.objects.count()) == (201, 1)
    assert again.json()["id"] == str(Case.objects.get().pk)


def test_submitting_twice_under_two_keys_files_one_version(world: World) -> None:
    case, paula = world.ready(), Caller(world.paula)
    tag = f'"r{case.revision}"'

    first = paula.post(at(case, "submit/"), {"declared": True}, if_match=tag)
    second = paula.post(at(case, "submit/"), {"declared": True}, if_match=tag)

    assert (first.status_code, code_of(second)) == (200, (412, "stale"))
    assert (case.versions.count(), Event.objects.filter(kind="case.submitted").count()) == (1, 1)
