"""Why an act on a suspension or a variation is refused: the same for the act and, before anything is typed, for its form."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from django.utils.translation import gettext as _

from licensing.acts.licences.consequences import find_consequence_refusal
from licensing.choices import LicenceState
from licensing.errors import BothPersons, Problem, WrongState
from licensing.models import Licence, User
from licensing.models.licences.changing.suspension import find_reinstatement, find_suspension, has_failed_to_suspend
from licensing.models.licences.changing.variation import find_open_variation

T = TypeVar("T")


def get_unless_refused(found: T | None, refusal: Problem | None) -> T:
    """What an act is about; raises why somebody cannot do it."""
    if refusal is not None:
        raise refusal
    if found is None:
        raise RuntimeError("what is missing is refused")
    return found


def find_suspending_refusal(licence: Licence, user: User) -> Problem | None:
    """Why an officer cannot suspend a licence: one has already, or nobody confirmed what they ordered before."""
    if licence.state == LicenceState.SUSPENDED and find_suspension(licence) is not None:
        return WrongState(_("An officer has suspended this licence already."), state=licence.state)
    if has_failed_to_suspend(licence, user.pk):
        refusal = _("No decider confirmed the suspension that you ordered before. Another officer may suspend this licence.")
        return BothPersons(refusal)
    return None


def find_confirming_refusal(licence: Licence, user: User, *, at: datetime) -> Problem | None:
    """Why somebody cannot confirm or decline the suspension of a licence: only another person can, within its time."""
    found = find_suspension(licence)
    if found is None or not found.is_provisional:
        return WrongState(_("No suspension of this licence waits to be confirmed."), state=licence.state)
    if found.ordered_by_id == user.pk:
        return BothPersons(_("You suspended this licence. Another person confirms or declines it."))
    if not found.may_be_confirmed(at):
        return WrongState(_("The 24 hours in which this suspension could be confirmed are over."), state=licence.state)
    return None


def find_proposing_refusal(licence: Licence, user: User) -> Problem | None:
    """Why somebody cannot propose to reinstate a licence now. What another officer proposed gives way to it."""
    if (unmet := find_consequence_refusal(licence)) is not None:
        return unmet
    if find_suspension(licence) is None:
        return WrongState(_("No officer has suspended this licence."), state=licence.state)
    waiting = find_reinstatement(licence)
    if waiting is not None and waiting.proposed_by_id == user.pk:
        return WrongState(_("You have proposed already to reinstate this licence."), state=licence.state)
    return None


def find_reinstating_refusal(licence: Licence, user: User) -> Problem | None:
    """Why somebody cannot reinstate a licence as it was proposed; declining is refused by the proposal alone."""
    return find_consequence_refusal(licence) or find_declining_refusal(licence, user)


def find_declining_refusal(licence: Licence, user: User) -> Problem | None:
    """Why somebody cannot decline the proposal to reinstate a licence: only another person than who made it can."""
    proposal = find_reinstatement(licence)
    if proposal is None:
        refusal = _("Nobody has proposed to reinstate this licence. A case officer proposes it, and a decider confirms it.")
        return WrongState(refusal, state=licence.state)
    if proposal.proposed_by_id == user.pk:
        return BothPersons(_("You proposed to reinstate this licence. Another person confirms or declines it."))
    return None


def find_asking_refusal(licence: Licence, user: User, *, by_holder: bool) -> Problem | None:
    """Why nothing can be asked or proposed of a licence now: something waits that it cannot take the place of."""
    waiting = find_open_variation(licence)
    if waiting is not None and not waiting.may_be_replaced_by(user.pk, by_holder=by_holder):
        return WrongState(_("A variation of this licence waits to be decided already."), state=licence.state)
    return None


def find_deciding_refusal(licence: Licence, user: User) -> Problem | None:
    """Why somebody cannot decide the variation of a licence: only another person than who asked for it can."""
    waiting = find_open_variation(licence)
    if waiting is None:
        return WrongState(_("No variation of this licence waits to be decided."), state=licence.state)
    if waiting.asked_by_id == user.pk:
        return BothPersons(_("You proposed this variation. Another person decides it."))
    return None
