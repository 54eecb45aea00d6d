"""Missing and lapsed assessments as obstacles: the seats that depend on one cannot speak before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from licensing.acts.assessment.standing import Standing, list_standings
from licensing.acts.obstacles.situation import Situation, name_stage
from licensing.choices import AssessmentState, Step
from licensing.errors import NotAssessed
from licensing.messages import Message, Text, TranslatedText
from licensing.models import Body, Round
from licensing.policy.assessment.requirements import OFFICER_OWNS
from licensing.policy.obstacles import Obstacle

# What a stage of the government waits for keeps the decision itself waiting, too.
_GATED = frozenset({Step.SIGN, Step.GRANT})


def find_missing_assessments(situation: Situation) -> Iterator[Obstacle]:
    """What the open stage waits for and nobody has recorded, or what has lapsed since."""
    round = situation.read_round()
    if round is None or not round.stage.assessments:
        return
    speaking = [seat.body_id for seat in situation.read_seats(round) if seat.speaks]
    missing = [one for one in list_standings(round, at=situation.at) if not one.is_done]
    owners = name_owners(missing)
    for standing in missing:
        waiting = standing.requirement.select_waiting(speaking)
        if waiting or round.stage.government:
            yield _describe_missing(round, standing, waiting, owners[standing.requirement.owner])


def name_owners(standings: Sequence[Standing]) -> dict[str, Text]:
    """Who records assessments, in words, by what the procedure calls the owner."""
    named: dict[str, Text] = {one.requirement.owner: one.requirement.owner for one in standings}
    bodies = Body.objects.filter(pk__in=named) if named.keys() - {OFFICER_OWNS} else ()
    return named | {OFFICER_OWNS: Message("a case officer")} | {one.pk: TranslatedText(one.names) for one in bodies}


def _describe_missing(round: Round, standing: Standing, waiting: frozenset[str], owner: Text) -> Obstacle:
    kind = standing.kind.label
    if standing.state is AssessmentState.LAPSED and standing.reason is not None:
        message = Message("“%(kind)s” holds no longer: %(reason)s.", kind=kind, reason=standing.reason.label)
    else:
        message = Message("“%(kind)s” is not assessed yet.", kind=kind)
    return Obstacle(
        "not_assessed",
        message,
        source=name_stage(round),
        lift=Message("It is assessed by: %(owner)s.", owner=owner),
        stops=_GATED if round.stage.government else frozenset({Step.SIGN}),
        # What the government waits for keeps all of it waiting.
        seats=frozenset() if round.stage.government else waiting,
        since=standing.record.lapse.lapsed_at if standing.record and hasattr(standing.record, "lapse") else round.opened_at,
        for_applicant=Message("The request is being assessed."),
        refusal=NotAssessed,
        data={"kind": standing.kind.value},
    )
