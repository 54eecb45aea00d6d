"""Cases whose open stage waits for an assessment that somebody owns: a condition on a row of cases."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef, Q

from licensing.models import Assessment, Round
from licensing.policy.assessment.kinds import RECORDED_KINDS


def match_unassessed(owners: Collection[str], *, on: date) -> Q:
    """Cases in which something is to be assessed by one of these bodies, or by case officers, and nothing of it holds."""
    found = Q(pk__in=[])
    for kind in RECORDED_KINDS:
        owned = Q(pk__in=[])
        for owner in owners:
            owned |= Q(stage__assessments__contains=[{"kind": kind.value, "owner": owner}])
        waits = Round.objects.open().filter(owned, case=OuterRef("pk"))
        holds = Assessment.objects.holding(on=on).filter(case=OuterRef("pk"), kind=kind)
        found |= Q(Exists(waits), ~Exists(holds))
    return found
