"""Item families: which family a line of goods belongs to, by its model, its maker and its control entries.

A need, a limit or a measure is about a family and not about the name that somebody gave to a line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, TypeAlias

from licensing.messages import Message

# At the end of a pattern: whatever follows. "ML1" must not stand for "ML10", so nothing is a prefix without it.
ANY: Final = "*"
# Model first, then maker, then control entry: how closely a family describes the goods.
_Closeness: TypeAlias = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Goods:
    """What of a line of goods tells its family."""

    maker: str = ""
    model: str = ""
    entries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Family:
    """A family, and the goods that belong to it: those that fit one pattern of each kind that it names.

    Quantities of a family are counted in one `unit`. Plans of its supply are good for `plan_days` after the day of their data;
    `quota_percent` limits what is exported to a part of what our own forces have ordered.
    """

    code: str
    unit: str
    makers: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    plan_days: int = 30
    quota_percent: Decimal | None = None


def find_family(goods: Goods, families: Iterable[Family]) -> Family | None:
    """The family of a line: the one that describes it most closely; of two that are as close, the first by code."""
    close = [(closeness, family) for family in families if (closeness := _measure_closeness(goods, family))]
    if not close:
        return None
    # The code turned round: the largest closeness wins, the smallest code among equals.
    best = max(closeness for closeness, _family in close)
    return min((family for closeness, family in close if closeness == best), key=lambda one: one.code)


def read_goods(item: Mapping[str, Any]) -> Goods:
    """The goods of an item as a request writes it down, filed or not; whatever is no text there tells nothing."""
    maker, model = (item.get(name) for name in ("maker", "model"))
    entries = item.get("control_entries")
    return Goods(
        maker if isinstance(maker, str) else "",
        model if isinstance(model, str) else "",
        tuple(one for one in entries if isinstance(one, str)) if isinstance(entries, Sequence) else (),
    )


def find_pattern_gaps(row: Mapping[str, Any]) -> Iterator[tuple[str, Message]]:
    """What a row of the list of families cannot mean, by column."""
    kinds = ("model_names", "makers", "entries")
    if not any(row.get(name) for name in kinds):
        yield "model_names", Message("Name at least one model, maker or control entry that belongs to the family.")
    for name in kinds:
        for pattern in row.get(name) or ():
            if not isinstance(pattern, str) or not pattern.strip().rstrip(ANY):
                yield name, Message("A pattern is a text, with a * for what follows at its end alone.")
            elif ANY in pattern.strip()[:-1]:
                yield name, Message("“%(pattern)s”: a * stands at the end alone.", pattern=pattern)
    quota = row.get("quota_percent")
    if quota is not None and not 0 <= Decimal(quota) <= 100:
        yield "quota_percent", Message("A quota is between 0 and 100 per cent.")
    if row.get("plan_days") == 0:
        yield "plan_days", Message("A plan is good for one day at least.")


def _measure_closeness(goods: Goods, family: Family) -> _Closeness | None:
    """How closely a family describes goods; None where they do not belong to it."""
    model = _measure_fit([goods.model], family.models)
    maker = _measure_fit([goods.maker], family.makers)
    entry = _measure_fit(goods.entries, family.entries)
    if None in (model, maker, entry):
        return None
    closeness = (model or 0, maker or 0, entry or 0)
    # A family without any pattern describes nothing.
    return closeness if any(closeness) else None


def _measure_fit(values: Iterable[str], patterns: Sequence[str]) -> int | None:
    """The longest pattern that fits one of the values; 0 where none is asked for, None where none fits."""
    if not patterns:
        return 0
    folded = [fold_spelling(one) for one in values]
    return max((len(pattern) for pattern in patterns if any(_does_fit(one, pattern) for one in folded)), default=None)


def _does_fit(value: str, pattern: str) -> bool:
    wanted = fold_spelling(pattern)
    return value.startswith(wanted[:-1]) if wanted.endswith(ANY) else bool(value) and value == wanted


@lru_cache(maxsize=4096)
def fold_spelling(text: str) -> str:
    """Upper and lower case, spaces and the kinds of dash are no difference of goods."""
    plain = text.casefold()
    for dash in "‐‑‒–—−":
        plain = plain.replace(dash, "-")
    return "".join(plain.split())
