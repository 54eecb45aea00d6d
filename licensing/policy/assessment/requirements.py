"""Which assessments a stage of a procedure waits for: who owns each, until when it is due, and which seats depend on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from licensing.choices import AssessmentKind, Office, SeatRole, TermUnit
from licensing.errors import Gap
from licensing.messages import Message

# Whoever holds the office owns it, and no body: the officers who handle files.
OFFICER_OWNS: Final = Office.CASE_OFFICER.value


@dataclass(frozen=True, slots=True)
class Requirement:
    """An assessment that a stage waits for. Without `seats` every seat depends on it that speaks in the stage.

    `owner` is a body, whose members record it, or the office of case officers. Where `apart` says so, whoever recorded it
    does not speak in the stage. `term` counts from the day on which the stage opens. One that is not `asked` is recorded by
    who sees a reason to, also where the procedure asks for none: nobody waits for it.
    """

    kind: AssessmentKind
    owner: str
    seats: frozenset[str] = frozenset()
    apart: bool = False
    amount: int | None = None
    unit: TermUnit = TermUnit.WORKING
    asked: bool = True

    @classmethod
    def parse(cls, row: Mapping[str, Any]) -> Requirement:
        """A requirement as a procedure writes it."""
        within = row.get("within") or {}
        return cls(
            kind=AssessmentKind(row["kind"]),
            owner=row["owner"],
            seats=frozenset(row.get("seats", ())),
            apart=bool(row.get("apart", False)),
            amount=within.get("amount"),
            unit=TermUnit(within.get("unit", TermUnit.CALENDAR)),
        )

    @property
    def is_officers(self) -> bool:
        """Whether case officers own it, and no body."""
        return self.owner == OFFICER_OWNS

    def select_waiting(self, speaking: Iterable[str]) -> frozenset[str]:
        """The bodies among those that speak in the stage whose seats depend on it."""
        return frozenset(body for body in speaking if not self.seats or body in self.seats)


# Whether a criterion prohibits a transfer is no matter of which procedure it goes through.
VOLUNTARY: Final[Mapping[AssessmentKind, Requirement]] = {
    AssessmentKind.CRITERIA: Requirement(AssessmentKind.CRITERIA, OFFICER_OWNS, asked=False),
}


def parse_requirements(rows: Sequence[Mapping[str, Any]]) -> list[Requirement]:
    """The requirements of a stage, in the order in which it names them."""
    return [Requirement.parse(row) for row in rows]


def find_requirement_gaps(stage: Mapping[str, Any], bodies: Iterable[str]) -> Iterator[Gap]:
    """What of the assessments of a stage could never act, or names what there is not."""
    known, seen = set(bodies), set[str]()
    speaking = {seat["body"] for seat in stage.get("seats", ()) if SeatRole(seat.get("role", SeatRole.DELIBERATIVE)).speaks}
    for place, row in enumerate(stage.get("assessments", ())):
        here = f"assessments.{place}"
        label = AssessmentKind(row["kind"]).label
        if row["kind"] in seen:
            yield Gap("assessment_twice", f"{here}.kind", Message("“%(kind)s” stands twice in the stage.", kind=label))
        seen.add(row["kind"])
        if row["owner"] != OFFICER_OWNS and row["owner"] not in known:
            yield Gap("unknown_body", f"{here}.owner", Message("There is no body “%(name)s”.", name=row["owner"]))
        if row["kind"] == AssessmentKind.SCREENING and row["owner"] != OFFICER_OWNS:
            yield Gap("owner_of_hits", f"{here}.owner", Message("Hits of screening are for case officers to look at."))
        if not speaking and not stage.get("government"):
            yield Gap("idle", here, Message("No seat of the stage speaks, so nobody waits for an assessment."))
        for body in row.get("seats", ()):
            if body not in speaking:
                yield Gap("idle", f"{here}.seats", Message("“%(body)s” does not speak in the stage.", body=body))
