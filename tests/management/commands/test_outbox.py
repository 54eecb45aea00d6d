"""`manage.py outbox`, which monitors ask."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from licensing.models import Delivery
from licensing.outbox import routes
from licensing.outbox.webhooks.endpoints import suspend_endpoint
from tests.outbox.post import create_endpoint, run_outbox
from tests.world import World


def outbox_output() -> tuple[list[str], list[str]]:
    out, err = StringIO(), StringIO()
    call_command("outbox", stdout=out, stderr=err)
    return out.getvalue().splitlines(), err.getvalue().splitlines()


def test_when_all_is_sent_it_says_so_and_ends_well(world: World) -> None:
    world.filed()
    run_outbox()

    assert outbox_output() == (
        [
            "unread: 0",
            "unsent events: 0",
            "due: 0",
            "oldest due at: -",
            "dead: 0",
            "failing endpoints: 0",
            "disabled endpoints: 0",
        ],
        [],
    )


def test_what_waits_for_too_long_or_was_given_up_ends_badly(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    hook = create_endpoint(world, "https://erp.example.org/hook")
    world.filed()
    routes.fan_out()
    suspend_endpoint(hook, hook.owner, reason="Broken.")
    Delivery.objects.owed().update(next_at=timezone.now() - timedelta(minutes=11))

    with pytest.raises(SystemExit) as ended:
        call_command("outbox")

    assert ended.value.code == 1
    assert capsys.readouterr().err.splitlines() == [
        "A message waits past its time: do worker and beat run?",
        "Messages were given up; see the dead letters.",
        "Endpoints are switched off.",
    ]
