"""What was told before filing is kept as it was, and what is odd is never kept without its explanation."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from licensing.choices import FindingGrade
from licensing.models import CaseVersion, FiledFinding
from tests.world import World

TEXTS = {"en": "The route ends in Latvia.", "uk": "Маршрут закінчується в Латвії."}


def _finding(version: CaseVersion, **changes: Any) -> FiledFinding:
    told = {"number": 1, "code": "odd", "grade": FindingGrade.NOTE, "path": "route", "texts": TEXTS, **changes}
    return FiledFinding.objects.create(version=version, **told)


@pytest.mark.parametrize("changes", [{"grade": FindingGrade.EXPLAIN}, {"grade": FindingGrade.STOP}])
def test_what_is_unexplained_or_impossible_is_not_kept(world: World, changes: dict[str, Any]) -> None:
    version = world.filed().versions.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        _finding(version, **changes)


def test_a_finding_is_read_in_the_language_of_its_reader_and_never_changed(world: World) -> None:
    found = _finding(world.filed().versions.get())

    with override("uk"):
        assert found.sentence == TEXTS["uk"]
    assert (found.sentence, found.key) == (TEXTS["en"], "odd:route")
    with pytest.raises(IntegrityError), transaction.atomic():
        FiledFinding.objects.update(explanation="Another")
