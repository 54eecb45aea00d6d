"""A clearance that customs reports: whether the licence covers it, and whether its message was carried out before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from licensing.acts.acting import Act
from licensing.choices import LicenceState
from licensing.errors import Gap, Invalid, NotInForce, Overdrawn
from licensing.models import Licence, LicenceLine, Usage, User
from licensing.policy.exact import count_decimals, format_decimal


@dataclass(frozen=True, slots=True)
class Clearance:
    """What a customs system reports for one line: how much was cleared, on which declaration, under which message id."""

    message_id: str
    line: int
    quantity: Decimal
    declaration_no: str
    customs_office: str = ""
    cleared_on: date | None = None


def find_clearance_obstacle(licence: Licence, *, line: int, quantity: Decimal, day: date) -> str:
    """Whether a shipment may leave now: an empty string if it may, else the sentence that says why not."""
    if not licence.in_force_on(day):
        return explain_not_in_force(licence, day)
    found = licence.lines.filter(number=line).first()
    if found is None:
        return _("The licence has no line %(line)d.") % {"line": line}
    if quantity <= 0:
        return _("The quantity must be more than nothing.")
    if quantity > found.left:
        return _explain_overdraw(found)
    return ""


def lock_line_to_draw(act: Act[Licence], clearance: Clearance) -> LicenceLine:
    """The line that a clearance is taken off, locked, as a step of drawing it.

    Raises NotInForce for the licence, Overdrawn (with what is left) for the quantity, Invalid for anything else about it.
    """
    licence, today = act.licence, act.today
    if not licence.in_force_on(today):
        raise NotInForce(explain_not_in_force(licence, today))
    line = licence.lines.select_for_update(of=("self",)).select_related("unit").filter(number=clearance.line).first()
    if line is None:
        sentence = _("The licence has no line %(line)d.") % {"line": clearance.line}
        raise Invalid(gaps=[Gap("unknown", "line", sentence)])
    if clearance.quantity <= 0:
        raise Invalid(gaps=[Gap("too_small", "quantity", _("The quantity must be more than nothing."))])
    if not clearance.quantity.is_finite() or count_decimals(clearance.quantity) > line.unit.decimals:
        sentence = _("%(unit)s is counted with at most %(decimals)d decimals.")
        words = {"unit": line.unit_id, "decimals": line.unit.decimals}
        raise Invalid(gaps=[Gap("too_precise", "quantity", sentence % words)])
    if clearance.cleared_on and clearance.cleared_on > today:
        raise Invalid(gaps=[Gap("invalid", "cleared_on", _("The clearance cannot be from a later day than today."))])
    if clearance.quantity > line.left:
        raise Overdrawn(_explain_overdraw(line), left=format_decimal(line.left), unit=line.unit_id)
    return line


def find_usage(system: User, message_id: str) -> Usage | None:
    """The entry that this message of a customs system has made already."""
    return Usage.objects.filter(system=system, message_id=message_id).select_related("line").first()


def match_message(licence: Licence, seen: Usage, clearance: Clearance) -> Usage:
    """The entry that this very message made before; raises Invalid when its id came with another clearance."""
    same = seen.line.licence_id == licence.pk and seen.line.number == clearance.line
    if not same or seen.quantity != clearance.quantity:
        raise Invalid(
            _("Message %(id)s was used for another entry before.") % {"id": clearance.message_id},
            usage=str(seen.pk),
        )
    return seen


class DuplicateMessage(Exception):
    """The message was carried out by another transaction while this one waited."""

    def __init__(self, usage: Usage) -> None:
        self.usage = usage
        super().__init__(usage.message_id)


def explain_not_in_force(licence: Licence, day: date) -> str:
    """Why nothing leaves under this licence on a day, in a sentence for customs; only for a licence not in force that day."""
    if licence.state != LicenceState.ISSUED:
        return _("The licence is not in force: %(state)s.") % {"state": licence.get_state_display()}
    if licence.valid_from is None:
        return _("The licence is dormant: a condition for its start is not met yet.")
    if day > licence.valid_until:
        return _("The licence ended on %(day)s.") % {"day": licence.valid_until.isoformat()}
    return _("The licence starts on %(day)s.") % {"day": licence.valid_from.isoformat()}


def _explain_overdraw(line: LicenceLine) -> str:
    left = format_decimal(line.left)
    return _("Only %(left)s %(unit)s are left on this line; that quantity can be cleared.") % {
        "left": left,
        "unit": line.unit_id,
    }
