"""Worker, beat and Redis killed while requests are filed: nothing is lost, and everything has one id.

Real processes, a real Redis, and only pids that this test has started.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from licensing.choices import Channel, DeliveryState, EventKind
from licensing.models import Delivery, Event
from licensing.outbox.standing import standing
from tests.outbox.post import endpoint, states
from tests.outbox.processes import ROOT, environment
from tests.outbox.receiver import Got, Receiver
from tests.outbox.sink import Sink
from tests.world import World

CELERY = [sys.executable, "-m", "celery", "-A", "config.celery"]
WORKER = [*CELERY, "worker", "--concurrency", "2", "--without-gossip", "--without-mingle", "--loglevel", "WARNING"]
BEAT = [*CELERY, "beat", "--pidfile=", "--loglevel", "WARNING"]
SEED = int(os.environ.get("DOZVIL_FAULTS_SEED", "20260301"))


class House:
    """The processes of a test, each of which can be killed and started again."""

    def __init__(self, folder: Path, sink: Sink) -> None:
        self.folder = folder
        self.port = _free_port()
        self.variables = environment(
            DOZVIL_VAR=str(folder),
            REDIS_URL=f"redis://127.0.0.1:{self.port}/0",
            EMAIL_HOST="127.0.0.1",
            EMAIL_PORT=str(sink.port),
            EMAIL_TLS="no",
            DJANGO_SETTINGS_MODULE="config.settings",
            DOZVIL_ENV="demo",
        )
        redis = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.commands = {"redis": redis, "worker": WORKER, "beat": BEAT, "second beat": BEAT}
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                self.commands[name], cwd=ROOT, env=self.variables, stdout=log, stderr=log, start_new_session=True
            )

    def kill(self, name: str) -> None:
        """Kill it and its children, all of whom we started, without a word of warning."""
        os.killpg(self.running[name].pid, signal.SIGKILL)
        self.running[name].wait()

    def stop(self) -> None:
        for name, process in self.running.items():
            if process.poll() is None:
                self.kill(name)

    def logs(self) -> str:
        return "\n".join(f"== {log.name}\n{log.read_text()[-3000:]}" for log in sorted(self.folder.glob("*.log")))


@pytest.fixture
def house(tmp_path: Path, sink: Sink) -> Iterator[House]:
    if shutil.which("redis-server") is None:
        pytest.fail("This needs redis-server on the path. On Debian and Ubuntu: apt-get install redis-server")
    one = House(tmp_path, sink)
    yield one
    one.stop()


def test_whatever_is_killed_every_message_arrives_under_one_id(
    real_world: World, house: House, receiver: Receiver, sink: Sink
) -> None:
    chance = random.Random(SEED)
    receiver.reply = lambda got: 503 if chance.random() < 0.05 else 204
    hook = endpoint(real_world, receiver.url, kinds=[EventKind.CASE_SUBMITTED])
    for name in house.commands:
        house.start(name)

    for number in range(24):
        real_world.filed()
        if number % 4 == 3:
            victim = chance.choice(list(house.commands))
            house.kill(victim)
            house.start(victim)
        time.sleep(0.5)
    # A worker killed while it sent left leases behind, which run out within a minute.
    _wait_until(lambda: states().keys() == {DeliveryState.SENT} and standing().unread == 0, 120, house)

    owed = {str(one) for one in Delivery.objects.filter(endpoint=hook).values_list("pk", flat=True)}
    assert len(owed) == 24
    assert set(receiver.ids) == owed
    letters = {f"<{one}@127.0.0.1>" for one in Delivery.objects.filter(channel=Channel.MAIL).values_list("pk", flat=True)}
    assert {one["Message-ID"] for one in sink.letters} == letters
    assert len(letters) == 48
    numbers = list(Event.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def test_redis_gone_and_emptied_loses_nothing(real_world: World, house: House, receiver: Receiver) -> None:
    hook = endpoint(real_world, receiver.url, kinds=[EventKind.CASE_SUBMITTED])
    for name in house.commands:
        house.start(name)
    real_world.filed()
    _wait_until(lambda: len(receiver.got) == 1, 60, house)

    house.kill("redis")
    started = time.monotonic()
    for _ in range(3):
        real_world.filed()
    assert time.monotonic() - started < 15
    time.sleep(8)
    house.start("redis")

    _wait_until(lambda: states(endpoint=hook) == {DeliveryState.SENT: 4}, 60, house)
    assert all(house.running[name].poll() is None for name in house.commands)


def test_a_second_beat_changes_nothing(real_world: World, house: House, receiver: Receiver) -> None:
    def slow(got: Got) -> int:
        time.sleep(0.3)
        return 204

    receiver.reply = slow
    hook = endpoint(real_world, receiver.url, kinds=[EventKind.CASE_SUBMITTED])
    for name in house.commands:
        house.start(name)
    for _ in range(8):
        real_world.filed()

    _wait_until(lambda: states(endpoint=hook) == {DeliveryState.SENT: 8}, 60, house)
    time.sleep(6)

    assert len(receiver.ids) == len(set(receiver.ids)) == 8


def _wait_until(holds: Callable[[], bool], seconds: float, house: House) -> None:
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            pytest.fail(f"not within {seconds} s: {standing()} {states()}\n{house.logs()}")
        time.sleep(0.5)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
