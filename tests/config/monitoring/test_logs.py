from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from io import StringIO
from typing import Any
from uuid import UUID

import pytest
from structlog.contextvars import clear_contextvars

from config.monitoring.logs import build_configuration
from tests.api.calling import Caller
from tests.world import World


def _write(*, machine_readable: bool, **fields: Any) -> str:
    """One line of the log, as the configuration has it written."""
    given = build_configuration(machine_readable=machine_readable, level="INFO")["formatters"]["line"]
    formatter: logging.Formatter = given.pop("()")(**given)
    # What a call that was made before in this process has bound is none of this line.
    clear_contextvars()
    record = {"name": "licensing.outbox", "levelno": logging.INFO, "levelname": "INFO", "msg": "sent %s", "args": ("7",)}
    return formatter.format(logging.makeLogRecord(record | fields))


def test_production_writes_one_json_object_per_event() -> None:
    line = json.loads(_write(machine_readable=True, request_id="c0ffee"))

    assert line.pop("timestamp").endswith("Z")
    assert line == {"event": "sent 7", "level": "info", "logger": "licensing.outbox", "request_id": "c0ffee"}


def test_an_id_is_written_as_text_and_not_as_python() -> None:
    who = UUID("7f9c2ba4-e88f-4d6e-9f6a-2a7b3c1d0e5f")

    assert json.loads(_write(machine_readable=True, user=who))["user"] == str(who)


def test_elsewhere_a_person_reads_the_line() -> None:
    line = _write(machine_readable=False, request_id="c0ffee")

    assert "sent 7" in line
    assert "request_id=c0ffee" in line


def test_the_request_that_django_adds_to_its_errors_is_left_out() -> None:
    line = _write(machine_readable=True, request="<WSGIRequest: GET '/cases/?q=Paula'>")

    assert "Paula" not in line
    assert "request" not in json.loads(line)


@pytest.fixture
def lines() -> Iterator[StringIO]:
    """What production would write meanwhile: its formatter, behind a handler of the root logger."""
    given = build_configuration(machine_readable=True, level="INFO")["formatters"]["line"]
    handler, root = logging.StreamHandler(StringIO()), logging.getLogger()
    handler.setFormatter(given.pop("()")(**given))
    root.addHandler(handler)
    yield handler.stream
    root.removeHandler(handler)
    clear_contextvars()


def _read(lines: StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines.getvalue().splitlines()]


def test_every_line_of_a_call_names_its_request_its_program_and_its_account(world: World, lines: StringIO) -> None:
    caller = Caller(world.otto)
    caller.get("cases/")
    logging.getLogger("licensing.acts").warning("something happened %s", "meanwhile")

    *_before, request, meanwhile = _read(lines)

    assert (request["event"], request["path"], request["client"]) == ("request", "/api/v1/cases/", "tests")
    assert {name: meanwhile[name] for name in ("request_id", "client", "account")} == {
        "request_id": request["request_id"],
        "client": "tests",
        "account": str(world.otto.pk),
    }


def test_nothing_of_the_program_before_stands_in_the_lines_of_the_next_request(world: World, lines: StringIO) -> None:
    caller = Caller(world.otto)
    caller.get("cases/")
    caller.client.get("/api/v1/cases/")

    first, second = (one for one in _read(lines) if one["event"] == "request")

    assert (first["client"], "client" in second, "account" in second) == ("tests", False, False)
    assert first["request_id"] != second["request_id"]
