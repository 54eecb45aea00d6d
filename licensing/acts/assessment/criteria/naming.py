"""The criteria that a refusal names: risks that the assessment found, each with the version of its set that found it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from licensing.acts.assessment.criteria.weighing import find_newest_weighing, read_cited_sets, read_findings
from licensing.errors import Gap
from licensing.messages import Message
from licensing.models import Assessment, Case, Criterion


def list_nameable(case: Case) -> list[Criterion]:
    """The criteria by which a risk was found, in the order of the findings: a refusal may rest on these."""
    record = find_newest_weighing(case)
    return _list_risks(record) if record else []


def find_criteria_gaps(case: Case, named: Sequence[str]) -> Iterator[Gap]:
    """Criteria by which nobody found a risk; and none at all, where the findings themselves keep the request from a grant."""
    record = find_newest_weighing(case)
    risks = {one.pk for one in _list_risks(record)} if record else set[str]()
    for place, code in enumerate(named):
        if code not in risks:
            words = Message("By “%(code)s” no risk was found in this case, so that no refusal rests on it.", code=code)
            yield Gap("unknown_code", f"criteria.{place}", words)
    if record is not None and not named and any(one.stands_against_grant for one in read_findings(record)):
        words = Message("The assessment of the criteria stands against a grant. Name the criteria on which it is refused.")
        yield Gap("required", "criteria", words)


def serialize_named(case: Case, named: Sequence[str]) -> list[dict[str, Any]]:
    """The named criteria as a decision keeps them: with their titles as they read now, and the version they were found by."""
    record = find_newest_weighing(case) if named else None
    if record is None:
        return []
    versions = read_cited_sets(record)
    return [
        {"code": one.pk, "set": one.set_id, "version": versions.get(one.set_id, ""), "titles": one.titles}
        for one in _list_risks(record)
        if one.pk in named
    ]


def _list_risks(record: Assessment) -> list[Criterion]:
    codes = [one.criterion for one in read_findings(record) if one.is_risk]
    rows = Criterion.objects.in_bulk(codes)
    return [rows[code] for code in codes]
