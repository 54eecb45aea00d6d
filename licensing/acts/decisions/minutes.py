"""What the minutes of a sitting say: who was there, the quorum, and each case with its result."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from licensing.acts.decisions.attendance import count_quorum
from licensing.models import AgendaItem, Decision, Recusal, Sitting


def build_minutes(sitting: Sitting) -> dict[str, Any]:
    """The text of the minutes: attendance as stated and as confirmed, quorum, each case with its result; never the debate."""
    attendance = sitting.attendance.select_related("person", "body").order_by("body_id")
    stood_aside, quorum = _recused_members(sitting), count_quorum(sitting)
    return {
        "sitting": str(sitting.pk),
        "body": sitting.body_id,
        "title": sitting.title,
        "held_on": sitting.held_on,
        "resolution_no": sitting.resolution_no,
        "quorum": {"needed": quorum.needed, "present": quorum.stated, "confirmed": quorum.confirmed},
        "attendance": [
            {
                "body": one.body_id,
                "person": one.person.name,
                "present": one.present,
                "confirmed_at": one.confirmed_at.isoformat() if one.confirmed_at else None,
            }
            for one in attendance
        ],
        "agenda": [
            _minutes_line(item, stood_aside.get(item.case_id, []))
            for item in sitting.agenda.select_related("case", "decision").order_by("number")
        ],
    }


def _recused_members(sitting: Sitting) -> dict[UUID, list[str]]:
    """Who was present and did not count, by case, for a conflict of interest in it."""
    there = sitting.attendance.filter(present=True).values("person")
    rows = Recusal.objects.filter(case__agenda_items__sitting=sitting, person__in=there).order_by("person__name")
    found: dict[UUID, list[str]] = {}
    for case, name in rows.values_list("case_id", "person__name"):
        found.setdefault(case, []).append(name)
    return found


def _minutes_line(item: AgendaItem, stood_aside: Sequence[str]) -> dict[str, Any]:
    decision: Decision | None = item.decision
    return {
        "number": item.number,
        "case": item.case.reference,
        "title": item.case.title,
        "proposed": item.outcome,
        "result": item.result,
        "decided": decision.outcome if decision else None,
        "digest": decision.digest if decision else None,
        "why_not": item.sentence,
        "stood_aside": list(stood_aside),
    }
