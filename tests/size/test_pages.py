"""What pages cost beside very many cases of others: each as a multiple of what it cost before there were any."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping

from django.db import connection
from django.test import Client

from licensing.models import User
from tests.size.crowd import fill
from tests.world import World

CASES = int(os.environ.get("BENCH_CASES", "10000"))
_TRIES = 5
# Pages that show what is one's own must not feel the others. Those of the authority count what is open, and search all that is
# filed: that may grow, but not beyond what a person waits for.
_OWN, _COUNTED, _SEARCHED = 3.0, 12.0, 40.0
_LISTS = ("list", "/admin/licensing/case/"), ("search", "/admin/licensing/case/?q=Forty"), ("api", "/api/v1/cases/")


def _list_pages(world: World) -> Mapping[str, tuple[User, str, float]]:
    pages = {
        "partner home": (world.paula, "/", _OWN),
        "partner waiting": (world.paula, "/?show=waiting", _OWN),
        "partner licences": (world.paula, "/licences/", _OWN),
        "partner api": (world.paula, "/api/v1/cases/?reference=X", _OWN),
        "customs api": (world.cus, "/api/v1/licences/", _OWN),
    }
    for name in ("otto", "mira", "rhea", "dora", "pol", "audra"):
        person = getattr(world, name)
        pages[f"{name} desk"] = (person, "/admin/", _COUNTED)
        for what, address in _LISTS:
            pages[f"{name} {what}"] = (person, address, _SEARCHED if what == "search" else _COUNTED)
    return pages


def _time(person: User, address: str) -> float:
    """The best of several, in milliseconds: whatever else the machine does only ever makes it slower."""
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    spent = []
    for _try in range(_TRIES):
        begun = time.perf_counter()
        assert client.get(address).status_code == 200
        spent.append((time.perf_counter() - begun) * 1000)
    return min(spent)


def test_pages_beside_the_cases_of_others(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
    for scene in (world.filed, world.accepted, world.with_need, world.before_government, world.licence):
        scene()
    pages = _list_pages(world)
    before = {name: _time(person, address) for name, (person, address, _most) in pages.items()}

    fill(world, CASES)
    after = {name: _time(person, address) for name, (person, address, _most) in pages.items()}

    print(f"\n{'beside ' + str(CASES) + ' cases':22}  {'alone ms':>8} {'beside ms':>9} {'times':>6}")
    for name in pages:
        print(f"{name:22}  {before[name]:8.1f} {after[name]:9.1f} {after[name] / before[name]:6.1f}")
    assert {name: after[name] / before[name] for name, (*_, most) in pages.items() if after[name] > most * before[name]} == {}
