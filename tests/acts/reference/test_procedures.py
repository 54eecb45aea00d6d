"""Procedures: checked whole, published once, never changed."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from licensing.acts.reference.procedures import (
    build_procedure_document,
    check_procedure,
    compute_procedure_digest,
    store_procedure,
)
from licensing.errors import Immutable, ProcedureInvalid
from licensing.management.command_output import read_toml
from licensing.models import Procedure, Stage
from licensing.policy.requests.changes.materiality import Threshold, assess_amendment
from tests.trial import GOVERNMENT, MINISTRIES

SEEDS = Path(__file__).resolve().parents[3] / "seeds"
FILES = sorted((SEEDS / "procedures").glob("*.toml"))
NATIONAL = read_toml(SEEDS / "procedures" / "national-military.toml")

pytestmark = pytest.mark.django_db


@pytest.fixture
def document() -> dict[str, Any]:
    """The national procedure under another name, for a test to spoil."""
    return copy.deepcopy(NATIONAL) | {"code": "trial"}


@pytest.fixture
def published() -> list[Procedure]:
    return [store_procedure(read_toml(path))[0] for path in FILES]


@pytest.mark.walk
def test_the_samples_are_six_shapes_that_say_they_are_samples(published: list[Procedure]) -> None:
    shapes = {one.code: (one.sample, "sample" in one.names["en"], one.stages.count()) for one in published}

    assert shapes == {
        "consensus-refer-up": (True, True, 3),
        "country-plan": (True, True, 2),
        "dual-use-chain": (True, True, 7),
        "fast-lane": (True, True, 2),
        "national-military": (True, True, 4),
        "two-counts": (True, True, 2),
    }


def test_the_chain_of_escalation_adds_up_to_ninety_days(published: list[Procedure]) -> None:
    chain = next(one for one in published if one.code == "dual-use-chain")
    stages = chain.stages.filter(government=False).order_by("number")

    days = [(one.term_amount, one.escalation.get("within", {}).get("amount", 0)) for one in stages]

    assert days == [(9, 0), (30, 0), (14, 5), (11, 5), (11, 5), (5, 0)]
    assert sum(term + window for term, window in days) == chain.term_amount + 5  # the president's own days come on top


def test_publishing_the_same_again_changes_nothing(document: dict[str, Any]) -> None:
    first, is_new = store_procedure(document)
    again, is_new_again = store_procedure(document)

    assert (is_new, is_new_again) == (True, False)
    assert first == again
    assert Procedure.objects.filter(code="trial").count() == 1


def test_a_stored_procedure_can_be_published_as_a_new_version(document: dict[str, Any]) -> None:
    first, _ = store_procedure(document)
    stored = Procedure.objects.get(pk=first.pk)

    newer, is_new = store_procedure(build_procedure_document(stored) | {"version": 9, "valid_from": "2026-12-01"})

    assert compute_procedure_digest(stored) == stored.digest
    assert (is_new, newer.version, newer.digest == stored.digest) == (True, 9, False)
    assert [one.version for one in Procedure.objects.in_force("trial", on=date(2026, 11, 30))] == [first.version]
    assert [one.version for one in Procedure.objects.in_force("trial", on=date(2026, 12, 1))] == [9, first.version]


def test_a_roll_is_stored_with_its_term_and_leaves_older_digests_alone(document: dict[str, Any]) -> None:
    plain, _ = store_procedure(document)
    document["version"], document["term"] = 9, document["term"] | {"roll": "next"}
    document["stages"][1]["deadline"]["roll"] = "previous"

    rolled, _ = store_procedure(document)

    written = build_procedure_document(rolled)
    assert (written["term"]["roll"], written["stages"][1]["deadline"]["roll"]) == ("next", "previous")
    assert compute_procedure_digest(rolled) == rolled.digest
    assert "roll" not in build_procedure_document(plain)["term"]


def test_a_legal_limit_that_only_alerts_is_the_default_and_leaves_older_digests_alone(document: dict[str, Any]) -> None:
    written_out, _ = store_procedure(document)
    del document["on_limit"]
    assert store_procedure(document) == (written_out, False)

    document |= {"version": document["version"] + 1, "on_limit": "deemed", "requires_scan": True}
    document["stages"][1]["deemed"] = "refuse"
    for seat in document["stages"][1]["seats"]:
        seat["explicit"] = False
    deemed, _ = store_procedure(document)

    stored = build_procedure_document(deemed)
    assert stored["requires_scan"] is True
    assert (stored["on_limit"], [stage.get("deemed") for stage in stored["stages"]]) == ("deemed", [None, "refuse", None, None])
    assert compute_procedure_digest(deemed) == deemed.digest
    assert not {"on_limit", "requires_scan"} & build_procedure_document(written_out).keys()


def test_a_published_version_that_differs_is_refused_with_a_sentence(document: dict[str, Any]) -> None:
    store_procedure(document)
    document["stages"][0]["deadline"]["amount"] = 3

    with pytest.raises(Immutable, match="number of a new version"):
        store_procedure(document)

    assert Stage.objects.get(procedure__code="trial", number=1).term_amount == 10


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE licensing_procedure SET term_amount = 1",
        "UPDATE licensing_stage SET rule = '{}'",
        "UPDATE licensing_seat SET explicit = false",
        "DELETE FROM licensing_seat",
    ],
)
def test_the_database_refuses_to_touch_a_published_procedure(document: dict[str, Any], change: str) -> None:
    store_procedure(document)

    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_the_samples_say_what_makes_an_amendment_material(published: list[Procedure]) -> None:
    national = next(one for one in published if one.code == "national-military")
    thresholds = [Threshold.parse(row) for row in national.thresholds]
    filed: dict[str, Any] = {"items": [{"name": "UAV", "quantity": "100"}], "title": "UAVs", "route": []}

    a_little_more = filed | {"items": [{"name": "UAV", "quantity": "105"}]}
    much_more = filed | {"items": [{"name": "UAV", "quantity": "106"}]}
    named_otherwise = filed | {"title": "Drones"}

    material = [assess_amendment(filed, new, thresholds).is_material for new in (a_little_more, much_more, named_otherwise)]
    assert material == [False, True, False]


def _set(*steps: Any) -> Callable[[dict[str, Any]], None]:
    """A change of one place: the steps to it, and last what to put there (None takes it out)."""
    *path, last, value = steps

    def change(document: dict[str, Any]) -> None:
        place: Any = document
        for step in path:
            place = place[step]
        if value is None:
            del place[last]
        else:
            place[last] = value

    return change


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        (_set("stages", 0, "seats", 0, "body", "NOBODY"), "stages.0.seats.0.body", "unknown_body"),
        (_set("stages", 0, "seats", 0, "body", "GS"), "stages.0.seats.1.code", "seat_twice"),
        (_set("calendar", "MARS"), "calendar", "unknown_calendar"),
        (_set("stages", 0, "deadline", "amount", 0), "stages.0.deadline.amount", "too_small"),
        (_set("stages", 0, "deadline", None), "stages.0.deadline", "required"),
        (_set("stages", 0, "rule", {"kind": "k_of_n", "k": 3}), "stages.0.rule.k", "k_out_of_reach"),
        (_set("stages", 0, "rule", {"kind": "coin_toss"}), "stages.0.rule.kind", "unknown_choice"),
        (_set("stages", 1, "rule", "quorum", 9), "stages.1.rule.quorum", "quorum_out_of_reach"),
        (_set("stages", 1, "seats", 0, "chair", None), "stages.1.rule.tie", "no_chair_for_tie"),
        (_set("stages", 1, "seats", []), "stages.1.seats", "no_voting_seat"),
        (_set("stages", 1, "escalation", "to", "olympus"), "stages.1.escalation.to", "escalation_unknown"),
        (_set("stages", 1, "escalation", "to", "need"), "stages.1.escalation.to", "escalation_backwards"),
        (_set("stages", 0, "on_fail", "escalate"), "stages.0.escalation", "escalation_missing"),
        (_set("stages", 0, "rule", "silence", "escalate"), "stages.0.escalation", "escalation_missing"),
        (_set("stages", 0, "seats", 1, "veto", "suspensive"), "stages.0.escalation", "escalation_missing"),
        (_set("stages", 0, "only_when_referred", True), "stages.0", "unreachable"),
        (_set("stages", 2, "government", None), "stages", "no_government_stage"),
        (_set("stages", 0, "government", True), "stages.1", "ministries_after_government"),
        (_set("stages", 2, "code", "need"), "stages.2.code", "stage_twice"),
        (_set("cap_days", 30), "cap_days", "cap_below_term"),
        (_set("colour", "blue"), "colour", "unknown_field"),
        (_set("valid_from", "soon"), "valid_from", "wrong_form"),
        (_set("stages", 0, "seats", 0, "depends_on", ["goods"]), "stages.0.seats.0.depends_on", "unknown_field"),
    ],
)
def test_what_would_keep_a_procedure_from_working_is_named(
    document: dict[str, Any], change: Callable[[dict[str, Any]], None], path: str, code: str
) -> None:
    change(document)

    with pytest.raises(ProcedureInvalid) as refused:
        store_procedure(document)

    assert (path, code) in {(gap.path, gap.code) for gap in refused.value.gaps}
    assert not Procedure.objects.filter(code="trial").exists()


def test_everything_that_is_wrong_is_named_at_once(document: dict[str, Any]) -> None:
    document["calendar"] = "MARS"
    document["stages"][0]["seats"][0]["body"] = "NOBODY"
    document["stages"][1]["rule"]["quorum"] = 9

    codes = {gap.code for gap in check_procedure(document)}

    assert codes == {"unknown_calendar", "unknown_body", "quorum_out_of_reach"}


def test_the_government_may_decide_by_its_resolution_alone(document: dict[str, Any]) -> None:
    document["stages"][2] |= {"seats": [], "rule": {"kind": "consensus"}}

    assert check_procedure(document) == []


def test_a_threshold_that_reaches_no_seat_is_refused_when_it_is_published() -> None:
    seats = [{"body": body, "depends_on": ["items.*.quantity"]} for body in ("MOD", "GS", "MFA")]
    document = {
        "code": "trial",
        "version": 1,
        "valid_from": "2024-01-01",
        "name_en": "Trial",
        "name_uk": "Спроба",
        "calendar": "UA",
        "term": {"amount": 45},
        "thresholds": [{"pattern": "value", "more_than_percent": "5"}],
        "stages": [MINISTRIES | {"seats": seats}, GOVERNMENT],
    }

    with pytest.raises(ProcedureInvalid) as refused:
        store_procedure(document)

    assert [(gap.code, gap.path) for gap in refused.value.gaps] == [("threshold_reaches_nobody", "thresholds.0.pattern")]
    assert not Procedure.objects.filter(code="trial").exists()
    seats[0]["depends_on"] = ["value"]
    assert store_procedure(document)[1]
