"""A request before it is filed: edited by sections, copied, with documents added and removed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.acts.requests import drafting
from licensing.errors import Immutable, Invalid
from licensing.models import Case
from tests.world import World


@pytest.mark.parametrize(
    ("sections", "path"),
    [
        ({"colour": "red"}, "colour"),
        ({"title": 7}, "title"),
        ({"items": [{"name": "A", "quantity": "-1", "unit": "NAR"}]}, "items.0.quantity"),
        ({"items": [{"name": "A", "quantity": "0", "unit": "NAR"}]}, "items.0.quantity"),
        ({"items": [{"name": "A", "quantity": "1e400", "unit": "NAR"}]}, "items.0.quantity"),
        ({"items": [{"name": "A", "quantity": "NaN", "unit": "NAR"}]}, "items.0.quantity"),
        ({"items": [{"name": "A", "quantity": 1.5, "unit": "NAR"}]}, "items.0.quantity"),
        ({"items": [{"name": "A", "quantity": "1.5", "unit": "NAR"}]}, "items.0.quantity"),
        ({"items": [{"name": "A", "quantity": "1", "unit": "XXX"}]}, "items.0.unit"),
        ({"items": [{"name": "A", "quantity": "1", "unit": "NAR", "control_entries": ["ML99"]}]}, "items.0.control_entries.0"),
        ({"items": [{"name": "A\u0000", "quantity": "1", "unit": "NAR"}]}, "items.0.name"),
        ({"items": [{"name": "A", "quantity": "1", "unit": "NAR", "unit_price": "5.00"}]}, "items.0.currency"),
        ({"partner_country": "XX"}, "partner_country"),
        ({"terms": {"contract_date": "2026-02-30"}}, "terms.contract_date"),
        ({"documents": [{"type": "euc", "title": "EUC"}]}, "documents.0.content"),
        ({"documents": [{"type": "euc", "title": "EUC", "content": "%%%"}]}, "documents.0.content"),
        ({"plan": "CP/2026/000000"}, "plan"),
    ],
)
def test_bad_content_is_refused_where_it_is_wrong_and_nothing_is_lost(
    world: World, sections: dict[str, object], path: str
) -> None:
    case = world.draft()

    with pytest.raises(Invalid) as refusal:
        drafting.edit_case(case, world.paula, sections)

    assert [gap.path for gap in refusal.value.gaps] == [path]
    assert Case.objects.get(pk=case.pk).revision == case.revision
    assert case.items.count() == 2


def test_a_copy_leaves_expired_documents_behind(world: World) -> None:
    source = world.draft()
    today = to_local_day(now())
    for title, day in (("expired", today - timedelta(days=1)), ("valid", today)):
        about = {"type": "euc", "title": title, "expires_on": day.isoformat()}
        drafting.attach_document(source, world.paula, content=title.encode(), file_name="euc.txt", about=about)

    copy = drafting.copy_case(Case.objects.get(pk=source.pk), world.paula)

    assert [document.title for document in copy.documents.all()] == ["valid"]
    assert (copy.state, copy.copied_from, copy.items.count()) == ("draft", source, 2)


def test_the_kind_of_a_request_never_changes(world: World) -> None:
    with pytest.raises(Immutable):
        drafting.edit_case(world.draft(), world.paula, {"kind": "transit"})
