"""Which conditions of a grant an appeal is against."""

from __future__ import annotations

from collections.abc import Sequence

from licensing.models.decisions.decision import Decision
from licensing.models.requests.case import Case
from licensing.models.signoff.round import Round


def read_contested(decision: Decision) -> Sequence[int]:
    """The numbers of the conditions of a decision that were appealed against, from 1; empty where none was."""
    later = Round.objects.filter(case=decision.case_id, number__gt=decision.round.number).exclude(contested=[])
    found: Sequence[int] | None = later.order_by("number").values_list("contested", flat=True).first()
    return found or ()


def read_open_contest(case: Case) -> Sequence[int]:
    """The same of the decision that stands while the government looks at it again; nothing is asked where none is."""
    return read_contested(case.decision) if case.decision is not None and case.has_standing_grant else ()
