"""The tables of a request hold what its declaration says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db.models import CharField, ForeignKey, ManyToManyField, TextField

from licensing.models.requests.composition import get_record_column
from licensing.policy.requests.fields import Field, Part, Record, Rows
from licensing.policy.requests.sections import REQUEST
from licensing.policy.requests.types import Code, CodeList, Codes, Digest, Line, Prose, TariffCode


def stored(record: Record) -> Iterator[tuple[Record, Field]]:
    """Every field of the request that has a column of its own."""
    for field in record.fields:
        match field.type:
            case Rows(inner) | Part(inner) if inner.model:
                yield from stored(inner)
            case _ if not field.write_only:
                yield record, field


FIELDS = [pytest.param(record, field, id=f"{record.model}.{field.column}") for record, field in stored(REQUEST)]


@pytest.mark.parametrize(("record", "field"), FIELDS)
def test_every_declared_field_has_its_column(record: Record, field: Field) -> None:
    assert get_record_column(record, field).name == field.column


@pytest.mark.parametrize(("record", "field"), FIELDS)
def test_a_declared_length_is_that_of_the_column(record: Record, field: Field) -> None:
    column = get_record_column(record, field)

    match field.type:
        case Line(length) | TariffCode(length) | Digest(length):
            assert isinstance(column, CharField)
            assert column.max_length == length
        case Prose():
            assert isinstance(column, TextField)
            assert column.max_length is None
        # A plan is named by its reference, which is no key.
        case Code(of, length) | Codes(of, length) if of != CodeList.PLANS:
            assert isinstance(column, ForeignKey | ManyToManyField)
            assert column.related_model._meta.pk.max_length == length
