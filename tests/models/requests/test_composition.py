"""The tables of a request hold what its declaration says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.db.models import CharField, ForeignKey, ManyToManyField, TextField

from licensing.models import ExchangeRate
from licensing.models.requests.composition import (
    build_request_document,
    build_routing_facts,
    get_record_column,
    load_all_rates,
    load_rates,
    read_filed_document,
)
from licensing.policy.requests.fields import Field, Part, Record, Rows
from licensing.policy.requests.sections import REQUEST
from licensing.policy.requests.types import Code, CodeList, Codes, Digest, Line, Prose, TariffCode, VesselNumber
from tests.world import World


def stored(record: Record) -> Iterator[tuple[Record, Field]]:
    """Every field of the request that has a column of its own."""
    for field in record.fields:
        match field.type:
            case Rows(inner) | Part(inner) if inner.model:
                yield from stored(inner)
            case _ if not field.write_only:
                yield record, field


def test_every_declared_field_has_its_column() -> None:
    for record, field in stored(REQUEST):
        assert get_record_column(record, field).name == field.column, field


def test_a_declared_length_is_that_of_the_column() -> None:
    for record, field in stored(REQUEST):
        column = get_record_column(record, field)

        match field.type:
            case Line(length) | TariffCode(length) | VesselNumber(length) | Digest(length):
                assert isinstance(column, CharField), field
                assert column.max_length == length, field
            case Prose():
                assert isinstance(column, TextField), field
                assert column.max_length is None, field
            # A plan is named by its reference, which is no key.
            case Code(of, length) | Codes(of, length) if of != CodeList.PLANS:
                assert isinstance(column, ForeignKey | ManyToManyField), field
                assert column.related_model._meta.pk.max_length == length, field


DAY = date(2026, 5, 4)


@pytest.fixture
def rates(db: None) -> None:
    """A dollar at 0.90 from 2 May on, and at 0.50 from 5 May on."""
    ExchangeRate.objects.filter(currency="USD").delete()
    ExchangeRate.objects.create(currency_id="USD", on=date(2026, 5, 2), to_eur=Decimal("0.90"))
    ExchangeRate.objects.create(currency_id="USD", on=date(2026, 5, 5), to_eur=Decimal("0.50"))


def test_a_rate_is_the_newest_until_the_day(rates: None) -> None:
    for load in (load_rates, load_all_rates()):
        assert load({"USD"}, DAY) == {"USD": Decimal("0.90")}
        assert load({"USD"}, date(2026, 5, 1)) == {}


def test_the_value_of_a_case_is_counted_in_euros_of_a_day(world: World, rates: None) -> None:
    case = world.draft()
    document = build_request_document(case)
    document["items"][1]["currency"] = "USD"

    facts = build_routing_facts(case, document, on=DAY)

    assert facts.value == 40 * 80_000 + 4 * 25_000 * Decimal("0.90")
    assert (facts.goods, facts.country) == ({"ML10", "ML11"}, "EE")


def test_a_value_without_a_rate_is_unknown_and_not_zero(world: World, rates: None) -> None:
    case = world.draft()
    document = build_request_document(case)
    document["items"][1]["currency"] = "USD"

    assert build_routing_facts(case, document, on=date(2026, 5, 1)).value is None


def test_a_removed_document_is_no_longer_part_of_the_request(world: World) -> None:
    case = world.ready()
    removed = case.documents.order_by("attached_at", "pk")[0]

    case.documents.filter(pk=removed.pk).update(removed_at=removed.attached_at)

    kept = [one["sha256"] for one in build_request_document(case)["documents"]]
    assert len(kept) == case.documents.count() - 1
    assert removed.sha256 not in kept


def test_a_draft_has_no_filed_document(world: World) -> None:
    assert read_filed_document(world.draft()) is None
