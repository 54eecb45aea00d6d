"""The time left to refer an outcome up, or to appeal against a refusal: what opens it, and who may use it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.db.models import Q

from licensing.acts.acting import Act, AnyAct, to_local_day
from licensing.acts.clocks.timing import start_clock
from licensing.acts.requests.routing import load_routing_facts
from licensing.acts.signoff.ballots import attach_case
from licensing.choices import ClockKind, MandateKind, OnFail, ReferralRank, Roll, RoundEnd, StageOutcome, TermUnit
from licensing.models import Case, Licence, Round, Stage
from licensing.policy.signoff.tally_types import Tally

# Clocks of the time in which an outcome may be referred up, or a refusal appealed against.
WINDOWS = (ClockKind.ESCALATION, ClockKind.APPEAL)
# A round that time has ended, its own or that of the whole procedure.
ENDS_OF_TIME = (RoundEnd.DEADLINE, RoundEnd.LIMIT)


def find_contestable_round(case: Case, kind: ClockKind = ClockKind.ESCALATION) -> Round | None:
    """The closed round whose outcome may still be referred up (or appealed against), while its window is open."""
    # The clock is the window: the last round alone does not say whether its time has passed or was used already.
    if not case.clocks.running().filter(kind=kind).exists():
        return None
    last = case.rounds.select_related("stage", "stage__procedure__calendar", "version").order_by("-number").first()
    return attach_case(case, last) if last and last.closed_at else None


def list_referring_bodies(round: Round, dissent: Sequence[str] | None = None) -> list[str]:
    """The bodies that may refer a closed round up: those the stage names, or else those that dissented, or who is both.

    `dissent` is for a round that is not closed yet.
    """
    dissenting = list(round.result.get("dissent", []) if dissent is None else dissent)
    named = round.stage.escalation.get("by") or dissenting
    return [body for body in named if body in dissenting or not round.stage.escalation.get("only_dissent")]


def list_own_referring_bodies(round: Round, mandates: Mapping[str, str]) -> list[str]:
    """The bodies for which a person may refer a closed round up: by their mandates, and by the rank that the stage asks for."""
    needs_holder = round.stage.escalation.get("rank") == ReferralRank.HOLDER
    own = [body for body, kind in mandates.items() if kind == MandateKind.HOLDER or not needs_holder]
    return [body for body in list_referring_bodies(round) if body in own]


def match_referring_bodies(mandates: Mapping[str, str]) -> Q:
    """Rounds that a person may refer up: the same rule as `list_own_referring_bodies`, as a condition on rows."""
    unnamed = ~Q(stage__escalation__has_key="by") | Q(stage__escalation__by__in=[None, []])
    found = Q(pk__in=[])
    for body, kind in mandates.items():
        dissents = Q(result__dissent__contains=[body])
        named = Q(stage__escalation__by__contains=[body]) & (~Q(stage__escalation__contains={"only_dissent": True}) | dissents)
        ranks = Q() if kind == MandateKind.HOLDER else ~Q(stage__escalation__contains={"rank": ReferralRank.HOLDER.value})
        found |= (named | (unnamed & dissents)) & ranks
    return found


def open_appeal_window(act: Act[Case], round: Round) -> None:
    """Leave the applicant the time to appeal against a refusal, where the stage that refused provides for it."""
    if "appeal" in round.stage.escalation.get("triggers", ()):
        open_window(act, round.stage, ClockKind.APPEAL)


def find_appeal_stage(case: Case) -> Stage | None:
    """The stage of a case's procedure whose outcome its applicant can appeal against; None where there is no appeal."""
    stages = Stage.objects.filter(procedure=case.procedure_id, escalation__triggers__contains=["appeal"])
    return stages.select_related("procedure__calendar").order_by("-number").first()


def open_revocation_window(act: Act[Licence]) -> None:
    """Leave the holder the time to appeal against a revocation that the procedure gives against a refusal."""
    if stage := find_appeal_stage(act.case):
        open_window(act, stage, ClockKind.REVOCATION)


def has_referral_window(round: Round, counted: Tally) -> bool:
    """Whether the stage of a round has a window for such an outcome, and somebody who may use it."""
    return "within" in round.stage.escalation and bool(list_referring_bodies(round, counted.dissent))


def open_window(act: AnyAct, stage: Stage, kind: ClockKind, *, since: datetime | None = None) -> None:
    """Start the clock after which the outcome of a stage is final; the stage must have a `within` in its escalation.

    `since` is for an outcome that came by a deadline: the day that ended is the one from which the next term counts.
    """
    within = stage.escalation["within"]
    start_clock(
        act,
        kind,
        amount=within["amount"],
        unit=TermUnit(within.get("unit", TermUnit.CALENDAR)),
        calendar=stage.procedure.calendar,
        roll=within.get("roll", Roll.NONE),
        since=since,
    )


def get_referral_target(stage: Stage, outcome: StageOutcome) -> str:
    """The code of the stage to which a rule sends a case that it could not decide, or an empty string."""
    if "appeal" in stage.escalation.get("triggers", ()):
        # Only the applicant takes a case there.
        return ""
    failed = outcome == StageOutcome.NOT_PASSED and stage.on_fail == OnFail.ESCALATE
    if outcome == StageOutcome.ESCALATED or failed:
        return str(stage.escalation.get("to", ""))
    return ""


def is_contestable(round: Round, counted: Tally, ended_by: RoundEnd) -> bool:
    """Whether one of the triggers has come for which the outcome of this stage may be referred up."""
    triggers = round.stage.escalation.get("triggers") or ["split"]
    found = {
        "split": bool(counted.dissent),
        "veto": bool(counted.vetoes),
        "tie": counted.numbers.tied,
        "deadline": ended_by in ENDS_OF_TIME,
        "threshold": "threshold" in triggers and _is_above_threshold(round),
    }
    return any(found.get(trigger, False) for trigger in triggers)


def _is_above_threshold(round: Round) -> bool:
    """Whether the request is worth more, in EUR, than the stage may settle by itself; an unknown value counts as more."""
    version = round.version
    value = load_routing_facts(round.case, json.loads(version.canonical), on=to_local_day(version.made_at)).value
    return value is None or value > Decimal(round.stage.escalation["above"])


def get_default_referral(stage: Stage) -> str:
    """Where a stage sends a case at once, because its written default is to refer up and nobody is asked first."""
    return str(stage.escalation.get("to", "")) if stage.escalation.get("default") == "escalate" else ""
