from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from licensing.models import PasswordRequest
from tests.abuse.walking import signed_in
from tests.world import World


@pytest.fixture(autouse=True)
def _no_counts() -> None:
    cache.clear()


def test_forgetting_does_the_same_for_every_address(world: World) -> None:
    done = {}
    for address in (world.paula.email, "paulo@example.org", world.cus.email):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            answer: Any = Client().post("/accounts/password/reset/", {"email": address})
        done[address] = (answer.status_code, answer.url, [one["sql"].replace(address, "?")[:60] for one in asked])

    # The very same statements: nothing that a clock could measure depends on who has an account.
    assert len({str(one) for one in done.values()}) == 1
    assert not any('"licensing_user"' in statement for one in done.values() for statement in one[2])
    assert PasswordRequest.objects.count() == 3


def test_what_is_no_address_is_refused(world: World) -> None:
    answer = Client().post("/accounts/password/reset/", {"email": "paula"})

    assert answer.status_code == 200
    assert not PasswordRequest.objects.exists()


def test_the_desk_leads_to_the_same_page_of_the_password_and_signs_out(world: World) -> None:
    otto = signed_in(world.otto)

    assert otto.get("/admin/password_change/").url == "/accounts/password/change/"
    assert otto.post("/admin/password_change/", {"new_password1": "x" * 16}).url == "/accounts/password/change/"
    assert otto.post("/admin/logout/").status_code == 302
    assert otto.get("/admin/").status_code == 302
