"""The control entries of items as the authority settles them, as a step of recording a classification."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from licensing.acts.acting import Act
from licensing.choices import AssessmentKind, ItemVerdict
from licensing.errors import Gap
from licensing.messages import Message
from licensing.models import Assessment, Case, CaseVersion, ControlEntry
from licensing.policy.assessment.classification import (
    ClassifiedItem,
    classify_items,
    find_classification_gaps,
    sum_verdicts,
)
from licensing.policy.assessment.kinds import KINDS
from licensing.policy.record.event_kinds import EventKind


def settle_entries(
    act: Act[Case], version: CaseVersion, given: Mapping[int, Sequence[str]], *, result: str, told: str
) -> tuple[list[ClassifiedItem], list[Gap]]:
    """The items of a version as they are classified, and what does not fit together, the result among it."""
    filed = json.loads(version.canonical).get("items") or []
    known = ControlEntry.objects.filter(valid_from__lte=act.today).values_list("pk", flat=True) if given else ()
    items = classify_items(filed, given)
    gaps = list(find_classification_gaps(filed, given, set(known)))
    computed = sum_verdicts(items)
    if not gaps and result != computed:
        words = KINDS[AssessmentKind.CLASSIFICATION].results[computed]
        gaps.append(Gap("differs", "result", Message("By the entries of the items it comes to “%(result)s”.", result=words)))
    if not gaps and computed != "confirmed" and not told.strip():
        gaps.append(Gap("required", "told", Message("Tell the applicant why their entries are changed.")))
    return items, gaps


def tell_of_entries(act: Act[Case], record: Assessment, items: Sequence[ClassifiedItem], *, told: str) -> None:
    """Tell the applicant which entries were changed, from what to what, and why; without an entry no licence is required."""
    changed = [one for one in items if one.verdict is not ItemVerdict.CONFIRMED]
    if changed:
        act.record(
            EventKind.ENTRIES_CHANGED,
            assessment=str(record.pk),
            entries=[f"{one.number}: {_list_codes(one.was)} → {_list_codes(one.entries)}" for one in changed],
            uncontrolled=[one.number for one in changed if one.verdict is ItemVerdict.NOT_CONTROLLED],
            reason=told.strip(),
        )


def find_classification(case: Case) -> Assessment | None:
    """The classification of a case that holds, if there is one."""
    record = case.assessments.filter(kind=AssessmentKind.CLASSIFICATION).newest_first().select_related("lapse").first()
    return None if record is None or hasattr(record, "lapse") else record


def read_classified(case: Case) -> dict[int, ClassifiedItem]:
    """The items of a case as the classification that holds settles them, by number; nothing where none holds."""
    record = find_classification(case)
    if record is None:
        return {}
    return {one.number: one for one in map(ClassifiedItem.parse, record.details.get("items", ()))}


def _list_codes(codes: Sequence[str]) -> str:
    return ", ".join(codes) or "–"
