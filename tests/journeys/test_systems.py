"""What other systems do: customs clears goods, a maker's ERP files requests, each as if the line were bad."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from licensing.acts.acting import now
from licensing.acts.licences.clearance import ask_clearance
from licensing.acts.licences.ledger import draw_down_licence
from licensing.acts.licences.licence import suspend_licence
from licensing.errors import NotInForce, Overdrawn
from licensing.models import Case, Event, LicenceLine, Usage
from licensing.policy.licences.clearance import Entry
from tests.api.calling import Caller, new_secret, new_system
from tests.suspensions import reinstate
from tests.world import REQUEST, World, clearance

# 30. Customs asks, draws down, repeats the message by mistake, tries to overdraw: one entry, one refusal with the balance.


def test_customs_draws_down_repeats_and_overdraws(world: World) -> None:
    licence = world.licence()
    assert isinstance(ask_clearance(licence, clearance("M-0", 30).as_asked(), at=now()), Entry)

    first = draw_down_licence(licence, world.cus, clearance("M-1", 30))
    again = draw_down_licence(licence, world.cus, clearance("M-1", 30))
    with pytest.raises(Overdrawn) as refused:
        draw_down_licence(licence, world.cus, clearance("M-2", 20))

    assert first == again
    assert (refused.value.extra["left"], refused.value.extra["unit"]) == ("10", "NAR")
    assert str(refused.value.sentence) == "Only 10 pieces are left on this line; that quantity can be cleared."
    assert (Usage.objects.count(), LicenceLine.objects.get(number=1, licence=licence).used) == (1, 30)
    assert Event.objects.filter(licence=licence, kind="licence.drawn").count() == 1


def test_a_halted_licence_lets_nothing_pass_until_it_is_reinstated(world: World) -> None:
    licence = world.licence()

    suspend_licence(licence, world.otto, reason="Urgent need of the Defence Forces.")
    with pytest.raises(NotInForce, match="Suspended"):
        draw_down_licence(licence, world.cus, clearance("M-1", 1))
    reinstate(world, licence)

    assert draw_down_licence(licence, world.cus, clearance("M-1", 1)).left_after == 39


def test_customs_over_the_api_with_client_credentials(world: World) -> None:
    licence = world.licence()
    system = new_system(account=world.cus)
    gate = Caller(world.cus)
    given = gate.client.post(
        "/api/v1/token/",
        {
            "grant_type": "client_credentials",
            "client_id": system.client_id,
            "client_secret": new_secret(system),
            "scope": "licences:read usages:write",
        },
    )
    gate.token = given.json()["access_token"]
    place = f"licences/{licence.pk}/"
    usage = {"message_id": "M-1", "line": 1, "quantity": "30", "declaration_no": "26UA-1"}

    asked = gate.get(f"{place}may-leave/?line=1&quantity=30")
    drawn, repeated = gate.post(f"{place}usages/", usage), gate.post(f"{place}usages/", usage)
    overdrawn = gate.post(f"{place}usages/", usage | {"message_id": "M-2", "quantity": "20"})

    assert given.status_code == 200
    assert {"may_leave": True, "because": "", "left": "40", "unit": "NAR"}.items() <= asked.json().items()
    assert (drawn.status_code, repeated.status_code, drawn.json()["id"]) == (201, 201, repeated.json()["id"])
    assert (overdrawn.status_code, overdrawn.json()["code"], overdrawn.json()["left"]) == (409, "overdrawn", "10")
    assert gate.get(f"{place}may-leave/?line=1&quantity=11").json()["may_leave"] is False
    assert len(gate.get(f"{place}usages/").json()["results"]) == 1


# 31. A maker's ERP files a request with an idempotency key, loses the answer, repeats: the same answer, one case.


def test_a_request_filed_twice_under_one_key_is_one_case_with_one_answer(world: World) -> None:
    erp, key = Caller(world.paula), str(uuid4())

    first = erp.post("cases/", REQUEST, idempotency_key=key)
    again = erp.post("cases/", REQUEST, idempotency_key=key)
    other = erp.post("cases/", REQUEST | {"title": "Something else"}, idempotency_key=key)

    assert (first.status_code, again.status_code) == (201, 201)
    assert _answer(first) == _answer(again)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert Case.objects.count() == 1
    assert Event.objects.filter(kind="case.created").count() == 1


def _answer(response: Any) -> tuple[bytes, str, str]:
    return response.content, response["ETag"], response["Location"]
