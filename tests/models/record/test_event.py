"""The chain of events: its numbers, its digests, and what an applicant may know of."""

from __future__ import annotations

from licensing.models import ChainHead, Event
from tests.world import World


def test_the_head_stands_at_the_last_event(world: World) -> None:
    world.granted()

    last = Event.objects.order_by("-number")[0]
    head = ChainHead.objects.get()
    assert (head.number, head.digest) == (last.number, last.digest)
