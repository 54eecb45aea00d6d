"""Who reads a banner: whoever has an access that is open now, and nobody else."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from licensing.acts.acting import at_time, now
from licensing.acts.people.rights.emergency import confirm_access, propose_access
from licensing.admin.people.rights.banner import read_open_access
from licensing.models import User
from tests.world import World


def test_the_minutes_are_counted_up_until_the_last(world: World, ada: User, bea: User) -> None:
    confirm_access(propose_access(ada, world.rhea, reason="The register was attacked."), bea)
    left = []
    for minutes in (0, 239, 240):
        with at_time(now() + timedelta(minutes=minutes)):
            request = RequestFactory().get("/")
            request.user = world.rhea
            left.append([one.minutes for one in read_open_access(request)])

    assert left == [[240], [1], []]


def test_whoever_reads_every_case_pays_no_statement_for_it(world: World) -> None:
    request = RequestFactory().get("/")
    request.user = world.otto
    read_open_access(request)

    with CaptureQueriesContext(connection) as asked:
        assert list(read_open_access(request)) == []

    assert len(asked) == 0
