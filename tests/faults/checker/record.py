"""Everything the checker looks at: what clients asked and heard, what the database holds, what the receivers were sent."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg.rows import dict_row

Row = dict[str, Any]
_TABLES: Final = {
    "events": "SELECT * FROM licensing_event ORDER BY number",
    "head": "SELECT * FROM licensing_chainhead",
    "bookmark": "SELECT * FROM licensing_bookmark WHERE name = 'outbox'",
    "cases": "SELECT id, state, revision, created_at FROM licensing_case",
    "versions": "SELECT id, case_id, number, canonical, digest FROM licensing_caseversion ORDER BY case_id, number",
    "rounds": "SELECT r.*, s.code AS stage, s.government FROM licensing_round r JOIN licensing_stage s ON s.id = r.stage_id",
    "open_rounds": "SELECT id, case_id FROM licensing_round WHERE closed_at IS NULL",
    "clocks": "SELECT * FROM licensing_clock",
    "pauses": "SELECT p.*, c.case_id FROM licensing_clockpause p JOIN licensing_clock c ON c.id = p.clock_id",
    "rules": "SELECT * FROM licensing_reminderrule",
    "calendar": "SELECT * FROM licensing_calendar WHERE code = 'UA'",
    "days": "SELECT * FROM licensing_holiday WHERE calendar_id = 'UA'",
    "seats": "SELECT id, round_id, body_id, role, mandatory, depends_on FROM licensing_roundseat",
    "positions": "SELECT p.*, s.body_id FROM licensing_position p JOIN licensing_roundseat s ON s.id = p.seat_id",
    "standing": "SELECT s.*, r.case_id, g.code AS stage FROM licensing_standingposition s "
    "JOIN licensing_round r ON r.id = s.round_id JOIN licensing_stage g ON g.id = r.stage_id",
    "mandates": "SELECT id, user_id, body_id AS subject, ended_at FROM licensing_mandate",
    "appointments": "SELECT id, user_id, kind AS subject, ended_at FROM licensing_appointment",
    "memberships": "SELECT id, user_id, organisation_id AS subject, ended_at FROM licensing_membership",
    "systems": "SELECT id FROM licensing_system",
    "suspensions": "SELECT * FROM licensing_licencesuspension",
    "needs": "SELECT n.*, l.id IS NOT NULL AS lapsed FROM licensing_needstatement n "
    "LEFT JOIN licensing_needlapse l ON l.statement_id = n.id",
    "questions": "SELECT * FROM licensing_question",
    "replies": "SELECT a.*, q.case_id FROM licensing_answer a JOIN licensing_question q ON q.id = a.question_id",
    "decisions": "SELECT * FROM licensing_decision",
    "licences": "SELECT * FROM licensing_licence",
    "lines": "SELECT id, licence_id, number, authorised, used, excess FROM licensing_licenceline",
    "usages": "SELECT u.*, l.licence_id FROM licensing_usage u JOIN licensing_licenceline l ON l.id = u.line_id",
    "reminders": "SELECT m.*, r.audience FROM licensing_reminder m JOIN licensing_reminderrule r ON r.code = m.rule_id",
    "deliveries": "SELECT * FROM licensing_delivery",
    "unsent": "SELECT * FROM licensing_unsentevent",
    "stored": "SELECT s.*, s.user_id::text AS who FROM licensing_storedanswer s",
    "now": "SELECT clock_timestamp() AS now",
}
AGAIN: Final = (429, 500, 502, 503, 504)


@dataclass
class Op:
    """One operation that a client wanted: what it was, and every answer to it."""

    id: str
    kind: str
    user: str
    case: str
    licence: str
    message: str
    expected: int | None
    answers: list[Row] = field(default_factory=list)
    replays: list[Row] = field(default_factory=list)
    silences: int = 0
    gave_up: bool = False

    @property
    def final(self) -> Row | None:
        """The answer that says what has become of it."""
        return next((one for one in self.answers if one["status"] not in AGAIN), None)

    @property
    def acknowledged(self) -> bool:
        return self.final is not None and self.final["status"] < 300

    @property
    def refused(self) -> bool:
        return self.final is not None and self.final["status"] >= 300


@dataclass
class Record:
    setting: Row
    ops: dict[str, Op]
    kills: list[Row]
    received: list[Row]
    replayed: list[str]
    tables: dict[str, list[Row]]

    def __getattr__(self, name: str) -> list[Row]:
        try:
            return self.__dict__["tables"][name]  # type: ignore[no-any-return]
        except KeyError:
            raise AttributeError(name) from None

    @cached_property
    def of_case(self) -> dict[str, list[Row]]:
        """The events of each case, in order."""
        found: dict[str, list[Row]] = defaultdict(list)
        for event in self.events:
            found[str(event["case_id"])].append(event)
        return found

    @cached_property
    def new_events(self) -> list[Row]:
        """What happened after the setting was made."""
        return [event for event in self.events if event["number"] > self.setting["last_event"]]

    def by(self, table: str, *columns: str) -> dict[Any, list[Row]]:
        found: dict[Any, list[Row]] = defaultdict(list)
        for row in self.tables[table]:
            key = tuple(str(row[column]) for column in columns)
            found[key if len(key) > 1 else key[0]].append(row)
        return found


def read(folder: Path, dsn: str) -> Record:
    setting = json.loads((folder / "setting.json").read_text())
    ops, kills = _history(folder / "history.jsonl")
    with psycopg.connect(dsn, row_factory=dict_row) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        tables = {name: connection.execute(query).fetchall() for name, query in _TABLES.items()}
    replayed = folder / "replayed.json"
    dead = json.loads(replayed.read_text()) if replayed.exists() else []
    return Record(setting, ops, kills, list(_lines(folder / "received.jsonl")), dead, tables)


def _history(file: Path) -> tuple[dict[str, Op], list[Row]]:
    ops: dict[str, Op] = {}
    kills = []
    for line in _lines(file):
        match line["what"]:
            case "wish":
                about = {name: line[name] for name in ("kind", "user", "case", "licence", "message", "expected")}
                ops[line["op"]] = Op(line["op"], **about)
            case "answer":
                op = ops[line["op"]]
                (op.replays if line["replay"] else op.answers).append(line)
            case "silence":
                ops[line["op"]].silences += 1
            case "gave_up":
                ops[line["op"]].gave_up = True
            case "kill":
                kills.append(line)
    return ops, kills


def _lines(file: Path) -> Iterator[Row]:
    if file.exists():
        with file.open(encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)
