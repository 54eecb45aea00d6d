"""Measures of the state as obstacles: to every step of a case that one covers, and at the gate for the goods that it covers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from licensing.acts.acting import to_local_day
from licensing.acts.obstacles.situation import MeasuredFacts, Situation
from licensing.acts.plans.measures.facts import MeasureReader, load_measures, load_versions
from licensing.acts.plans.measures.quotas import count_leaving, count_promised, find_goods, lock_quotas
from licensing.choices import Step
from licensing.errors import StoppedByMeasure
from licensing.messages import DayText, Message, Text
from licensing.models import Case, MeasureNotice
from licensing.models.clocks.days import begin_local_day
from licensing.models.decisions.decision import list_granted_items
from licensing.models.licences.licence import find_live_licence
from licensing.models.reference.change_sets import hold_release
from licensing.policy.obstacles import ON_THE_WAY, Obstacle
from licensing.policy.plans.measures.effects import (
    Effect,
    Measure,
    MeasureVerdict,
    apply_measures,
    describe_exemptions,
    describe_quota,
)
from licensing.policy.plans.measures.quotas import Fit, QuotaCount
from licensing.policy.plans.measures.scope import Goods, MeasuredCase

# Acts by which room of a quota is taken, so that no two may count at once.
_COUNTING = (Step.GRANT, Step.ISSUE, Step.DRAW_DOWN)
_QUOTA_STOPS = frozenset({Step.ACCEPT, Step.PROPOSE, Step.GRANT, Step.ISSUE})
_MORE_ROOM = Message("Less is granted, or room comes: a period begins, a licence ends unused, a new version has more.")
# Acts that hold the release already when they come to these steps.
_HELD = (Step.ACCEPT, Step.ISSUE)


def find_measures(situation: Situation) -> Iterator[Obstacle]:
    """A measure in force covers the case and no exception frees it, or a quota has no room for what is granted or leaves.

    Duties, tiers and exceptions that hold are notes.
    """
    measured = situation.measured = _measure_case(situation)
    if measured is None:
        return
    goods = _find_leaving(measured.case, situation)
    item = goods.number if goods else None
    told = _find_notices(situation.case) if situation.step is None else {}
    # Of a case that is decided only its licence can still be stopped.
    at_gate = situation.step is Step.DRAW_DOWN or not situation.is_under_way
    stops = frozenset({Step.DRAW_DOWN}) if at_gate else ON_THE_WAY
    for verdict in measured.verdicts:
        told_at = told.get((verdict.measure.code, verdict.measure.version))
        if verdict.is_counted:
            yield from _weigh_quota(situation, verdict, measured.case, goods, told_at)
        elif situation.step is None or verdict.does_stop_item(item):
            yield _describe_verdict(verdict, stops, told_at)


def _find_leaving(case: MeasuredCase, situation: Situation) -> Goods | None:
    """The item of the request that is to leave; None where nothing is."""
    line = situation.line
    return None if line is None else find_goods(case, list_granted_items(situation.case.pk), line)


def _measure_case(situation: Situation) -> MeasuredFacts | None:
    """What measures mean for a case, under the locks that the asking act needs; None where there are none."""
    case = situation.case
    if not situation.is_under_way and find_live_licence(case) is None:
        return None
    if situation.is_act and situation.step not in _HELD:
        # Whoever publishes or ends a measure waits for this act, and this act for them.
        hold_release()
    measures = load_measures(situation.today)
    document = situation.read_filed() if measures else None
    if document is None:
        return None
    reader = MeasureReader(situation.today)
    versions = load_versions([case.pk], measures).get(case.pk, [])
    facts = reader.add_earlier(case, reader.read_case(case, document), versions)
    verdicts = apply_measures(measures, facts, today=situation.today)
    if situation.is_act and situation.step in _COUNTING:
        lock_quotas([one.measure.code for one in verdicts if one.is_counted])
    return MeasuredFacts(facts, verdicts)


def _weigh_quota(
    situation: Situation, verdict: MeasureVerdict, facts: MeasuredCase, goods: Goods | None, told_at: datetime | None
) -> Iterator[Obstacle]:
    """What a quota has no room for, and of a whole case how much of it there is room for."""
    if situation.step is Step.DRAW_DOWN:
        if situation.line is None or not verdict.does_bind_item(goods.number if goods else None):
            return
        leaving = replace(goods or Goods(0, unit=situation.line.unit_id), quantity=situation.leaving)
        count = count_leaving(verdict, leaving, on=situation.today)
        if count.fit is not Fit.FITS:
            yield _describe_quota(verdict, count, frozenset({Step.DRAW_DOWN}))
    elif situation.is_under_way and situation.step is not Step.SIGN:
        asked = [_take_granted(one, situation.granted) for one in facts.goods]
        count = count_promised(verdict, situation.case, asked, on=situation.today)
        # Before the quantities are decided, a case of which a part has room goes on: less can be granted.
        is_stopped = count.has_no_room or (count.fit is Fit.IN_PART and situation.granted is not None)
        if is_stopped or situation.step is None:
            yield _describe_quota(verdict, count, _QUOTA_STOPS if is_stopped else frozenset(), told_at)


def _take_granted(goods: Goods, granted: Mapping[int, Decimal] | None) -> Goods:
    return goods if granted is None else replace(goods, quantity=granted.get(goods.number, goods.quantity))


def _describe_quota(
    verdict: MeasureVerdict, count: QuotaCount, stops: frozenset[Step], told_at: datetime | None = None
) -> Obstacle:
    measure = verdict.measure
    return Obstacle(
        "quota",
        describe_quota(verdict, count.describe()),
        source=_name_source(measure),
        lift=_MORE_ROOM,
        stops=stops,
        since=begin_local_day(measure.valid_from),
        for_applicant=describe_quota(verdict, count.describe_outside()),
        told=_describe_notice(told_at, stops),
        refusal=StoppedByMeasure,
        data=_build_refusal_data(measure) | {"fit": count.fit.value},
    )


def _find_notices(case: Case) -> dict[tuple[str, int], datetime]:
    """Since when people have been told of each measure that stops this case."""
    rows = MeasureNotice.objects.filter(case=case, freed_at__isnull=True).select_related("measure")
    return {(one.measure.code, one.measure.version): one.told_at for one in rows}


def _describe_verdict(verdict: MeasureVerdict, stops: frozenset[Step], told_at: datetime | None) -> Obstacle:
    measure = verdict.measure
    source = _name_source(measure)
    since = begin_local_day(measure.valid_from)
    if not verdict.is_stopped:
        code = "measure_exempt" if verdict.effect is Effect.EXEMPT else "measure_note"
        nothing = Message("Nothing needs to be lifted.")
        return Obstacle(code, verdict.reason, source, nothing, since=since, for_applicant=verdict.reason)
    lift = describe_exemptions(measure)
    return Obstacle(
        "measure",
        verdict.reason,
        source=source,
        lift=lift,
        stops=stops,
        since=since,
        for_applicant=Message(
            "%(reason)s On the authority of: %(authority)s. %(lift)s",
            reason=verdict.reason,
            authority=measure.authority,
            lift=lift,
        ),
        told=_describe_notice(told_at, stops),
        refusal=StoppedByMeasure,
        data=_build_refusal_data(measure),
    )


def _name_source(measure: Measure) -> Message:
    words = {"code": measure.code, "version": measure.version, "authority": measure.authority}
    return Message("Measure %(code)s, version %(version)d, %(authority)s", **words)


def _build_refusal_data(measure: Measure) -> dict[str, Any]:
    said = {"measure": measure.code, "version": measure.version, "since": measure.valid_from.isoformat()}
    return said | {"authority": str(measure.authority)}


def _describe_notice(told_at: datetime | None, stops: frozenset[Step]) -> Text | None:
    if told_at is None:
        return None
    day = DayText(to_local_day(told_at))
    if Step.GRANT not in stops:
        return Message("Told on %(day)s: the holder of the licence, the case officer.", day=day)
    return Message("Told on %(day)s: the applicant, the case officer, the seats that are to speak.", day=day)
