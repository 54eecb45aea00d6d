"""Measures of the state as obstacles: to every step of a case that one covers, and at the gate for the goods that it covers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from licensing.acts.acting import to_local_day
from licensing.acts.obstacles.situation import Situation
from licensing.acts.plans.measures.facts import MeasureReader, load_measures
from licensing.choices import Step
from licensing.errors import StoppedByMeasure
from licensing.messages import Message, Text
from licensing.models import Case, LicenceLine, MeasureNotice
from licensing.models.clocks.days import begin_local_day
from licensing.models.licences.licence import find_licence
from licensing.models.reference.change_sets import hold_release
from licensing.policy.obstacles import Obstacle
from licensing.policy.plans.measures.effects import Effect, MeasureVerdict, apply_measures, describe_exemptions

# Acts that hold the release already when they come to these steps.
_HELD = (Step.ACCEPT, Step.ISSUE)


def find_measures(situation: Situation) -> Iterator[Obstacle]:
    """A measure in force covers the case and no exception frees it; quotas, duties and exceptions that hold are notes."""
    case = situation.case
    if not situation.is_under_way and not _has_live_licence(case):
        return
    if situation.is_act and situation.step not in _HELD:
        # Whoever publishes or ends a measure waits for this act, and this act for them.
        hold_release()
    measures = load_measures(situation.today)
    document = situation.read_filed() if measures else None
    if document is None:
        return
    verdicts = apply_measures(measures, MeasureReader(situation.today).read_case(case, document), today=situation.today)
    item = find_item_number(document, situation.line) if situation.line is not None else None
    told = _find_notices(case) if situation.step is None else {}
    # Of a case that is decided only its licence can still be stopped.
    at_gate = situation.step is Step.DRAW_DOWN or not situation.is_under_way
    stops = frozenset({Step.DRAW_DOWN}) if at_gate else frozenset(Step)
    for verdict in verdicts:
        if situation.step is None or verdict.does_stop_item(item):
            yield _describe_verdict(verdict, stops, told.get((verdict.measure.code, verdict.measure.version)))


def find_item_number(document: dict[str, Any], line: LicenceLine) -> int | None:
    """The item of a request that a line of its licence is of; None where it cannot be told, so that it counts as any."""
    numbers = [
        number
        for number, one in enumerate(document["items"], 1)
        if (one.get("name") or "", one.get("model") or "") == (line.name, line.model)
    ]
    return numbers[0] if len(numbers) == 1 else None


def _has_live_licence(case: Case) -> bool:
    licence = find_licence(case)
    return licence is not None and licence.is_live


def _find_notices(case: Case) -> dict[tuple[str, int], datetime]:
    """Since when people have been told of each measure that stops this case."""
    rows = MeasureNotice.objects.filter(case=case, freed_at__isnull=True).select_related("measure")
    return {(one.measure.code, one.measure.version): one.told_at for one in rows}


def _describe_verdict(verdict: MeasureVerdict, stops: frozenset[Step], told_at: datetime | None) -> Obstacle:
    measure = verdict.measure
    words = {"code": measure.code, "version": measure.version, "authority": measure.authority}
    source = Message("Measure %(code)s, version %(version)d, %(authority)s", **words)
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
        data={
            "measure": measure.code,
            "version": measure.version,
            "since": measure.valid_from.isoformat(),
            "authority": str(measure.authority),
        },
    )


def _describe_notice(told_at: datetime | None, stops: frozenset[Step]) -> Text | None:
    if told_at is None:
        return None
    day = to_local_day(told_at).isoformat()
    if Step.GRANT not in stops:
        return Message("Told on %(day)s: the holder of the licence, the case officer.", day=day)
    return Message("Told on %(day)s: the applicant, the case officer, the seats that are to speak.", day=day)
