"""What a variation is held against: the licence as it stands, its certificate, what it draws on, and what stops an issue."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from licensing.acts.acting import Act, to_local_day
from licensing.acts.clocks.deadlines import cancel_reminders
from licensing.acts.obstacles.listing import refuse_obstacles
from licensing.acts.obstacles.situation import Situation
from licensing.choices import Step, VariationOutcome
from licensing.errors import Gap, Invalid
from licensing.messages import DayText, Message
from licensing.models import Licence, LicenceVariation
from licensing.models.assessment.certificates import find_citation
from licensing.models.licences.changing.variation import find_open_variation
from licensing.policy.licences.validity import find_latest_end
from licensing.policy.licences.variations import VariedLine, VariedTerm


def build_term(licence: Licence) -> VariedTerm:
    """The term of a licence, and the latest day that its kind allows."""
    begins_on = licence.valid_from or to_local_day(licence.issued_at)
    return VariedTerm(licence.valid_from, licence.valid_until, find_latest_end(begins_on, licence.case.kind.permit_policy()))


def load_lines(licence: Licence) -> list[VariedLine]:
    """The lines of a licence as policy looks at them, with what each was for before any variation."""
    granted: dict[int, Decimal] = {}
    for one in licence.variations.filter(version__isnull=False).order_by("-number"):
        granted |= one.get_before()
    return [
        VariedLine(
            one.number,
            one.unit_id,
            one.unit.name,
            one.unit.decimals,
            one.authorised,
            one.cleared,
            granted.get(one.number, one.authorised),
        )
        for one in licence.lines.select_related("unit").order_by("number")
    ]


def refuse_extension(act: Act[Licence], valid_until: date) -> None:
    """Raise what stands against a later last day: what would stop an issue today, or ends before that day."""
    situation = Situation(act.case, act.now, Step.ISSUE)
    refuse_obstacles(situation)
    citation = find_citation(act.case)
    ends_on = citation.certificate.expires_on if citation else None
    if citation and ends_on and ends_on < valid_until:
        message = Message(
            "Certificate %(number)s is valid until %(day)s; the licence cannot outlast it.",
            number=citation.certificate.number,
            day=DayText(ends_on),
        )
        raise Invalid(gaps=[Gap("outlasts_certificate", "valid_until", message)])
    for parent in situation.read_parents():
        if parent.ends_on < valid_until:
            message = Message(
                "The authorisation %(reference)s ends on %(day)s; the licence cannot outlast it.",
                reference=parent.reference,
                day=DayText(parent.ends_on),
            )
            raise Invalid(gaps=[Gap("outlasts_parent", "valid_until", message)])


def build_variation_key(variation: LicenceVariation) -> str:
    """What the reminders of a variation are about."""
    return f"variation:{variation.pk}"


def close_variation(act: Act[Licence]) -> LicenceVariation | None:
    """Drop what is asked of a licence, and give it, if anything is: it has ended, or something newer is asked.

    Nobody is reminded of it. Its hits stand until `screen_asked` looks again.
    """
    found = find_open_variation(act.licence)
    if found is not None:
        found.settled_at, found.outcome = act.now, VariationOutcome.CEASED
        found.save(update_fields=["settled_at", "outcome"])
        cancel_reminders(act.case, build_variation_key(found), at=act.now)
    return found
