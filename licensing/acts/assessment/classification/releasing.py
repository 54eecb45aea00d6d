"""A request that ends because nothing of it is controlled: the authority classified so, and another officer ends it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from licensing.acts.acting import Act, acting
from licensing.acts.assessment.standing import list_case_standings
from licensing.acts.obstacles.listing import refuse_obstacles
from licensing.acts.obstacles.situation import Situation
from licensing.acts.plans.parents.drawing import give_back_parent
from licensing.acts.plans.parents.telling import tell_children_of_refused
from licensing.acts.requests.submission import stop_work
from licensing.acts.supply.reservations import give_back_supply
from licensing.choices import AssessmentKind, Step, Verb
from licensing.errors import ConflictOfDuties, WrongState
from licensing.models import Assessment, Case, User
from licensing.policy.input.guard import guard_texts
from licensing.policy.reasons import require_reason
from licensing.policy.record.event_kinds import EventKind

UNCONTROLLED = "not_controlled"


@guard_texts()
def release_goods(case: Case, user: User, *, reason: str, expected: int | None = None) -> Case:
    """End a request of which every item was classified as not controlled: its goods leave without a licence.

    What it had kept of supply, and of what it draws on, is free again; its clocks stop. Raises WrongState where no such
    classification holds, ConflictOfDuties for whoever recorded it, and what stops it of the list of obstacles: a listed party,
    a strong hit that two have not cleared, a list that cannot be read, a destination of the excluded tier.
    """
    reason = require_reason(reason, _("Tell the applicant why no licence is required."))
    with acting(case, user, Verb.RELEASE_GOODS, expected=expected) as act:
        record = _get_release_ground(act)
        refuse_obstacles(Situation(act.case, act.now, Step.RELEASE))
        act.perform()
        stop_work(act)
        act.record(
            EventKind.GOODS_RELEASED,
            items=[row["number"] for row in record.details.get("items", ())],
            reason=reason,
            assessment=str(record.pk),
        )
        give_back_supply(act)
        give_back_parent(act)
        tell_children_of_refused(act)
    return act.case


def find_release_ground(case: Case, *, at: datetime) -> Assessment | None:
    """The classification that holds and by which nothing of a request is controlled; None where some of it is, or may be."""
    round = case.rounds.open().select_related("stage__procedure__calendar").first()
    for one in list_case_standings(case, round, at=at):
        if one.kind is AssessmentKind.CLASSIFICATION and one.is_done and one.result == UNCONTROLLED:
            return one.record
    return None


def _get_release_ground(act: Act[Case]) -> Assessment:
    record = find_release_ground(act.case, at=act.now)
    if record is None:
        sentence = _("A licence is required until a classification that holds says of every item that it is not controlled.")
        raise WrongState(sentence, state=act.case.state)
    if record.recorded_by_id == act.actor.id:
        raise ConflictOfDuties(_("You classified the goods, so another officer finds that no licence is required."))
    return record
