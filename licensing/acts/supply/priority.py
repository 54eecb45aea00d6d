"""Who goes first where more of a family is promised than can be spared: read from what is promised, and from the contracts."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from uuid import UUID

from licensing.acts.supply.promises import FamilyPromises, load_promises
from licensing.models import Case, ItemFamily
from licensing.policy.supply.need_verdict import calculate_cumulative_stock
from licensing.policy.supply.priority import Promise, RankedPromise, rank_promises
from licensing.policy.supply.spare import build_figures


def rank_promises_beyond(families: Iterable[ItemFamily], *, today: date) -> dict[str, list[RankedPromise]]:
    """What is promised of families in the order in which it is covered, by their codes; of those alone of which more is
    promised than can be spared.

    Needs their units.
    """
    decimals = {one.pk: one.unit.decimals for one in families}
    loaded = load_promises(decimals, today=today)
    beyond = {code: one for code, one in loaded.items() if _is_beyond(one)}
    if not beyond:
        return {}
    named = _read_orders({case for one in beyond.values() for case in one.still})
    return {
        code: rank_promises(
            one.supply,
            [Promise(*named[case], claims) for case, claims in one.still.items() if case in named],
            decimals=decimals[code],
        )
        for code, one in beyond.items()
    }


def list_cases_beyond(family: ItemFamily, *, today: date) -> list[str]:
    """The references of all cases to which something of a family is promised still, in that order."""
    return [one.promise.case for one in rank_promises_beyond([family], today=today).get(family.pk, ())]


def read_order(case: Case) -> str:
    """The clause on priority that a case is under: that of the contract it is called off from, or its own; asks its plan."""
    contract = case.plan.long_term if case.plan is not None and case.plan.long_term else case.long_term
    return str((contract or {}).get("call_off_order") or "")


def _is_beyond(promises: FamilyPromises) -> bool:
    if not promises.still:
        return False
    supply = promises.supply
    all_of_it = replace(supply, promised=(*supply.promised, *(one for claims in promises.still.values() for one in claims)))
    # By any day and not at the end of the plan: what comes in later does not cover what leaves now.
    return min(calculate_cumulative_stock(build_figures(all_of_it))) < 0


def _read_orders(cases: Collection[UUID]) -> dict[UUID, tuple[str, str]]:
    """The reference of each case, and the clause that it is under."""
    rows = Case.objects.filter(pk__in=cases, reference__isnull=False).select_related("plan")
    return {one.pk: (str(one.reference), read_order(one)) for one in rows}
