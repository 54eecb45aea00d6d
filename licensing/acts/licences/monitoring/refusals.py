"""Why an act on a review or a visit is refused: the same for the act and, before anything is typed, for its form."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from licensing.errors import BothPersons, Problem, WrongState
from licensing.models import Licence, User
from licensing.models.licences.changing.variation import find_open_variation
from licensing.models.licences.monitoring.review import find_open_review
from licensing.models.licences.monitoring.visit import find_planned_visit


def find_opening_refusal(licence: Licence) -> Problem | None:
    """Why no review of a licence can be opened now: one is open, and what is found besides is said when it is concluded."""
    if find_open_review(licence) is not None:
        return WrongState(_("A review of this licence is open already."), state=licence.state)
    return None


def find_concluding_refusal(licence: Licence, user: User) -> Problem | None:
    """Why somebody cannot conclude the review of a licence: only another person than who opened it can."""
    found = find_open_review(licence)
    if found is None:
        return WrongState(_("No review of this licence is open."), state=licence.state)
    if found.opened_by_id == user.pk:
        return BothPersons(_("You opened this review. Another person concludes it."))
    return None


def find_varying_refusal(licence: Licence) -> Problem | None:
    """Why a review cannot lead to what waits: the holder asked for it, and nobody proposed it because of what became known."""
    waiting = find_open_variation(licence)
    if waiting is not None and waiting.by_holder:
        refusal = _("The holder asked for the variation that waits. Decide it first; then an officer can propose another one.")
        return WrongState(refusal, state=licence.state)
    return None


def find_planning_refusal(licence: Licence) -> Problem | None:
    """Why no visit can be planned now: another one is."""
    if find_planned_visit(licence) is not None:
        return WrongState(_("A visit is planned already. Record what it found, or call it off."), state=licence.state)
    return None


def find_visit_refusal(licence: Licence) -> Problem | None:
    """Why there is no visit to record or to call off."""
    if find_planned_visit(licence) is None:
        return WrongState(_("No visit is planned under this licence."), state=licence.state)
    return None


def find_recording_refusal(licence: Licence) -> Problem | None:
    """Why nothing can be recorded: no visit is planned, or nothing has left that could have been found."""
    if (refusal := find_visit_refusal(licence)) is not None:
        return refusal
    if not licence.lines.filter(Q(used__gt=0) | Q(excess__gt=0)).exists():
        return WrongState(_("Nothing has left under this licence yet: there is nothing to be found."), state=licence.state)
    return None
