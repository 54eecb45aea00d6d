"""A decision's digest covers all that it says, and the database refuses one without its grounds."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from licensing.choices import DecisionOutcome
from licensing.models import Countersignature, Decision, DecisionLine, Item
from licensing.policy.record.digests import compute_digest
from tests.world import World

SAID = {
    "round_id": (uuid4(), uuid4()),
    "outcome": ("grant", "refuse"),
    "resolution_no": ("417-r", "418-r"),
    "resolution_on": (date(2026, 5, 4), date(2026, 5, 5)),
    "grounds": ([], ["R10"]),
    "conditions": ([], [{"code": "P03"}]),
    "reasons": ("", "Short."),
    "valid_until": (None, date(2027, 5, 4)),
    "decided_by_id": (uuid4(), uuid4()),
    "decided_at": (datetime(2026, 5, 4, tzinfo=UTC), datetime(2026, 5, 5, tzinfo=UTC)),
    "release": (None, 7),
    "charges": ([], [{"measure": "M/2026/1", "amount": "10", "currency": "EUR"}]),
    "criteria": ([], [{"criterion": "EU1"}]),
    "rulings": ([], [{"number": 1, "code": "P03", "ruling": "struck_out"}]),
    "need_override": ("", "The General Staff releases a reserve."),
}


def digest_of(**changes: Any) -> str:
    decision = Decision(**{name: one for name, (one, _other) in SAID.items()} | changes)
    return compute_digest(decision.as_signed_data(version_digest="ab" * 32, lines=[]))


@pytest.mark.parametrize("name", SAID)
def test_whatever_a_decision_says_is_in_its_digest(name: str) -> None:
    assert digest_of(**{name: SAID[name][1]}) != digest_of()


def test_no_column_of_a_decision_is_left_out_of_its_digest() -> None:
    columns = {field.attname for field in Decision._meta.concrete_fields}

    # The version signs by its digest, and with it the case.
    assert columns - SAID.keys() == {"id", "case_id", "version_id", "digest"}


def test_a_refusal_has_grounds_by_constraint_too(world: World) -> None:
    decision = Decision.objects.get(case=world.granted())
    forged = Decision(round=decision.round, case=decision.case, version=decision.version, outcome=DecisionOutcome.REFUSE)
    for name in ("resolution_no", "resolution_on", "decided_by", "decided_at"):
        setattr(forged, name, getattr(decision, name))

    with pytest.raises(IntegrityError, match="refusal_has_grounds"), transaction.atomic():
        forged.save(force_insert=True)


@pytest.mark.parametrize(("quantity", "written"), [("12.500", "12.5"), ("40.000", "4E+1"), ("0.000", "0")])
def test_a_quantity_is_signed_as_it_always_was(quantity: str, written: str) -> None:
    line = DecisionLine(item=Item(number=2), quantity=Decimal(quantity), reason="Short.")

    assert line.as_data() == {"item": 2, "quantity": written, "reason": "Short."}


def test_a_countersignature_covers_decision_person_and_moment() -> None:
    person, at = uuid4(), datetime(2026, 5, 4, tzinfo=UTC)
    signature = Countersignature(decision=Decision(digest="cd" * 32), person_id=person, countersigned_at=at)

    assert signature.as_signed_data() == {"decision": "cd" * 32, "person": str(person), "countersigned_at": at}
