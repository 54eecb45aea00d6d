"""A27: whoever never got the answer asks again under the same key, and gets it: nothing is lost and nothing comes twice."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.http import HttpRequest, HttpResponse

from licensing.models import Case, Event, Usage
from tests.api.calling import Caller, at
from tests.world import REQUEST, World


def killed_before_the_answer(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Stands for a process that dies after it has committed."""

    def answer(request: HttpRequest) -> HttpResponse:
        given = get_response(request)
        if "X-Die" in request.headers:
            raise ConnectionResetError(given.status_code)
        return given

    return answer


@pytest.fixture(autouse=True)
def _mortal(settings: LazySettings) -> None:
    settings.MIDDLEWARE = [f"{__name__}.killed_before_the_answer", *settings.MIDDLEWARE]


@pytest.mark.parametrize("command", ["begin", "submit", "draw"])
def test_a_lost_answer_is_given_again(world: World, command: str) -> None:
    ready, licence = world.ready(), world.licence(title="Granted")
    caller, path, body = {
        "begin": (Caller(world.paula), "cases/", REQUEST),
        "submit": (Caller(world.paula), at(ready, "submit/"), {"declared": True}),
        "draw": (
            Caller(world.cus),
            f"licences/{licence.pk}/usages/",
            {"message_id": "m1", "line": 1, "quantity": "3", "declaration_no": "D"},
        ),
    }[command]
    key, tag = str(uuid4()), {"if_match": f'"r{ready.revision}"'} if command == "submit" else {}

    lost = caller.post(path, body, idempotency_key=key, x_die="yes", **tag)
    done = Event.objects.count(), Case.objects.count(), Usage.objects.count()
    again = caller.post(path, body, idempotency_key=key, **tag)

    assert (lost.status_code, again.status_code) == (500, 200 if command == "submit" else 201)
    assert again["Idempotency-Replayed"] == "true"
    assert (Event.objects.count(), Case.objects.count(), Usage.objects.count()) == done
