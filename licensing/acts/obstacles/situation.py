"""What the providers of obstacles look at: a case at a moment, with what the asking act has read of it already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from licensing.acts.acting import to_local_day
from licensing.acts.requests.routing import route_case
from licensing.acts.signoff.ballots import attach_case, is_past_deadline, load_ballot
from licensing.acts.supply.sparing import assess_case
from licensing.choices import Step
from licensing.messages import Message, TranslatedText
from licensing.models import Case, LicenceLine, ParentAuthorisation, Procedure, Round, RoundSeat
from licensing.models.plans.parents import find_drawn, lock_drawn
from licensing.models.requests.composition import build_request_document, read_filed_document
from licensing.policy.plans.measures.effects import MeasureVerdict
from licensing.policy.plans.measures.scope import MeasuredCase
from licensing.policy.signoff.routing import Routing
from licensing.policy.signoff.tally_types import Tally
from licensing.policy.supply.spare import CaseNeed, LineNeed

# Acts that take from what a case draws on.
_DRAWING = (Step.ACCEPT, Step.AMEND, Step.GRANT, Step.DRAW_DOWN)


@dataclass(frozen=True, slots=True)
class MeasuredFacts:
    """What the measures in force look at in a case, and what each means for it."""

    case: MeasuredCase
    verdicts: Sequence[MeasureVerdict]


@dataclass(slots=True)
class Situation:
    """A case at a moment. `step` is what is asked about, None for the whole list; the rest is read when it is wanted."""

    case: Case
    at: datetime
    step: Step | None = None
    # The line of a licence of which goods are to leave.
    line: LicenceLine | None = None
    # How much of it, in its unit; and what is to be granted of the items, by number, where that is known.
    leaving: Decimal = Decimal()
    # The day on which it has left already, where customs only reports it.
    left_on: date | None = None
    granted: Mapping[int, Decimal] | None = None
    # The decider's word for granting more than can be spared.
    override: str = ""
    round: Round | None = None
    seats: Sequence[RoundSeat] | None = None
    counted: Tally | None = None
    routed: tuple[Routing, Procedure | None] | None = None
    filed: dict[str, Any] | None = None
    # Read by the provider of measures, where any is in force.
    measured: MeasuredFacts | None = None
    need: CaseNeed | None = None
    # Read by the provider of need: of which lines more would be granted than can be spared.
    excess: Sequence[LineNeed] = ()
    parents: Sequence[ParentAuthorisation] | None = None
    # Whether an act asks, which what it is judged by must not change under.
    is_act: bool = False

    @property
    def today(self) -> date:
        """The day in the authority's zone."""
        return to_local_day(self.at)

    @property
    def is_under_way(self) -> bool:
        """Whether the case can still come to something. The act that asks may have moved its state already."""
        return self.step is not None or self.case.is_open

    def read_round(self) -> Round | None:
        """The open round, if there is one."""
        if self.round is None:
            found = self.case.rounds.open().select_related("stage", "stage__procedure", "version").first()
            # The relation would load another object of the case, without what the caller has read into this one.
            self.round = attach_case(self.case, found) if found else None
        return self.round

    def read_seats(self, round: Round) -> Sequence[RoundSeat]:
        """The seats of the open round."""
        if self.seats is None:
            self.seats = list(round.seats.order_by("number"))
        return self.seats

    def count(self, round: Round) -> Tally:
        """The open round as it counts now; past its deadline its rule on silence applies."""
        if self.counted is None:
            self.counted = load_ballot(round, at=self.at).count(closed=is_past_deadline(round, at=self.at))
        return self.counted

    def read_filed(self) -> dict[str, Any] | None:
        """The request as it was filed last; None of a draft."""
        if self.filed is None:
            self.filed = read_filed_document(self.case)
        return self.filed

    def read_parents(self) -> Sequence[ParentAuthorisation]:
        """What the case draws on, and a contract its own authorisation too, locked where the asking act takes from it."""
        if self.parents is None:
            is_taken = self.is_act and self.step in _DRAWING
            self.parents = lock_drawn(self.case) if is_taken else find_drawn(self.case)
        return self.parents

    def read_need(self) -> CaseNeed:
        """What of the case can be spared, whatever the age of the plans."""
        if self.need is None:
            self.need = assess_case(self.case, at=self.at, ignores_age=True)
        return self.need

    def read_route(self) -> tuple[Routing, Procedure | None]:
        """What the decision table gives the case today."""
        if self.routed is None:
            self.routed = route_case(self.case, build_request_document(self.case), on=self.today)
        return self.routed


def name_parent(parent: ParentAuthorisation) -> Message:
    """What a case draws on, as what an obstacle rests on."""
    if parent.case is None:
        return Message("Project %(project)s of a country plan", project=parent.reference)
    return name_plan(parent.case)


def name_plan(plan: Case) -> Message:
    """The case of an authorisation, likewise."""
    return Message("%(kind)s %(plan)s", kind=TranslatedText(plan.kind.names), plan=plan.reference or "")


def name_stage(round: Round) -> Message:
    """The stage of a round with the version of its procedure, as what an obstacle rests on."""
    return Message(
        "Procedure %(code)s, version %(version)d, stage “%(stage)s”",
        code=round.stage.procedure.code,
        version=round.stage.procedure.version,
        stage=round.stage.name,
    )
