"""How quotas stand: what has left in their period and what may still leave, read from licences and their ledger alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, localcontext
from uuid import UUID

from django.db.models import F, Min, Q, Sum

from licensing.acts.acting import lock_names
from licensing.acts.plans.measures.facts import read_measured_cases
from licensing.choices import InFlight, MeasureKind, QuotaPeriod
from licensing.models import Case, LicenceLine, Usage
from licensing.models import Measure as StoredMeasure
from licensing.models.decisions.decision import load_granted_items
from licensing.models.licences.licence import LIVE_STATES
from licensing.models.read_models.licences.years import count_cleared_before
from licensing.policy.exact import PRECISION
from licensing.policy.plans.measures.effects import Measure, MeasureVerdict, apply_measure
from licensing.policy.plans.measures.quotas import Ceiling, QuotaCount
from licensing.policy.plans.measures.scope import Goods, MeasuredCase


@dataclass(frozen=True, slots=True)
class _CountedLine:
    """A line of a licence that a quota counts, as goods of the request that it was granted for."""

    line: LicenceLine
    goods: Goods
    cleared: Decimal

    def read_cleared(self) -> Goods:
        """What has left under it within the period."""
        return replace(self.goods, quantity=self.cleared)

    def read_open(self) -> Goods:
        """What may still leave under it."""
        is_open = self.line.licence.is_live
        return replace(self.goods, quantity=self.line.left if is_open else Decimal())


def lock_quotas(codes: Collection[str]) -> None:
    """Lock the counts of some quotas until the end of the transaction: of two grants or draw-downs at once the second waits.

    By their names and not by their rows, because whoever publishes or ends a measure locks its row before the release, which
    these acts hold.
    """
    lock_names(f"quota {code}" for code in codes)


def count_promised(verdict: MeasureVerdict, case: Case, goods: Iterable[Goods], *, on: date) -> QuotaCount:
    """A quota as it stands for what a case asks for: taken is what left in the period and what may still leave, of others.

    What of the case itself has left before the period is asked of it no more.
    """
    taken, asked = load_taken(verdict.measure, on=on, except_case=case), list(goods)
    since = _find_period_start(verdict.measure, on)
    gone = count_cleared_before(case, dict.fromkeys((one.number for one in asked), since))
    return count_against(taken, verdict, [_take_off(one, gone.get(one.number, Decimal())) for one in asked])


def load_taken(measure: Measure, *, on: date, except_case: Case | None = None) -> Decimal:
    """What of a quota is taken on a day: what left in its period and what may still leave."""
    lines = list(_load_counted_lines(measure, on, except_case=except_case))
    return _add_up(measure, [one for line in lines for one in (line.read_cleared(), line.read_open())])


def count_against(taken: Decimal, verdict: MeasureVerdict, goods: Iterable[Goods]) -> QuotaCount:
    """What a case asks for of a quota of which so much is taken."""
    ceiling = _get_ceiling(verdict.measure)
    return QuotaCount(ceiling, taken, ceiling.count(verdict.select_bound(goods)))


def count_leaving(verdict: MeasureVerdict, goods: Goods, *, on: date) -> QuotaCount:
    """A quota as it stands at the gate for goods that are to leave: taken is what has left in the period, of everybody."""
    taken = _add_up(verdict.measure, [line.read_cleared() for line in _load_counted_lines(verdict.measure, on)])
    ceiling = _get_ceiling(verdict.measure)
    return QuotaCount(ceiling, taken, ceiling.count([goods]))


def find_goods(case: MeasuredCase, items: Sequence[int], line: LicenceLine) -> Goods | None:
    """The item of a request that a line of its licence is of; `items` has the number of that of each line."""
    number = items[line.number - 1] if line.number <= len(items) else 0
    return case.goods[number - 1] if 0 < number <= len(case.goods) else None


def _add_up(measure: Measure, goods: Iterable[Goods]) -> Decimal:
    # What was licensed before in a unit that cannot be counted is told by no quota; nothing new of that kind is granted.
    ceiling = _get_ceiling(measure)
    with localcontext(prec=PRECISION):
        return sum((ceiling.count([one]) or Decimal() for one in goods), Decimal())


def _load_counted_lines(measure: Measure, on: date, *, except_case: Case | None = None) -> Iterator[_CountedLine]:
    """The lines that a quota covers and no exception frees, under which something left in its period or may still leave."""
    since = _find_period_start(measure, on)
    within = Usage.objects.filter(cleared_on__gte=since, cleared_on__lte=on)
    rows = LicenceLine.objects.filter(Q(licence__state__in=LIVE_STATES) | Q(pk__in=within.values("line")))
    if except_case is not None:
        rows = rows.exclude(licence__case=except_case)
    by_case: dict[UUID, list[LicenceLine]] = {}
    for line in rows.select_related("licence"):
        by_case.setdefault(line.licence.case_id, []).append(line)
    items = load_granted_items(by_case)
    cleared: Mapping[int, Decimal] = dict(within.values_list("line").annotate(total=Sum("quantity")).order_by("line"))
    for case, facts in read_measured_cases(list(by_case), on=on):
        # What went on because it was under way takes its share as well: the quota counts what leaves.
        verdict = apply_measure(replace(measure, in_flight=InFlight.STOP), facts)
        for line in by_case[case.pk]:
            goods = find_goods(facts, items[case.pk], line)
            if verdict is not None and verdict.is_counted and verdict.does_bind_item(goods.number if goods else None):
                yield _CountedLine(line, goods or _read_line(line), cleared.get(line.pk, Decimal()))


def _take_off(goods: Goods, gone: Decimal) -> Goods:
    return replace(goods, quantity=max(goods.quantity - gone, Decimal()))


def _find_period_start(measure: Measure, on: date) -> date:
    """The first day of the period of a quota in which a day lies."""
    return _get_ceiling(measure).find_first_day(on, begins_on=_find_first_day_of_quota(measure))


def _find_first_day_of_quota(measure: Measure) -> date:
    """The first day of a quota over all its versions: what left under an earlier one has left, and is not to leave again."""
    if _get_ceiling(measure).period is not QuotaPeriod.WHOLE:
        return measure.valid_from
    versions = StoredMeasure.objects.published().filter(code=measure.code, kind=MeasureKind.QUOTA)
    # What was lifted before it began never held.
    held = versions.exclude(lifted_from__lte=F("valid_from"))
    first: date | None = held.aggregate(first=Min("valid_from"))["first"]
    return min(first, measure.valid_from) if first else measure.valid_from


def _read_line(line: LicenceLine) -> Goods:
    """A line whose item cannot be told, counted by its own unit."""
    return Goods(0, name=line.name, model=line.model, unit=line.unit_id)


def _get_ceiling(measure: Measure) -> Ceiling:
    assert measure.ceiling is not None  # which the database requires of a quota
    return measure.ceiling
