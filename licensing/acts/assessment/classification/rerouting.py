"""A request that takes another way, because the authority found its goods to be other than what was filed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from licensing.acts.acting import Act, acting, to_local_day
from licensing.acts.assessment.classification.classifying import find_classification, read_classified
from licensing.acts.clocks.timing import replace_legal_clock, stop_clocks
from licensing.acts.requests.routing import FoundWay, find_way, serialize_routing
from licensing.acts.requests.scans import find_unscanned
from licensing.acts.requests.submission import refuse_under_appeal
from licensing.acts.signoff.ballots import lock_open_round
from licensing.acts.signoff.rounds import close_rounds, find_unheard_stage, open_next_stage, reopen_stage, supersede_round
from licensing.acts.signoff.voiding import void_position
from licensing.acts.supply.need_statements import lapse_need_statements
from licensing.acts.supply.reservations import give_back_supply
from licensing.choices import CaseState, ClockKind, RoundEnd, Verb
from licensing.errors import Incomplete, NoProcedure, WrongState
from licensing.messages import LongDayText, Message, Text, TranslatedText
from licensing.models import Assessment, Case, CaseVersion, Procedure, Stage, StandingPosition, User
from licensing.models.reference.stored_texts import render_in_every_language
from licensing.models.requests.composition import read_filed_document
from licensing.policy.input.guard import guard_texts
from licensing.policy.reasons import require_reason
from licensing.policy.record.event_kinds import EventKind
from licensing.policy.requests.changes.materiality import Change, find_voided_seats


@guard_texts()
def reroute_case(case: Case, user: User, *, reason: str, expected: int | None = None) -> Case:
    """Send a request under way where the decision table sends it by the entries that the authority found.

    Under another procedure all of its stages are gone through, whatever was signed under the former one; the term of the law
    is that of the new one, from the same day. Under the same procedure further bodies are heard, and what was signed before
    the goods were classified is asked again of the seats that depend on their entries.

    Raises WrongState where no other way follows, or the term of the law would be over by it; NoProcedure where none is in
    force, Incomplete where its documents do not count under it.
    """
    reason = require_reason(reason, _("Say why the request takes another way."))
    with acting(case, user, Verb.REROUTE, expected=expected) as act:
        refuse_under_appeal(act.case)
        way, record = _get_way(act)
        former, procedure = act.case.procedure, _get_procedure(act, way)
        version = act.case.versions.latest("number")
        act.perform()
        act.case.routing = serialize_routing(way.then, found=way.found)
        act.record(
            EventKind.CASE_REROUTED,
            procedure=procedure.code,
            procedure_version=procedure.version,
            former=former.code if former else "",
            former_version=former.version if former else None,
            rows=[row["code"] for row in act.case.routing["fired"]],
            entries=[f"{one['number']}: {', '.join(one['entries']) or '–'}" for one in way.found],
            assessment=str(record.pk),
            reason=reason,
        )
        if procedure == former:
            _hear_further(act, version, way, since=record.recorded_at)
        else:
            _enter_procedure(act, procedure, version)
    return act.case


def find_rerouting(case: Case, *, at: datetime) -> FoundWay | None:
    """The other way that a case under way would take by what the authority found; None where it takes the one that it is on."""
    document = read_filed_document(case) if case.accepted_at else None
    classified = read_classified(case) if document else {}
    if document is None or not classified:
        return None
    way = find_way(case, document, classified.values(), on=to_local_day(at))
    return way if way.is_other else None


def find_rerouting_procedure(case: Case, way: FoundWay, *, at: datetime) -> Procedure | None:
    """The procedure that follows: the version that the case has, where it is the same, else the one in force; None without."""
    if case.procedure and case.procedure.code == way.then.procedure:
        return case.procedure
    return Procedure.objects.in_force(way.then.procedure, on=to_local_day(at)).select_related("calendar").first()


def _get_way(act: Act[Case]) -> tuple[FoundWay, Assessment]:
    way, record = find_rerouting(act.case, at=act.now), find_classification(act.case)
    if way is None or record is None:
        sentence = _("By the entries that the authority found, the request takes the way that it is on.")
        raise WrongState(sentence, state=act.case.state)
    return way, record


def _get_procedure(act: Act[Case], way: FoundWay) -> Procedure:
    procedure = find_rerouting_procedure(act.case, way, at=act.now)
    if procedure is None:
        raise NoProcedure
    if gaps := find_unscanned(act.case, read_filed_document(act.case) or {}, procedure):
        raise Incomplete(gaps=gaps)
    return procedure


def _enter_procedure(act: Act[Case], procedure: Procedure, version: CaseVersion) -> None:
    """Leave the procedure of the case for another one, and open its first stage."""
    close_rounds(act, RoundEnd.STOPPED)
    stop_clocks(act, ClockKind.ESCALATION)
    said = Message("Another procedure follows: %(name)s.", name=TranslatedText(procedure.names))
    _void_standing(act, StandingPosition.objects.filter(round__case=act.case), [said])
    act.case.procedure = procedure
    clock = replace_legal_clock(act, procedure)
    if clock is not None and clock.due_at <= act.now:
        day = LongDayText(to_local_day(clock.due_at))
        sentence = Message(
            "By the procedure that follows, the time limit of the law ended on %(day)s. Send the request back instead.", day=day
        )
        raise WrongState(str(sentence), state=act.case.state)
    lapse_need_statements(act, version)
    first = procedure.stages.filter(only_when_referred=False).order_by("number").first()
    was_government = act.case.state == CaseState.GOVERNMENT_DECISION and first is not None and not first.government
    if was_government:
        # The event of the round that opens carries this move.
        act.perform(Verb.RETURN_TO_MINISTRIES)
    open_next_stage(act, version)
    if was_government:
        give_back_supply(act)


def _hear_further(act: Act[Case], version: CaseVersion, way: FoundWay, *, since: datetime) -> None:
    """Open the first stage again in which somebody is to be asked, else let the open one ask the further bodies, too."""
    stages = [*_void_resting(act, way, since=since), *filter(None, [find_unheard_stage(act.case)])]
    if stages:
        reopen_stage(act, min(stages, key=lambda one: one.number), version)
    elif current := lock_open_round(act.case):
        supersede_round(act, current, version)


def _void_resting(act: Act[Case], way: FoundWay, *, since: datetime) -> list[Stage]:
    """Void what was signed before the goods were classified by seats that depend on their entries; the stages of these."""
    rows = StandingPosition.objects.filter(round__case=act.case, round__stage__procedure=act.case.procedure)
    rows = rows.select_related("position", "seat", "round__stage__procedure__calendar")
    standing = list(rows.filter(position__taken_at__lt=since).order_by("pk"))
    changes = [
        Change(f"items.{one['number']}.control_entries", ", ".join(one["was"]), ", ".join(one["entries"])) for one in way.found
    ]
    rests_on = {one.seat.body_id: one.seat.depends_on or ["*"] for one in standing}
    voided = find_voided_seats(changes, rests_on)
    found = [one for one in standing if one.seat.body_id in voided]
    _void_standing(act, found, [change.text for change in changes])
    return [one.round.stage for one in found]


def _void_standing(act: Act[Case], standing: Iterable[StandingPosition], because: list[Text]) -> None:
    for one in list(standing):
        void_position(act, one, because=[render_in_every_language(said) for said in because])
