"""What of the lists that assessments rest on has changed since: control entries, sets of criteria, lists of listed parties."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final
from uuid import UUID

from django.db.models import Max, Q

from licensing.acts.assessment.criteria.weighing import read_cited_sets
from licensing.choices import OPEN_STATES, AssessmentKind
from licensing.messages import Message, Text
from licensing.models import Assessment, CaseScreening, ControlEntry, CriterionSet, ReleaseHead, ScreeningHit
from licensing.policy.assessment.superseding import digest_entry, find_changed_entries, find_superseded_sets
from licensing.policy.reference.governed import GOVERNED

_BATCH: Final = 200
_DECIDING: Final = GOVERNED["control_entries"].decides
Superseded = tuple[Assessment, Sequence[Text]]


def read_entry_digests(codes: Collection[str]) -> dict[str, str]:
    """What control entries decide by, by their codes, for a classification to keep and to be held against later."""
    rows = ControlEntry.objects.filter(pk__in=codes).values("pk", *_DECIDING) if codes else ()
    return {row.pop("pk"): digest_entry(row) for row in rows}


def find_superseded(records: Sequence[Assessment]) -> Iterator[Superseded]:
    """Those of assessments that rest on what is not in force any more, each with what changed; two statements for all."""
    kept = {one.pk: dict(one.details.get("entries", {})) for one in records}
    cited = {one.pk: read_cited_sets(one) for one in records}
    entries = read_entry_digests({code for codes in kept.values() for code in codes})
    codes = {code for sets in cited.values() for code in sets}
    rows = CriterionSet.objects.current().filter(pk__in=codes).values_list("pk", "version") if codes else ()
    sets = dict(rows)
    for one in records:
        said: list[Text] = [*find_changed_entries(kept[one.pk], entries), *find_superseded_sets(cited[one.pk], sets)]
        said += _find_changed_lists(one)
        if said:
            yield one, said


def list_superseded_cases(after: Assessment | None = None) -> list[Assessment]:
    """The next batch of such assessments of cases under way, one of each case, in the order of the cases.

    Only what was recorded under an earlier release, or names a list of listed parties as its source, can be one of them.
    """
    last: UUID | None = after.case_id if after else None
    while candidates := _list_candidates(last):
        found: dict[UUID, Assessment] = {}
        for one, _said in find_superseded(candidates):
            found.setdefault(one.case_id, one)
        if found:
            return list(found.values())
        last = candidates[-1].case_id
    return []


def _list_candidates(after: UUID | None) -> list[Assessment]:
    """Whole cases: what stands behind the last of a batch begins with another case."""
    head = ReleaseHead.objects.aggregate(number=Max("number"))["number"] or 0
    earlier = Q(release__lt=head) | Q(release__isnull=True)
    of_lists = Q(kind__in=(AssessmentKind.CLASSIFICATION, AssessmentKind.CRITERIA)) & earlier
    rows = Assessment.objects.unlapsed().filter(of_lists | _names_list(), case__state__in=OPEN_STATES).select_related("case")
    rows = rows.filter(case__gt=after) if after else rows
    found: list[Assessment] = list(rows.order_by("case", "recorded_at")[:_BATCH])
    if len(found) < _BATCH:
        return found
    whole = [one for one in found if one.case_id != found[-1].case_id]
    return whole or found


def _names_list() -> Q:
    named = Q(pk__in=[])
    for code in CaseScreening.objects.order_by().values_list("list_code", flat=True).distinct():
        named |= Q(sources__contains=[{"list": code}])
    return named


def _find_changed_lists(record: Assessment) -> Iterator[Text]:
    """Lists that it names as a source, of which a later version gave other hits of the case than the one that it cites."""
    for source in record.sources:
        code = source.get("list")
        if code and _has_other_hits(record, code, source["version"]):
            yield Message("List %(code)s: a later version names other parties of the request.", code=code)


def _has_other_hits(record: Assessment, code: str, number: Any) -> bool:
    later = CaseScreening.objects.filter(case=record.case_id, list_code=code, version__number__gt=number)
    since = record.recorded_at
    moved = Q(found_at__gt=since) | Q(gone_at__gt=since) | Q(returned_at__gt=since)
    return later.exists() and ScreeningHit.objects.filter(moved, case=record.case_id, list_code=code).exists()
