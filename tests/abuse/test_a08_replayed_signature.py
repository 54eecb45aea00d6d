"""A8: what is signed covers every field of it: none can be changed and none can be used again somewhere else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, models, transaction

from licensing.acts.record.verification import verify_record
from licensing.acts.signoff.positions import PositionInput, sign_case
from licensing.choices import PositionChoice
from licensing.models import CaseVersion, Decision, DecisionLine, Event, Position
from tests.acts.record.spoiling import behind_the_back
from tests.world import World, approve

# The key names the row, and the transaction only ties an event to a change of state while it is written.
UNSIGNED = {"id", "digest", "transaction"}
# Who filed a version, and when, is told by the event of its filing, and read from there.
TOLD_BY_EVENT = {(CaseVersion, "made_by"), (CaseVersion, "made_at")}
# Drawn at random, and nothing that was said: what happened, to what and when, the digest covers.
RANDOM_NAMES = {(Event, "public_id")}
SIGNED = [
    (model, field)
    for model in (Position, Decision, DecisionLine, CaseVersion, Event)
    for field in model._meta.concrete_fields
    if field.name not in UNSIGNED and (model, field.name) not in TOLD_BY_EVENT | RANDOM_NAMES
]


def other(field: Any, value: Any) -> Any:
    """Another value that the column takes."""
    if field.is_relation:
        rows = field.related_model._default_manager.exclude(pk=value).order_by("pk")
        return None if field.null and value is not None else rows.values_list("pk", flat=True).first() or uuid4()
    if isinstance(field, models.DateField):
        return value + timedelta(days=1) if value else "2026-01-01"
    match value:
        case bool():
            return not value
        case list():
            return [*value, "P99"]
        case dict():
            return value | {"more": 1}
        case str():
            return f"x{value[1:]}"
        case UUID():
            return uuid4()
    return 7 if value is None else value + 7


def test_no_field_of_what_was_signed_can_be_another(world: World) -> None:
    world.granted()
    view = PositionInput(PositionChoice.CONDITIONS, conditions=[{"code": "P01"}])
    sign_case(world.with_need(title="Another"), world.rhea, view, version=1)
    assert verify_record().fault is None

    unnoticed = {f"{model.__name__}.{field.name}" for model, field in SIGNED if not _is_noticed(model, field)}

    assert unnoticed == set()
    assert len(SIGNED) > 40


def _is_noticed(model: Any, field: Any) -> bool:
    """Whether a constraint refuses another value in this column, or the recomputing finds it."""
    row = model._default_manager.order_by("-pk")[0]
    changed = {field.attname: other(field, getattr(row, field.attname))}
    with transaction.atomic():
        with behind_the_back():
            noticed = _is_refused(row, changed) or verify_record().fault is not None
        transaction.set_rollback(True)
    return noticed


def _is_refused(row: Any, changed: dict[str, Any]) -> bool:
    try:
        with transaction.atomic():
            models.QuerySet(type(row)).filter(pk=row.pk).update(**changed)
    except IntegrityError:
        return True
    return False


def test_a_signature_is_not_used_again_in_another_case(world: World) -> None:
    mine, theirs = world.with_need(), world.with_need(title="Another")
    signed = sign_case(mine, world.mira, approve(), version=1)

    seat = theirs.rounds.get().seats.get(body="MFA")
    copied = Position(**{field.attname: getattr(signed, field.attname) for field in Position._meta.concrete_fields})
    copied.pk, copied.round, copied.seat = uuid4(), seat.round, seat
    with pytest.raises(IntegrityError, match="digest"), transaction.atomic():
        copied.save(force_insert=True)

    copied.digest = "0" * 64
    copied.save(force_insert=True)
    assert "its digest differs" in str(verify_record().fault)


def test_the_same_words_twice_are_two_signatures(world: World) -> None:
    cases = (world.with_need(title=title) for title in ("Forty UAVs", "Four stations"))
    first, second = (sign_case(case, world.mira, approve(), version=1) for case in cases)

    assert first.nonce != second.nonce
    assert first.digest != second.digest
