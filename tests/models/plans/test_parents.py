"""The ledger of draws as it is stored: added up by the database, and never rewritten."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from licensing.choices import ParentState
from licensing.models import CeilingDraw, ParentAuthorisation
from licensing.models.plans.parents import find_parents, load_shares, select_shares
from licensing.policy.plans.parents import Balance
from tests.parents import find_authorisation, grant_framework, yearly
from tests.world import World


def test_a_request_finds_what_it_draws_on_and_what_each_case_holds(world: World) -> None:
    framework = grant_framework(world)
    case = world.accepted(**yearly(framework, quantity="100"))
    parents = find_parents(case)

    assert parents == [find_authorisation(framework)]
    assert find_parents(framework) == []
    shares = load_shares(find_authorisation(framework))
    [(share, held)] = select_shares(shares, case, own=True).items()
    assert (share.line, share.year, share.unit, share.price, held) == (1, 2, "NAR", Decimal(1030), Balance(Decimal(100)))
    assert select_shares(shares, case, own=False) == {}


def test_an_authorisation_holds_through_its_last_day_unless_it_is_suspended() -> None:
    held = ParentAuthorisation(state=ParentState.IN_FORCE, ends_on=date(2026, 11, 30))
    suspended = ParentAuthorisation(state=ParentState.SUSPENDED, ends_on=date(2026, 11, 30))

    assert [held.is_in_force(date(2026, 11, 30)), held.is_in_force(date(2026, 12, 1))] == [True, False]
    assert not suspended.is_in_force(date(2026, 11, 30))


def test_the_database_refuses_to_rewrite_a_draw_and_to_forget_an_authorisation(world: World) -> None:
    framework = grant_framework(world)
    world.accepted(**yearly(framework, quantity="100"))

    for rewrite in (
        lambda: CeilingDraw.objects.update(quantity=1),
        lambda: CeilingDraw.objects.all().delete(),
        lambda: ParentAuthorisation.objects.get().ceilings.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rewrite()
