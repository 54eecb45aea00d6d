"""The chain of events: its numbers, its digests, and what an applicant may know of."""

from __future__ import annotations

from django.utils import translation

from licensing.acts.origin import Origin, from_origin
from licensing.acts.record.verification import verify_record
from licensing.models import ChainHead, Event
from licensing.policy.record.digests import GENESIS, compute_chain_digest
from licensing.policy.record.event_kinds import DELIBERATION
from tests.world import World


def test_the_head_stands_at_the_last_event(world: World) -> None:
    world.granted()

    last = Event.objects.order_by("-number")[0]
    head = ChainHead.objects.get()
    assert (head.number, head.digest) == (last.number, last.digest)


def test_each_event_is_chained_to_the_one_before(world: World) -> None:
    world.filed()

    previous = GENESIS
    for number, event in enumerate(Event.objects.order_by("number"), 1):
        assert (event.number, event.previous) == (number, previous)
        assert event.digest == compute_chain_digest(previous, event.as_chained_data())
        previous = event.digest


def test_an_applicant_may_not_know_that_anybody_deliberates(world: World) -> None:
    case = world.before_government()

    hidden = set(case.events.values_list("kind", flat=True)) - set(case.events.for_applicant().values_list("kind", flat=True))

    assert hidden
    assert hidden <= {kind.value for kind in DELIBERATION}


def test_an_event_is_named_in_the_readers_language(world: World) -> None:
    event = world.draft().events.get()

    with translation.override("uk"):
        ukrainian = event.kind_label
    assert (event.kind_label, ukrainian != event.kind_label) == ("Request created", True)


def test_the_program_that_sent_it_is_covered_by_the_digest_of_an_event(world: World) -> None:
    with from_origin(Origin(client="gate")):
        sent = world.draft().events.latest("number")
    own = world.draft().events.latest("number")

    assert (sent.client, own.client) == ("gate", "")
    assert "client" not in own.as_chained_data()
    assert sent.digest == compute_chain_digest(sent.previous, sent.as_chained_data())
    sent.client = "another"
    assert sent.digest != compute_chain_digest(sent.previous, sent.as_chained_data())
    assert verify_record().fault is None
