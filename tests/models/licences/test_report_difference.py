"""Differences as the database keeps them: settled by name or by what took their place, open once for each report."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from licensing.acts.acting import now
from licensing.models import ReportDifference
from tests.by_hand import by_hand
from tests.reports import issue_differing_licence
from tests.world import World


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("difference_is_settled_by_name", {"settled_as": "accepted", "reason": "So."}),
        ("difference_is_settled_by_name", {"settled_as": ""}),
        ("difference_is_of_one_report", {"report": None}),
    ],
)
def test_nothing_is_settled_by_nobody(world: World, name: str, values: dict[str, object]) -> None:
    found = issue_differing_licence(world).differences.get()

    with pytest.raises(IntegrityError, match=name), by_hand(), transaction.atomic():
        ReportDifference.objects.filter(pk=found.pk).update(settled_at=now(), **values)


def test_a_report_has_one_open_difference(world: World) -> None:
    found = issue_differing_licence(world).differences.get()

    with pytest.raises(IntegrityError, match="one_open_difference_of_a_report"), by_hand(), transaction.atomic():
        ReportDifference.objects.create(licence=found.licence, report=found.report, lines=[], found_at=now())
