"""Objections on absolute grounds: nobody can out-vote them, and only the body that raised one can take it back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from licensing.acts.acting import acting
from licensing.acts.signoff.ballots import list_effective_rounds
from licensing.acts.signoff.voiding import void_position
from licensing.choices import PositionChoice, Verb
from licensing.errors import WrongState
from licensing.models import Case, RefusalGround, StandingPosition, User
from licensing.policy.input.guard import guard_texts
from licensing.policy.reasons import require_reason


@guard_texts()
def withdraw_objection(case: Case, user: User, *, reason: str) -> Case:
    """Take back one's body's objection on an absolute ground after its stage has closed.

    Nobody can out-vote such a ground, so only its author can lift it; the outcome of the closed stage stays as it was.
    """
    with acting(case, user, Verb.TAKE_BACK) as act:
        act.perform()
        standing = find_binding_objections(act.case, list(act.actor.bodies)).first()
        if standing is None:
            raise WrongState(_("No objection of your body binds this case from a closed stage."))
        reason = require_reason(reason, _("Say why the objection is taken back."))
        void_position(act, standing, because=["taken_back", reason])
    return act.case


def find_binding_objections(case: Case, bodies: Sequence[str]) -> QuerySet[StandingPosition]:
    """Objections of these bodies on absolute grounds that stand from a closed stage on the case's way."""
    absolute = RefusalGround.objects.filter(absolute=True).values_list("pk", flat=True)
    # `grounds` is JSON and has no `overlap` lookup. Q(pk=None) matches nothing: without absolute grounds there is no objection.
    named = reduce(or_, (Q(position__grounds__contains=[code]) for code in absolute), Q(pk=None))
    closed = [one.pk for one in list_effective_rounds(case) if not one.is_open]
    rows = StandingPosition.objects.filter(
        named, round__in=closed, seat__body__in=bodies, position__choice=PositionChoice.OBJECT
    )
    return rows.select_related("seat", "position").order_by("pk")
