"""A call-off that does not fit because its contract's own permit holds the goods: the one step that frees them, on its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from licensing.choices import Verb
from licensing.models import Case, Licence
from licensing.models.licences.changing.variation import find_open_variation
from licensing.permissions import Actor
from licensing.policy.input.numbers import format_for_typing
from licensing.policy.licences.own_permits import PermitReduction
from licensing.policy.obstacles import Obstacle


@dataclass(frozen=True, slots=True)
class PermitStep:
    """What the holder does next: where it is done, in which words, and which lines of the permit it changes."""

    url: str
    words: str
    lines: Sequence[str] = ()
    begins: bool = True


def find_permit_step(case: Case, obstacles: Sequence[Obstacle], actor: Actor) -> PermitStep | None:
    """The step, if there is one; to somebody who may not take it, none is shown."""
    reduction = next((one.reduction for one in obstacles if one.reduction is not None), None)
    if reduction is None:
        return None
    licence = Licence.objects.get(pk=reduction.licence)
    if find_open_variation(licence) is not None:
        words = _("A variation of permit %(number)s waits for the authority") % {"number": reduction.number}
        return PermitStep(reverse("portal:licence", args=[licence.pk]), words, begins=False)
    offered = licence.list_available_acts(actor)
    if reduction.leaves_nothing and Verb.SURRENDER in offered:
        words = _("Give permit %(number)s back: all that it holds is wanted here") % {"number": reduction.number}
        return PermitStep(reverse("portal:surrender", args=[licence.pk]), words)
    return _build_variation_step(case, reduction) if Verb.ASK_VARIATION in offered else None


def _build_variation_step(case: Case, reduction: PermitReduction) -> PermitStep:
    typed = {f"quantity-{line.number}": format_for_typing(line.reduced) for line in reduction.lines}
    typed["reason"] = _("Request %(reference)s calls these goods off apart.") % {"reference": case.reference}
    url = f"{reverse('portal:vary_licence', args=[reduction.licence])}?{urlencode(typed)}"
    words = _("Ask for the variation of permit %(number)s that frees them") % {"number": reduction.number}
    return PermitStep(url, words, [str(line.describe()) for line in reduction.lines])
