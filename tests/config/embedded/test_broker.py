"""The folder of messages: whoever looks into it at any moment finds whole ones."""

from __future__ import annotations

import contextlib
import threading
import time
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from kombu import Connection, Exchange, Queue

from config.embedded.broker import Transport

_QUEUE = Queue("alarms", Exchange("alarms"), routing_key="alarms")


def _connect(folder: Path) -> Connection:
    for name in ("queue", "control"):
        (folder / name).mkdir(exist_ok=True)
    options = {
        "data_folder_in": str(folder / "queue"),
        "data_folder_out": str(folder / "queue"),
        "control_folder": str(folder / "control"),
    }
    return Connection("filesystem://", transport=Transport, transport_options=options)


def test_a_message_arrives_once_and_in_order(tmp_path: Path) -> None:
    with _connect(tmp_path) as connection:
        queue = connection.SimpleQueue(_QUEUE)
        for number in range(3):
            queue.put({"number": number})
        taken = [queue.get(timeout=5) for _ in range(3)]
        for message in taken:
            message.ack()

        assert [message.payload["number"] for message in taken] == [0, 1, 2]
        with pytest.raises(queue.Empty):
            queue.get(block=False)
        queue.close()
    assert [file.name for file in (tmp_path / "queue").iterdir()] == []


def test_nobody_finds_half_a_message_while_others_write(tmp_path: Path) -> None:
    sent, wide = 60, "x" * 400_000
    connections = [_connect(tmp_path) for _ in range(3)]
    reader, *writers = [connection.channel() for connection in connections]

    def write(channel: Any) -> None:
        for number in range(sent):
            channel._put("alarms", {"number": number, "wide": wide})

    threads = [threading.Thread(target=write, args=[channel]) for channel in writers]
    for thread in threads:
        thread.start()
    taken: list[int] = []
    until = time.monotonic() + 60
    while len(taken) < 2 * sent and time.monotonic() < until:
        with contextlib.suppress(Empty):
            taken.append(reader._get("alarms")["number"])
    for thread in threads:
        thread.join()
    for connection in connections:
        connection.close()

    assert sorted(taken) == sorted([*range(sent), *range(sent)])
