"""A set of criteria whose questions change gets another version in the same change set."""

from __future__ import annotations

from typing import Any

import pytest

from licensing.choices import ChangeAction
from licensing.policy.assessment.criteria.versions import find_unraised_versions
from licensing.policy.reference.governed import RowChange

PRESENT: dict[tuple[str, str], Any] = {
    ("criterion_sets", "EU"): {"code": "EU", "version": "1", "applies_if": {}, "active": True},
    ("criteria", "EU1"): {"code": "EU1", "set": "EU", "test": "absolute", "active": True, "titles": {"en": "One"}},
    ("criterion_questions", "EU1.a"): {
        "code": "EU1.a",
        "criterion": "EU1",
        "texts": {"en": "Is it?"},
        "applies_if": {},
        "active": True,
    },
}


def change(code: str, key: str, **values: Any) -> RowChange:
    return RowChange(code, key, ChangeAction.PUT, {**PRESENT.get((code, key), {}), **values})


QUESTION = change("criterion_questions", "EU1.b", criterion="EU1", texts={"en": "Was it?"}, applies_if={}, active=True)


@pytest.mark.parametrize(
    ("changes", "paths"),
    [
        ([QUESTION], ["criterion_sets/EU/version"]),
        ([change("criterion_questions", "EU1.a", applies_if={"kind": "transit"})], ["criterion_sets/EU/version"]),
        ([RowChange("criteria", "EU1", ChangeAction.END)], ["criterion_sets/EU/version"]),
        ([change("criteria", "EU9", set="EU", test="weigh", active=True)], ["criterion_sets/EU/version"]),
        ([QUESTION, change("criterion_sets", "EU", active=True)], ["criterion_sets/EU/version"]),
        ([QUESTION, change("criterion_sets", "EU", version="2")], []),
        ([RowChange("criteria", "EU1", ChangeAction.END), RowChange("criterion_sets", "EU", ChangeAction.END)], []),
        ([change("criteria", "EU1", titles={"en": "First"})], []),
        ([change("criterion_questions", "EU1.a", texts={"en": "Is it?", "uk": "Чи так?"})], []),
        ([change("criterion_sets", "NEW", version="1"), change("criteria", "NEW1", set="NEW", test="weigh", active=True)], []),
    ],
)
def test_what_is_asked_changes_under_another_version_alone(changes: list[RowChange], paths: list[str]) -> None:
    assert [gap.path for gap in find_unraised_versions(changes, PRESENT, {"EU1": "EU"})] == paths
