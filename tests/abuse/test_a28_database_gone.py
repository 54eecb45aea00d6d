"""A28: a database that goes away in the middle of an act leaves nothing of it, and the caller is asked to come back."""

from __future__ import annotations

import threading
from uuid import uuid4

from django.db import connection, transaction

from licensing.models import Case, Event
from tests.api.calling import Caller, at
from tests.waiting import wait_until_blocked
from tests.world import World


def test_an_act_that_was_cut_off_has_not_happened_and_can_be_repeated(real_world: World) -> None:
    case, key = real_world.filed(), str(uuid4())
    before, answers = Event.objects.count(), []

    def withdraw() -> None:
        answers.append(Caller(real_world.paula).post(at(case, "withdraw/"), {"reason": "Enough."}, idempotency_key=key))
        connection.close()

    with transaction.atomic():
        Case.objects.select_for_update().get(pk=case.pk)
        waiting = threading.Thread(target=withdraw)
        waiting.start()
        _cut_off()
    waiting.join(timeout=20)

    [cut] = answers
    assert (cut.status_code, cut.json()["code"], int(cut["Retry-After"]) > 0) == (503, "busy", True)
    assert (Event.objects.count(), Case.objects.get(pk=case.pk).state) == (before, "submitted")
    again = Caller(real_world.paula).post(at(case, "withdraw/"), {"reason": "Enough."}, idempotency_key=key)
    assert (again.status_code, Case.objects.get(pk=case.pk).state) == (200, "withdrawn")


def _cut_off() -> None:
    """End the connection that waits for our lock, as a restart of the database would."""
    [waiting] = wait_until_blocked()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [waiting])
