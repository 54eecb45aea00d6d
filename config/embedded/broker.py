"""The broker of the demo: files in a folder, each of which appears whole.

Kombu's own transport opens the file of a message under its final name and writes it then. A worker that looks in between reads
half a message, and ends. Here a file is written under a name that nobody looks for, and renamed when it is complete.
"""

from __future__ import annotations

import json
import os
import time
import uuid
from pathlib import Path
from typing import Any

from kombu.transport import filesystem


class Channel(filesystem.Channel):
    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:
        # Sorted by name, messages are taken in the order in which they came.
        name = f"{time.monotonic_ns():020}_{uuid.uuid4()}.{queue}.msg"
        _write_whole(Path(self.data_folder_out) / name, payload)

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        """The table of an exchange is read by everybody, at any moment."""
        name_file: Any = self._exchange_file
        file: Path = name_file(exchange)
        file.parent.mkdir(parents=True, exist_ok=True)
        binding, known = [routing_key or "", pattern or "", queue or ""], self._read_table(exchange)
        if binding not in known:
            _write_whole(file, [binding, *known])

    def _read_table(self, exchange: str) -> list[list[str]]:
        table: Any = self.get_table
        return [list(one) for one in table(exchange)]


class Transport(filesystem.Transport):
    Channel = Channel


def _write_whole(file: Path, content: Any) -> None:
    part = file.with_name(f".{uuid.uuid4()}.part")
    part.write_text(json.dumps(content), encoding="utf-8")
    os.replace(part, file)
