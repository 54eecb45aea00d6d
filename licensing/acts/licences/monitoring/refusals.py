"""Why an act on a visit is refused: the same for the act and, before anything is typed, for its form."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from licensing.errors import Problem, WrongState
from licensing.models import Licence
from licensing.models.licences.monitoring.visit import find_planned_visit


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
