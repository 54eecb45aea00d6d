"""What is refused of a measure before it is published: each with a sentence of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from licensing.choices import InFlight, MeasureKind, QuotaPeriod
from licensing.policy.plans.measures.drafting import (
    ExemptionDraft,
    MeasureDraft,
    complete_draft,
    find_draft_gaps,
    find_settler_refusal,
)
from licensing.policy.plans.measures.scope import Scope

TODAY = date(2026, 6, 1)
FIT = MeasureDraft(
    MeasureKind.NEED_STOP,
    {"en": "Stop of missiles"},
    Scope(families=frozenset({"missiles"})),
    authority="Cabinet of Ministers",
    document_no="417",
    document_on=TODAY,
    valid_from=TODAY,
    reason="Our own forces need them.",
)
WIDE = ExemptionDraft({"en": "All"}, "Cabinet", Scope(families=frozenset({"uav"})))


QUOTA: dict[str, Any] = {"ceiling": Decimal(500), "unit": "NAR", "period": QuotaPeriod.YEAR}
ROMANIA = Scope(countries=frozenset({"RO"}))
TIER: dict[str, Any] = {"kind": MeasureKind.PARTNER_TIER, "tier": "excluded", "scope": ROMANIA}


@pytest.mark.parametrize(
    "changed", [{"kind": MeasureKind.QUOTA, **QUOTA}, TIER, {"kind": MeasureKind.DUTY, "percent": Decimal("20.25")}]
)
def test_each_kind_says_what_it_needs_and_nothing_else(changed: dict[str, Any]) -> None:
    assert list(find_draft_gaps(replace(FIT, **changed), today=TODAY)) == []


def test_a_fit_draft_has_nothing_wrong() -> None:
    assert list(find_draft_gaps(FIT, today=TODAY)) == []


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"scope": Scope()}, ("no_scope", "scope")),
        ({"kind": MeasureKind.EMBARGO}, ("required", "scope.countries")),
        ({"scope": Scope(kinds=frozenset({"gift"}))}, ("required", "scope.families")),
        ({"scope": replace(FIT.scope, roles=frozenset({"partner"}))}, ("invalid", "scope.roles")),
        ({"scope": replace(FIT.scope, value_from=Decimal(2), value_to=Decimal(1))}, ("invalid", "scope.value_to")),
        ({"valid_from": date(2026, 5, 31)}, ("backdated", "valid_from")),
        ({"valid_until": date(2026, 5, 31)}, ("invalid", "valid_until")),
        ({"document_on": date(2026, 6, 2)}, ("invalid", "document_on")),
        ({"percent": Decimal(5)}, ("invalid", "percent")),
        ({"kind": MeasureKind.DUTY}, ("required", "percent")),
        ({"kind": MeasureKind.DUTY, "percent": Decimal(101)}, ("invalid", "percent")),
        ({"kind": MeasureKind.DUTY, "percent": Decimal("12.345")}, ("invalid", "percent")),
        ({"kind": MeasureKind.QUOTA, **QUOTA, "unit": ""}, ("required", "unit")),
        ({"kind": MeasureKind.QUOTA, **QUOTA, "ceiling": Decimal(-1)}, ("invalid", "ceiling")),
        ({"kind": MeasureKind.QUOTA, **QUOTA, "scope": ROMANIA}, ("required", "scope.families")),
        ({"kind": MeasureKind.QUOTA, **QUOTA, "period": QuotaPeriod.WHOLE}, ("required", "valid_until")),
        ({"tier": "excluded"}, ("invalid", "tier")),
        ({"kind": MeasureKind.PARTNER_TIER, "scope": ROMANIA}, ("required", "tier")),
        ({**TIER, "scope": replace(ROMANIA, kinds=frozenset("x"))}, ("invalid", "scope.roles")),
        ({**TIER, "in_flight": InFlight.CONTINUE}, ("invalid", "in_flight")),
        ({"titles": {"uk": "Стоп"}}, ("required", "title")),
        ({"authority": " "}, ("required", "authority")),
        ({"exemptions": (WIDE,)}, ("wider_exception", "exemptions.0")),
        (
            {"exemptions": (replace(WIDE, scope=replace(FIT.scope, kinds=frozenset("x"), roles=frozenset("y"))),)},
            ("invalid", "exemptions.0.roles"),
        ),
        ({"scope": Scope(value_from=Decimal(0))}, ("no_scope", "scope")),
        ({"scope": replace(FIT.scope, countries=frozenset({"RO", "UA"}))}, ("own_state", "scope.countries")),
        (
            {"exemptions": (replace(WIDE, scope=Scope(countries=frozenset({"UA"}))),)},
            ("own_state", "exemptions.0.countries"),
        ),
        ({"exemptions": (replace(WIDE, authority="", scope=Scope(kinds=frozenset({"gift"}))),)}, ("required", "exemptions.0")),
    ],
)
def test_each_thing_that_is_wrong_is_named(changed: dict[str, Any], expected: tuple[str, str]) -> None:
    assert [(gap.code, gap.path) for gap in find_draft_gaps(replace(FIT, **changed), today=TODAY)] == [expected]


@pytest.mark.parametrize(
    ("kind", "scope", "exception"),
    [
        # A ban on transit is about transit although nobody wrote it.
        (
            MeasureKind.TRANSIT_BAN,
            Scope(countries=frozenset({"MD"})),
            Scope(countries=frozenset({"MD"}), roles=frozenset({"transit"})),
        ),
        # Another spelling of a party is the same party.
        (MeasureKind.EMBARGO, Scope(parties=frozenset({"Acme Trade"})), Scope(parties=frozenset({"ACME-trade"}))),
        (MeasureKind.MORATORIUM, Scope(kinds=frozenset({"gift"})), Scope(kinds=frozenset({"gift"}), value_from=Decimal(0))),
    ],
)
def test_an_exception_exactly_as_wide_as_the_complete_measure_is_refused(
    kind: MeasureKind, scope: Scope, exception: Scope
) -> None:
    draft = complete_draft(replace(FIT, kind=kind, scope=scope, exemptions=(replace(WIDE, scope=exception),)))

    found = list(find_draft_gaps(draft, today=TODAY))

    assert [(gap.code, gap.path) for gap in found] == [("wider_exception", "exemptions.0")]
    assert "as wide as the measure itself" in str(found[0].sentence)


def test_exceptions_that_together_are_as_wide_as_the_measure_are_refused() -> None:
    both = [replace(WIDE, scope=Scope(families=frozenset({one}))) for one in ("missiles", "uav")]
    draft = replace(FIT, scope=Scope(families=frozenset({"missiles", "uav"})), exemptions=both)

    assert [gap.code for gap in find_draft_gaps(draft, today=TODAY)] == ["wider_exception"]


def test_a_measure_takes_two_persons() -> None:
    assert find_settler_refusal(settler=UUID(int=1), author=UUID(int=1))
    assert find_settler_refusal(settler=UUID(int=2), author=UUID(int=1)) is None
