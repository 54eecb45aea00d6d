"""Which reviews of contracts may be held on a day, and that the database keeps what a held one says."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from licensing.acts.acting import now, to_local_day
from licensing.choices import ParentState
from licensing.models import ContractReview, ParentAuthorisation
from tests.by_hand import by_hand
from tests.parents import find_authorisation, grant_contract
from tests.world import World


def _numbers(days: int) -> list[int]:
    day = to_local_day(now()) + timedelta(days=days)
    return [one.number for one in ContractReview.objects.to_hold_by(day).in_order()]


def test_a_review_is_held_from_90_days_before_its_day_while_its_contract_runs(world: World) -> None:
    parent = find_authorisation(grant_contract(world, reviews=(100, 400)))

    assert [_numbers(days) for days in (9, 10, 309, 310, 3700)] == [[], [1], [1], [1, 2], []]
    with by_hand():
        ParentAuthorisation.objects.filter(pk=parent.pk).update(state=ParentState.ENDED)
    assert _numbers(310) == []


def test_a_held_review_says_what_it_found_and_who_held_it(world: World) -> None:
    grant_contract(world, reviews=(100,))

    with pytest.raises(IntegrityError, match="held_review_says_what_was_found"), transaction.atomic(), by_hand():
        ContractReview.objects.update(result="continues", reason="Fine")
