"""Families of goods as they are kept: only those in force take goods."""

from __future__ import annotations

import pytest

from licensing.models import ItemFamily
from licensing.models.supply.families import load_families
from licensing.policy.supply.families import Goods, find_family
from tests.by_hand import by_hand

pytestmark = pytest.mark.django_db


def test_only_families_in_force_take_goods() -> None:
    goods = Goods(model="ZV-P1", entries=("ML10",))
    before = find_family(goods, load_families())

    with by_hand():
        ItemFamily.objects.filter(pk="uav-interceptor").update(active=False)
    after = find_family(goods, load_families())

    assert (before and before.code, after and after.code) == ("uav-interceptor", "uav")
