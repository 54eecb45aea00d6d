"""A33: what people write, and who they are, stands in no log and in no address."""

from __future__ import annotations

import io
import json
import logging
from copy import deepcopy
from typing import Any

import pytest

from tests.api.calling import Caller, at
from tests.world import REQUEST, World

CANARY = "Kanarka7281"


def with_canaries(value: Any, place: str = "") -> Any:
    """The same document with a canary in every text that is free."""
    if isinstance(value, dict):
        return {name: with_canaries(one, name) for name, one in value.items()}
    if isinstance(value, list):
        return [with_canaries(one, place) for one in value]
    free = ("title", "name", "purpose", "location", "address", "payment", "from_place", "to_place", "carrier")
    return f"{value} {CANARY}" if place in free else value


@pytest.fixture
def written() -> Any:
    """Everything that any logger says, at every level, as it would be written."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(message)s %(args)s"))
    handler.format = lambda record: json.dumps(record.__dict__, default=str)  # type: ignore[method-assign]
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.setLevel(level)
    root.removeHandler(handler)


def test_no_text_of_a_request_reaches_the_log(world: World, written: io.StringIO, capsys: pytest.CaptureFixture[str]) -> None:
    paula = Caller(world.paula)
    paula.post("cases/", with_canaries(deepcopy(REQUEST)))
    paula.post("cases/", {"kind": "single_permit", CANARY: CANARY, "items": [{"name": CANARY}]})
    paula.raw("POST", "cases/", f'{{"kind": "{CANARY}"'.encode())
    case = world.filed(title=CANARY)
    paula.post(at(case, "withdraw/"), {"reason": CANARY})
    paula.get(f"cases/?reference={CANARY}")

    said = [json.loads(line) for line in written.getvalue().splitlines() if line.startswith("{")]
    lines = [line for line in said if not line["name"].startswith(("django.db", "asyncio"))]
    shown = json.dumps(lines) + "".join(capsys.readouterr())
    assert lines
    assert CANARY not in shown
    assert world.paula.email not in shown
    assert paula.token not in shown
