"""What was found by the criteria, as an obstacle to a grant: no vote lifts a prohibition, and a clear risk is mitigated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from licensing.acts.assessment.criteria.weighing import find_newest_weighing, name_cited_sets, read_findings
from licensing.acts.obstacles.situation import Situation
from licensing.choices import CriterionResult, Step
from licensing.errors import ProhibitedByCriterion, RiskNotMitigated
from licensing.messages import DayText, JoinedText, Message, Text, TranslatedText
from licensing.models import Assessment, Criterion
from licensing.models.clocks.days import to_local_day
from licensing.policy.assessment.criteria.findings import CriterionFinding
from licensing.policy.obstacles import Obstacle

WEIGHED_STEPS: Final = frozenset({Step.PROPOSE, Step.GRANT})
_REFUSED: Final = Message("Nobody can grant it, whatever the votes. It is refused, unless the assessment is made again.")
_MITIGATED: Final = Message("Whoever assesses the criteria records them again with what mitigates the risk; or it is refused.")
_NOTHING: Final = Message("Nothing needs to be lifted.")


def find_criteria_obstacles(situation: Situation) -> Iterator[Obstacle]:
    """Criteria that prohibit the transfer, clear risks without a written mitigation, and as a note those with one.

    The newest findings count also where they have lapsed: what prohibits a transfer stands until it is weighed again.
    """
    if not situation.is_under_way or situation.case.accepted_at is None:
        return
    record = find_newest_weighing(situation.case)
    if record is None:
        return
    found = read_findings(record)
    prohibited = [one for one in found if one.result == CriterionResult.ABSOLUTE]
    unmitigated = [one for one in found if one.is_unmitigated]
    if prohibited or record.result == CriterionResult.ABSOLUTE:
        yield _describe_prohibition(record, prohibited)
    if unmitigated or (not found and record.result == CriterionResult.CLEAR_RISK):
        yield _describe_clear_risk(record, unmitigated)
    mitigated = [one for one in found if one.is_risk and one not in (*prohibited, *unmitigated)]
    if mitigated and situation.step is None:
        message = Message(
            "Risks were found, and what mitigates them is written down: %(criteria)s.", criteria=_name_criteria(mitigated)
        )
        yield Obstacle("risk_mitigated", message, source=_cite(record), lift=_NOTHING, since=record.recorded_at)


def _describe_prohibition(record: Assessment, found: Sequence[CriterionFinding]) -> Obstacle:
    return Obstacle(
        "criterion_absolute",
        Message("A criterion prohibits the transfer and cannot be out-voted: %(criteria)s.", criteria=_name_criteria(found)),
        source=_cite(record),
        lift=_REFUSED,
        stops=WEIGHED_STEPS,
        since=record.recorded_at,
        refusal=ProhibitedByCriterion,
        data={"criteria": [one.criterion for one in found]},
    )


def _describe_clear_risk(record: Assessment, found: Sequence[CriterionFinding]) -> Obstacle:
    return Obstacle(
        "clear_risk",
        Message(
            "A clear risk was found, and nobody has written down what mitigates it: %(criteria)s.",
            criteria=_name_criteria(found),
        ),
        source=_cite(record),
        lift=_MITIGATED,
        stops=WEIGHED_STEPS,
        since=record.recorded_at,
        refusal=RiskNotMitigated,
        data={"criteria": [one.criterion for one in found]},
    )


def _name_criteria(found: Sequence[CriterionFinding]) -> Text:
    """The criteria with their titles, in the order in which they were found; of an assessment in words alone, so much."""
    if not found:
        return Message("as the assessment says")
    titles = dict(Criterion.objects.filter(pk__in=[one.criterion for one in found]).values_list("code", "titles"))
    return JoinedText(
        *(Message("%(code)s “%(title)s”", code=one.criterion, title=TranslatedText(titles[one.criterion])) for one in found),
        separator="; ",
    )


def _cite(record: Assessment) -> Text:
    cited = name_cited_sets(record)
    words = {"person": record.recorded_by.name, "day": DayText(to_local_day(record.recorded_at))}
    if not cited:
        return Message("Assessment of the criteria by %(person)s, %(day)s", **words)
    return Message("Assessment of the criteria by %(person)s, %(day)s; %(sets)s", sets=cited, **words)
