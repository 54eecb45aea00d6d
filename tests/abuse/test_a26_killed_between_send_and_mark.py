"""A26: a worker killed after the receiver took the message, and before that was written down."""

from __future__ import annotations

import os
import signal

import pytest

from licensing.choices import Channel, DeliveryState
from licensing.models import Delivery
from licensing.outbox import routes
from licensing.outbox.delivery import leases
from licensing.policy.record.event_kinds import EventKind
from tests.outbox.post import Clock, count_states, create_endpoint, run_outbox
from tests.outbox.processes import start_python, wait_for_end
from tests.outbox.receiver import Got, Receiver
from tests.world import World


@pytest.mark.walk
@pytest.mark.parametrize("killed", [1, 3])
def test_the_message_comes_again_under_the_same_id(real_world: World, receiver: Receiver, clock: Clock, killed: int) -> None:
    hook = create_endpoint(real_world, receiver.url, kinds=[EventKind.CASE_SUBMITTED])
    for _ in range(3):
        real_world.filed()
    routes.fan_out()
    Delivery.objects.filter(channel=Channel.MAIL).delete()
    worker = start_python("from licensing.outbox.delivery import dispatch; dispatch.dispatch()")

    def take_and_kill(got: Got) -> int:
        if len(receiver.got) >= killed:
            os.kill(worker.pid, signal.SIGKILL)
        return 204

    receiver.reply = take_and_kill
    code, said = wait_for_end(worker)
    assert code == -signal.SIGKILL, said
    assert len(receiver.got) >= killed
    assert count_states(endpoint=hook)[DeliveryState.DUE] >= 1

    receiver.reply = lambda got: 204
    run_outbox(clock)
    clock.ahead += leases.LEASE
    run_outbox(clock)

    owed = {str(one) for one in Delivery.objects.filter(endpoint=hook).values_list("pk", flat=True)}
    assert count_states(endpoint=hook) == {DeliveryState.SENT: 3}
    assert set(receiver.ids) == owed
    assert len(receiver.ids) > len(owed)
