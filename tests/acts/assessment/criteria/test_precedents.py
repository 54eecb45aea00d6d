"""What was found before of the same end user, family or destination: with where it comes from, and only what one may see."""

from __future__ import annotations

from typing import Any

import pytest

from licensing.acts.acting import now
from licensing.acts.assessment.criteria import precedents
from licensing.acts.assessment.criteria.precedents import list_weighed_before
from licensing.models import Case, Party
from tests.acts.assessment.assessed import MITIGATED, keep_weighing
from tests.acts.record.spoiling import behind_the_back
from tests.world import REQUEST, World


def name_end_user(**changes: str) -> list[dict[str, Any]]:
    return [one | (changes if one["role"] == "end_user" else {}) for one in REQUEST["parties"]]


def seen_by(world: World) -> object:
    return Case.objects.visible_to(world.otto, on=now())


def test_a_decided_case_of_the_same_end_user_comes_with_its_provenance(world: World) -> None:
    before = world.granted()
    record = keep_weighing(before, world.otto, EU7=MITIGATED)
    case = world.filed(title="Another one")

    [one] = list_weighed_before(case, seen_by(world))

    assert (one.likeness, one.case, one.outcome, one.by, one.at) == (
        "end_user",
        before,
        "grant",
        world.otto,
        record.recorded_at,
    )
    assert [(risk.criterion, risk.result) for risk in one.risks] == [("EU7", "mitigated")]
    assert one.cited == "ATT 2014, EU 2025/779, UA 1"


def test_another_end_user_leaves_the_family_and_then_the_destination(world: World) -> None:
    before = world.granted()
    keep_weighing(before, world.otto)
    case = world.filed(title="Another one")
    with behind_the_back():
        Party.objects.filter(case=case).update(name="Somebody else")
    by_family = [one.likeness for one in list_weighed_before(case, seen_by(world))]
    with behind_the_back():
        for item in case.items.all():
            item.control_entries.clear()
        case.items.update(model="Unknown", maker="Unknown")
    by_destination = [one.likeness for one in list_weighed_before(case, seen_by(world))]

    assert (by_family, by_destination) == (["family"], ["destination"])


def test_what_is_undecided_or_not_seen_is_no_precedent(world: World) -> None:
    undecided = world.filed(title="Still open")
    keep_weighing(undecided, world.otto, EU7=MITIGATED)
    case = world.filed(title="Another one")

    assert list_weighed_before(case, seen_by(world)) == []
    assert list_weighed_before(case, Case.objects.none()) == []


def test_newer_cases_of_the_destination_hide_no_older_one_of_the_end_user(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(precedents, "_SHOWN", 1)
    before = world.granted(parties=name_end_user(name="FICTIONAL, defence-depot", register_no="9"))
    newer = world.granted(title="Newer", parties=name_end_user(name="Somebody else"))
    for one in (before, newer):
        keep_weighing(one, world.otto)
    case = world.filed(title="Another one")

    assert [(one.likeness, one.case) for one in list_weighed_before(case, seen_by(world))] == [("end_user", before)]


def test_what_was_assessed_in_words_alone_comes_with_its_result(world: World) -> None:
    before = world.granted()
    keep_weighing(before, world.otto, details={}, result="absolute")
    case = world.filed(title="Another one")

    [one] = list_weighed_before(case, seen_by(world))

    assert (one.result, one.risks, one.cited) == ("absolute", [], "")
