"""Investments in projects: what the database refuses whoever writes, and which of them are kept."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from licensing.acts.acting import now, to_local_day
from licensing.models import Project, ProjectInvestment
from licensing.models.plans.investments import list_kept_investments
from tests.acts.plans.countries.state import opened, proposed
from tests.by_hand import by_hand
from tests.world import World


def _invest(project: Project, **said: Any) -> ProjectInvestment:
    bare = {"side": "ours", "investor": "Fund", "instrument": "loan", "currency_id": "EUR", "amount": Decimal(1)}
    with by_hand():
        return ProjectInvestment.objects.create(**bare | {"project": project, "planned_at": now()} | said)


def test_an_investment_is_more_than_nothing_and_names_what_commits_it(world: World) -> None:
    project = proposed(world, opened(world))

    for said in ({"amount": Decimal(0)}, {"committed_on": to_local_day(now())}):
        with pytest.raises(IntegrityError), transaction.atomic():
            _invest(project, **said)


def test_what_was_dropped_or_fell_through_is_not_kept(world: World) -> None:
    project, at = proposed(world, opened(world)), now()
    later, sooner = _invest(project, planned_at=at), _invest(project, planned_at=at - timedelta(days=1))
    _invest(project, dropped_at=at)
    _invest(project, ended_at=at)

    assert list_kept_investments(project) == [sooner, later]
