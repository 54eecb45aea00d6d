"""Filed requests as sales: what lets goods leave and may still come to it, with its end users and lines."""

from __future__ import annotations

from decimal import Decimal

import pytest

from licensing.acts.requests import submission
from licensing.models.requests.composition import build_request_document
from licensing.models.requests.sales import index_sales, load_all_sales, load_framework_users, load_related_sales
from licensing.policy.destinations.splitting import Sale, read_sale
from tests.world import REQUEST, World


def _read(world: World) -> tuple[Sale, Sale]:
    """A sale as its document says it, and as the tables do."""
    case = world.filed()
    assert case.submitted_at is not None
    on = case.submitted_at.date()
    [stored] = load_all_sales(since=on)
    return read_sale(build_request_document(case), case=str(case.pk), filed_on=stored.filed_on), stored


def test_a_sale_reads_alike_from_its_document_and_from_the_tables(world: World) -> None:
    written, stored = _read(world)

    assert (stored.case, stored.partner, stored.end_users) == (written.case, "EE", written.end_users)
    assert set(stored.lines) == set(written.lines)
    assert sum((line.amount or Decimal()) for line in stored.lines) == 3_300_000


def test_what_is_withdrawn_or_only_drafted_is_no_sale(world: World) -> None:
    first, second = world.filed(), world.filed()
    world.ready()
    submission.withdraw_case(second, world.paula, reason="No longer wanted")
    sale = read_sale(build_request_document(second), case=str(second.pk), filed_on=first.submitted_at.date())  # type: ignore[union-attr]  # filed

    assert [one.case for one in load_related_sales(sale, days=30)] == [str(first.pk)]
    assert set(index_sales(load_related_sales(sale, days=30))) == {"EE", "EE fictional defence depot"}


def test_a_case_without_a_framework_delivers_under_none(world: World) -> None:
    assert load_framework_users(world.filed()) == frozenset()


@pytest.mark.walk
def test_whoever_else_is_served_makes_a_yearly_permit_a_sale_like_any_other(world: World) -> None:
    items = [REQUEST["items"][0]]
    framework = world.granted(kind="framework", title="Ten years", items=[items[0] | {"quantity": "500"}])
    [user] = [one for one in REQUEST["parties"] if one["role"] == "end_user"]
    other = user | {"name": "Somebody else", "register_no": ""}

    plain = world.filed(title="Plain", plan=framework.reference, items=items)
    wider = world.filed(title="Wider", plan=framework.reference, items=items, parties=[*REQUEST["parties"], other])

    assert plain.submitted_at is not None
    found = {one.case: one.is_yearly for one in load_all_sales(since=plain.submitted_at.date())}
    assert (found[str(plain.pk)], found[str(wider.pk)]) == (True, False)
