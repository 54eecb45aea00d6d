"""A25: with the broker gone, a partner submits as ever, and the messages follow."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

import licensing
from config.celery import app
from licensing.choices import DeliveryState
from tests.outbox.post import count_states, run_outbox
from tests.outbox.sink import Sink
from tests.scenes import carry_out_every_act
from tests.world import World

FILED = 8


def test_requests_stand_while_the_broker_is_gone_and_their_messages_follow(
    world: World, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.conf, "broker_url", "redis://127.0.0.1:1/0")
    carry_out_every_act()
    longest = 0.0
    for _ in range(FILED):
        started = time.monotonic()
        world.filed()
        longest = max(longest, time.monotonic() - started)

    run_outbox()

    assert longest < 2
    assert count_states() == {DeliveryState.SENT: 2 * FILED}
    assert len(sink.letters) == 2 * FILED


def test_nothing_but_beat_publishes() -> None:
    """What is not published from a request cannot be lost with the broker, nor make a request wait for it."""
    publishing = re.compile(r"\.(delay|delay_on_commit|apply_async|send_task)\(")
    sources = Path(licensing.__file__).parent.rglob("*.py")

    assert [source.name for source in sources if publishing.search(source.read_text(encoding="utf-8"))] == []
