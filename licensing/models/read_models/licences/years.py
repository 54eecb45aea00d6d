"""What years let leave of a licence now, as customs is held to them; and what has left before a period begins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from licensing.models.decisions.decision import list_granted_items
from licensing.models.licences.licence import Licence, LicenceLine, Usage, find_licence
from licensing.models.plans.parents import ParentAuthorisation, find_drawn, load_shares, select_shares
from licensing.models.requests.case import Case
from licensing.policy.licences.customs.years import Leaving, judge_leaving
from licensing.policy.plans.ceilings import find_given_years


def load_year_limits(
    licence: Licence, lines: Sequence[LicenceLine], *, today: date, for_holder: bool = False
) -> dict[int, Decimal]:
    """The most that may leave today of each line that a year holds, by its number, in its unit; other lines are not named.

    A holder reads of a year without room for all only what was granted for it: the room tells what others have drawn.
    """
    found: dict[int, Decimal] = {}
    drawn = [one for one in find_drawn(licence.case) if one.binding and one.is_in_force(today)]
    for parent in drawn:
        if today < parent.starts_on:
            found |= {line.number: Decimal() for line in lines}
            continue
        leaving = judge_years(licence.case, lines, parent, day=today)
        for line in lines:
            if (one := leaving.get(line.number)) is not None and one.allowed < line.left:
                most = one.due if for_holder else one.allowed
                found[line.number] = min(most, found.get(line.number, most))
    return found


def judge_years(case: Case, lines: Sequence[LicenceLine], parent: ParentAuthorisation, *, day: date) -> dict[int, Leaving]:
    """What may leave on a day of each line of which a later year of an authorisation holds something, by its number."""
    shares, ceilings = load_shares(parent), [one.as_policy() for one in parent.ceilings.all()]
    own, items, found = select_shares(shares, case, own=True), list_granted_items(case.pk), dict[int, Leaving]()
    for line in lines:
        mine = {share: balance for share, balance in own.items() if share.item == items[line.number - 1]}
        if not any(share.year for share in mine):
            continue
        years = find_given_years(ceilings, next(iter(mine)).line) if parent.project_id else None
        year = parent.find_year(day)
        leaving = judge_leaving(mine, ceilings, shares, year=year, decimals=line.unit.decimals, years=years)
        if leaving.next_year is not None:
            found[line.number] = leaving
    return found


def count_cleared_before(case: Case, days: Mapping[int, date]) -> dict[int, Decimal]:
    """How much of items of a case has left before a day, reversals counted against it; the days by the number of the item."""
    licence = find_licence(case) if days else None
    if licence is None:
        return {}
    items, found = list_granted_items(case.pk), dict.fromkeys(days, Decimal())
    rows = Usage.objects.filter(line__licence=licence, cleared_on__lt=max(days.values()))
    moved = rows.values_list("line__number", "cleared_on").annotate(total=Sum("quantity"))
    for line, on, quantity in moved.order_by("line__number", "cleared_on"):
        item = items[line - 1]
        if item in days and on < days[item]:
            found[item] += quantity
    return found
