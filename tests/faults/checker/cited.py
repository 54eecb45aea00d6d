"""Whatever is done says by which program it was sent, under which right, and under which release of the governed data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from tests.faults.checker.record import Record, Row

PROGRAM: Final = "an act names the program that sent it"
RIGHT: Final = "who acts under a right holds the one that is cited"
RELEASE: Final = "what governed data decides cites the release in force"

Violation = tuple[str, str]
# Which right these are done under: a mandate for the body in a field of the event, an office, a membership of the applicant.
_MANDATES: Final = {"position.taken": "seat", "position.replaced": "seat", "need.stated": "body", "case.escalated": "body"}
_OFFICES: Final = {
    "case.taken_on": "case_officer", "case.accepted": "case_officer", "case.sent_back": "case_officer",
    "question.asked": "case_officer", "question.accepted": "case_officer", "question.returned": "case_officer",
    "question.withdrawn": "case_officer", "licence.suspended": "case_officer",
    "licence.reinstatement_proposed": "case_officer", "licence.reinstated": "decider",
    "case.granted": "decider", "case.refused": "decider", "case.adjourned": "decider", "case.resumed": "decider",
    "licence.revoked": "decider",
    "licence.drawn": "customs", "licence.reversed": "customs", "licence.irregular": "customs",
}  # fmt: skip
_MEMBERS: Final = ("case.submitted", "case.withdrawn", "case.amended", "question.answered")
_CITES_RELEASE: Final = {
    "case.submitted", "case.accepted", "case.amended", "position.taken", "position.replaced", "case.granted", "case.refused",
}  # fmt: skip
_RELEASES: Final = ("release.first", "release.in_force")
# What a person does on a page of the site (whoever allows a program anew ends what stood), and the caretaker by an act.
_BY_NO_PROGRAM: Final = ("program.allowed", "program.ended", "message.sent_again", "message.laid_aside")


def violations(record: Record) -> Iterator[Violation]:
    yield from _programs(record)
    yield from _rights(record)
    yield from _releases(record)


def _programs(record: Record) -> Iterator[Violation]:
    program = {one["user"]: one["program"] for one in record.setting["clients"]}
    for event in record.new_events:
        wanted = program[str(event["actor_id"])] if event["actor_id"] and event["kind"] not in _BY_NO_PROGRAM else ""
        if event["client"] != wanted:
            yield PROGRAM, f"event {event['number']} names the program “{event['client']}”, and came from “{wanted}”"


def _rights(record: Record) -> Iterator[Violation]:
    """All rights of a run hold from its beginning to its end."""
    rights = {name: record.by(name, "id") for name in ("mandates", "appointments", "memberships")}
    for event in record.new_events:
        wanted = _wanted(event, record.setting)
        if wanted is None:
            continue
        table, subject = wanted
        cited = rights[table].get(str(event["data"]["under"]))
        if not cited or (str(cited[0]["user_id"]), str(cited[0]["subject"])) != (str(event["actor_id"]), subject):
            yield RIGHT, f"event {event['number']} {event['kind']} cites {event['data']['under']}, no right of its person to it"
        elif cited[0]["ended_at"]:
            yield RIGHT, f"event {event['number']} {event['kind']} cites a right that was taken away"


def _wanted(event: Row, setting: Mapping[str, str]) -> tuple[str, str] | None:
    """The table that holds the right under which something is done, and what it is a right to; None where it needs none."""
    kind = event["kind"]
    if kind in _MANDATES:
        return "mandates", event["data"][_MANDATES[kind]]
    if kind in _OFFICES:
        return "appointments", _OFFICES[kind]
    return ("memberships", setting["organisation"]) if kind in _MEMBERS else None


def _releases(record: Record) -> Iterator[Violation]:
    in_force = 0
    signed = {str(one["id"]): one["release"] for one in record.positions}
    for event in record.events:
        in_force += event["kind"] in _RELEASES
        if event["kind"] not in _CITES_RELEASE:
            continue
        cited = event["data"]["release"]
        if cited != in_force:
            yield RELEASE, f"event {event['number']} {event['kind']} cites release {cited}, and {in_force} was in force"
        position = event["data"].get("position")
        if position and signed[position] != cited:
            yield RELEASE, f"position {position} signs release {signed[position]}, and its event cites {cited}"
