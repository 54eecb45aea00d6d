from __future__ import annotations

import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings
from kombu import Connection
from kombu.common import ignore_errors
from kombu.simple import SimpleQueue
from kombu.transport import TRANSPORT_ALIASES

from tests.waiting import wait_until


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A Redis of the test's own, which may be killed, and its address."""
    if shutil.which("redis-server") is None:
        pytest.skip("there is no redis-server on the path")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        assert wait_until(lambda: _answers(port)), "Redis did not come up"
        yield process, f"redis://127.0.0.1:{port}/0"
    finally:
        process.kill()
        process.wait()


def test_a_worker_that_loses_redis_with_a_task_in_hand_can_give_the_connection_up(
    redis: tuple[subprocess.Popen[bytes], str],
) -> None:
    process, address = redis
    connection = Connection(address, transport_options=settings.REDIS_BROKER_OPTIONS)
    with connection.SimpleQueue("work") as queue, SimpleQueue(connection.channel(), "orders") as orders:
        for one in (orders, queue):
            one.put({"task": 1})
        ordered, in_hand = orders.get(timeout=5), queue.get(timeout=5)
        # Asks for the next one, too, so that an answer is awaited when Redis dies.
        with pytest.raises(queue.Empty):
            queue.get(timeout=0.1)
        process.kill()
        process.wait()

        # In this order, and with these errors swallowed, Celery leaves a connection that was lost.
        with suppress(*connection.connection_errors):
            connection.collect(socket_timeout=1)
        ignore_errors(connection, connection.close)

        for message in (ordered, in_hand):
            with pytest.raises(connection.connection_errors):
                message.ack()
            ignore_errors(connection, message.channel.close)


def test_redis_is_spoken_to_through_our_own_transport() -> None:
    assert {TRANSPORT_ALIASES[scheme] for scheme in ("redis", "rediss")} == {"config.broker:Transport"}
    assert Connection("redis://127.0.0.1:1/0").transport_cls == "redis"


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except ConnectionRefusedError:
        return False
    return True
