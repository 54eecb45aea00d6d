"""In which order the files of the suite are handed to its workers, so that all of them work until the end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import accumulate

import pytest

# Roughly, by how much a test of each kind costs more than one that needs no database; only the order follows from it.
_COMMITTED, _ROLLED_BACK, _PURE = 150.0, 50.0, 1.0


def order_items(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """The tests, those of one group or file together."""
    scopes: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        scopes[_name_scope(item)].append(item)
    costs = {scope: [_weigh(item) for item in its] for scope, its in scopes.items()}
    return [item for scope in order_scopes(costs) for item in scopes[scope]]


def order_scopes(costs: Mapping[str, Sequence[float]]) -> list[str]:
    """What costs most before what costs least, so that no worker is left alone with a long file.

    The first worker that needs the database makes it, and the others would wait: one such file stands first, and half of what
    needs none beside it. The other half fills the end evenly.
    """
    by_cost = sorted(costs, key=lambda scope: -sum(costs[scope]))
    pure = [scope for scope in by_cost if max(costs[scope]) == _PURE]
    others = [scope for scope in by_cost if max(costs[scope]) != _PURE]
    half = _count_half(pure, costs)
    return [*others[:1], *pure[:half], *others[1:], *pure[half:]]


def _count_half(scopes: Sequence[str], costs: Mapping[str, Sequence[float]]) -> int:
    """How many of them cost half of what all of them do."""
    running = list(accumulate(sum(costs[scope]) for scope in scopes))
    return sum(1 for cost in running if cost * 2 <= running[-1])


def _name_scope(item: pytest.Item) -> str:
    group = item.get_closest_marker("xdist_group")
    return str(group.args[0]) if group and group.args else str(item.path)


def _weigh(item: pytest.Item) -> float:
    fixtures = getattr(item, "fixturenames", ())
    mark = item.get_closest_marker("django_db")
    if "transactional_db" in fixtures or (mark and mark.kwargs.get("transaction")):
        return _COMMITTED
    return _ROLLED_BACK if mark or "db" in fixtures else _PURE
