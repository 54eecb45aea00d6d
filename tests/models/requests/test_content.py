"""The goods of a request and its documents, as the database keeps them."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from licensing.models import Document, Item
from licensing.models.requests.content import build_document_path
from tests.world import World


def test_a_file_is_stored_under_its_own_digest() -> None:
    document = Document(sha256="ab" * 32)

    assert build_document_path(document, "../../contract.pdf") == f"documents/ab/{'ab' * 32}"


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"quantity": 0}, "item_quantity_is_positive"),
        ({"currency": None}, "item_price_has_a_currency"),
        ({"unit_price": -1}, "item_price_has_a_currency"),
        ({"number": 2}, "item_number_once_per_case"),
    ],
)
def test_goods_without_quantity_or_currency_are_not_stored(world: World, change: dict[str, Any], constraint: str) -> None:
    case = world.draft()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Item.objects.filter(case=case, number=1).update(**change)


def test_an_event_names_a_document_by_its_digest(world: World) -> None:
    document = world.ready().documents.order_by("pk")[0]

    assert document.as_data() == {
        "id": str(document.pk),
        "type": document.type_id,
        "title": document.title,
        "sha256": document.sha256,
    }
