"""What a resolution of the government says of one case, and what is wrong with it before it is recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from licensing.acts.acting import lock_name, to_local_day
from licensing.acts.assessment.criteria.naming import find_criteria_gaps
from licensing.acts.requests.codes import find_condition_gaps, find_unknown_grounds
from licensing.acts.signoff.ballots import list_effective_positions
from licensing.errors import Gap, Invalid
from licensing.messages import DayText
from licensing.models import Case, Condition, Decision, DecisionLine, Item, RefusalGround, Sitting
from licensing.models.decisions.correction import Wording, annotate_wording, find_decisions_numbered
from licensing.models.reference.stored_texts import render_in_every_language
from licensing.policy.exact import count_decimals, to_decimal
from licensing.policy.licences import conditions
from licensing.policy.licences.counted import describe_quantity
from licensing.policy.licences.validity import add_months
from licensing.policy.reasons import build_reason_gap

_DETAILS: Final = {
    "reasons",
    "need_override",
    "valid_until",
    "quantities",
    "conditions",
    "grounds",
    "criteria",
    "indicative",
    "rulings",
}


@dataclass(frozen=True, slots=True)
class Resolution:
    """The government's resolution as the decider records it. `quantities` (item number to quantity) makes a grant partial.

    `need_override` is why more is granted than can be spared; the applicant never reads it. `indicative` is of what requests
    draw on: volumes and values then do not bind them, and what passes them is told.
    """

    number: str
    on: date
    reasons: str = ""
    need_override: str = ""
    valid_until: date | None = None
    quantities: Mapping[int, Decimal] = field(default_factory=dict)
    conditions: Sequence[Mapping[str, Any]] | None = None
    grounds: Sequence[str] = ()
    # Of a refusal: the criteria on which it rests, by their codes.
    criteria: Sequence[str] = ()
    sitting: str = ""
    indicative: bool = False
    # Of an appeal: what becomes of each condition that it is against, by its number in the decision.
    rulings: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)


def read_resolution(sitting: Sitting, details: Mapping[str, Any]) -> Resolution:
    """The resolution on one case, from the details on the agenda; raises Invalid with each wrong detail."""
    found: list[Gap] = []
    unknown = set(details) - _DETAILS
    found += [Gap("unknown_field", name, _("There is no field “%(name)s” here.") % {"name": name}) for name in unknown]
    quantities = _read_quantities(dict(details.get("quantities") or {}), found)
    rulings = _read_rulings(details.get("rulings"), found)
    valid_until = None
    if details.get("valid_until"):
        try:
            valid_until = date.fromisoformat(str(details["valid_until"]))
        except ValueError:
            found.append(Gap("invalid", "valid_until", _("There is no such day; write YYYY-MM-DD.")))
    if not isinstance(details.get("indicative", False), bool):
        found.append(Gap("invalid", "indicative", _("Give true or false.")))
    if found:
        raise Invalid(gaps=found)
    return Resolution(
        number=sitting.resolution_no,
        on=sitting.held_on,
        reasons=str(details.get("reasons") or ""),
        need_override=str(details.get("need_override") or ""),
        valid_until=valid_until,
        quantities=quantities,
        conditions=details.get("conditions"),
        grounds=list(details.get("grounds") or ()),
        criteria=list(details.get("criteria") or ()),
        sitting=str(sitting.pk),
        indicative=details.get("indicative") is True,
        rulings=rulings,
    )


def _read_rulings(written: Any, found: list[Gap]) -> dict[int, Mapping[str, Any]]:
    """What becomes of conditions, by their numbers; what cannot be read is added to `found`."""
    rulings: dict[int, Mapping[str, Any]] = {}
    for number, said in dict(written or {}).items():
        if str(number).isdecimal() and isinstance(said, Mapping):
            rulings[int(number)] = said
        else:
            found.append(Gap("invalid", f"rulings.{number}", _("Give the number of a condition and what becomes of it.")))
    return rulings


def _read_quantities(written: Mapping[Any, Any], found: list[Gap]) -> dict[int, Decimal]:
    """Quantities by item number; what cannot be read is added to `found`."""
    quantities: dict[int, Decimal] = {}
    for number, quantity in written.items():
        item, amount = to_decimal(str(number)), to_decimal(quantity)
        if item is not None and item == item.to_integral_value() and amount is not None:
            quantities[int(item)] = amount
        else:
            found.append(Gap("invalid", f"quantities.{number}", _("Give a number of the item and an exact quantity.")))
    return quantities


def find_resolution_gaps(case: Case, resolution: Resolution, today: date) -> list[Gap]:
    """What is wrong with the number and the day of a resolution, and what of them cannot be true of this case."""
    found, number = [], resolution.number.strip()
    if not number:
        found.append(Gap("required", "resolution_no", _("Give the number of the resolution.")))
    if resolution.on > today:
        found.append(Gap("invalid", "resolution_on", _("The resolution cannot be from a later day than today.")))
    found += find_early_day_gaps(case, resolution.on, path="resolution_on")
    # One resolution may decide several cases, on its one day; in another year the numbers begin again.
    return found + _find_taken_number(find_decisions_numbered(number), number, resolution.on)


def find_correction_gaps(decision: Decision, before: Wording, after: Wording) -> list[Gap]:
    """What could not have been recorded either: no number, a day that cannot be, a number of another day, no reasons."""
    found, number = [], after.resolution_no
    if not number:
        found.append(Gap("required", "resolution_no", _("Give the number of the resolution.")))
    if after.resolution_on > to_local_day(decision.decided_at):
        found.append(Gap("invalid", "resolution_on", _("The resolution cannot be from a later day than its record.")))
    earlier = decision.case.decisions.filter(decided_at__lt=decision.decided_at)
    found += _find_early_day(decision.case, earlier, after.resolution_on, path="resolution_on")
    # The other cases of the same resolution carry the same slip, and are corrected one after the other.
    others = find_decisions_numbered(number).exclude(number_now=before.resolution_no, day_now=before.resolution_on)
    found += _find_taken_number(others.exclude(pk=decision.pk), number, after.resolution_on)
    if before.reasons and not after.reasons:
        found.append(build_reason_gap(_("The reasons can be put in other words, but not be taken out."), "reasons"))
    return found


def _find_taken_number(numbered: QuerySet[Any], number: str, on: date) -> list[Gap]:
    # Held until the act is committed: two acts on two cases at once would else each find the number free.
    lock_name(f"resolution {number}")
    taken = numbered.filter(day_now__year=on.year).exclude(day_now=on).first()
    if not number or taken is None:
        return []
    words = {"number": number, "day": date_format(taken.day_now, "DATE_FORMAT")}
    return [Gap("taken", "resolution_no", _("Resolution %(number)s is of %(day)s.") % words)]


def find_early_day_gaps(case: Case, on: date, *, path: str) -> list[Gap]:
    """A decision is of no day before the file was complete; on appeal, of none before the decision that is looked at again."""
    return _find_early_day(case, case.decisions.all(), on, path=path)


def _find_early_day(case: Case, earlier: QuerySet[Decision], on: date, *, path: str) -> list[Gap]:
    earliest = to_local_day(case.accepted_at) if case.accepted_at else on
    before = annotate_wording(earlier).order_by("-decided_at").first()
    if before is not None:
        earliest = max(earliest, before.day_now)
    if on >= earliest:
        return []
    words = {"day": date_format(earliest, "DATE_FORMAT")}
    return [Gap("invalid", path, _("The case could not be decided before %(day)s.") % words)]


def check_refusal(case: Case, resolution: Resolution, today: date) -> None:
    """Raise Invalid unless the resolution has a number, a day, known grounds and criteria by which a risk was found."""
    found = find_resolution_gaps(case, resolution, today)
    if not resolution.grounds:
        found.append(Gap("required", "grounds", _("A refusal needs at least one ground.")))
    found += find_unknown_grounds(RefusalGround, resolution.grounds, case=case)
    found += find_criteria_gaps(case, resolution.criteria)
    if found:
        raise Invalid(gaps=found)


def list_proposed_conditions(case: Case) -> list[dict[str, Any]]:
    """What the seats asked for, each condition once, with its authors and its words in every language.

    Of several figures for one duty the strictest is marked, where its rule says which that is.
    """
    library = {row.pk: row.as_policy() for row in Condition.objects.all()}
    asked = [(position.seat.body_id, position.conditions) for position in list_effective_positions(case)]
    return [
        one | {"words": render_in_every_language(conditions.render_condition(one, library))}
        for one in conditions.mark_strictest(conditions.merge_conditions(asked, library), library)
    ]


def build_conditions(case: Case, resolution: Resolution) -> list[dict[str, Any]]:
    """The conditions of a grant with their words: those of the resolution, or else those that the seats asked for, merged.

    Raises Invalid where conditions contradict each other: the decider chooses which of them holds.
    """
    rows = list(Condition.objects.all())
    library = {row.pk: row.as_policy() for row in rows}
    if resolution.conditions is None:
        asked = [(position.seat.body_id, position.conditions) for position in list_effective_positions(case)]
        merged = conditions.merge_conditions(asked, library)
        sentence = _("The seats ask for different terms of %(codes)s. State the conditions of the decision yourself.")
    else:
        if gaps := find_condition_gaps(resolution.conditions, rows, case=case):
            raise Invalid(gaps=gaps)
        given = [(str(one.get("author") or "government"), [one]) for one in resolution.conditions]
        merged = conditions.merge_conditions(given, library)
        sentence = _("The conditions contradict each other: %(codes)s. Keep the one that is to hold.")
    if clashes := sorted({one["code"] for one in merged if one.get("conflict")}):
        raise Invalid(gaps=[Gap("conflict", "conditions", sentence % {"codes": ", ".join(clashes)})])
    return [one | {"words": render_in_every_language(conditions.render_condition(one, library))} for one in merged]


def build_lines(case: Case, resolution: Resolution) -> list[DecisionLine]:
    """What is granted of each item; more than was asked, or nothing at all, is no grant."""
    items = list(case.items.select_related("unit").order_by("number"))
    known = {item.number for item in items}
    found = [
        Gap("unknown", f"quantities.{number}", _("The request has no item %(number)d.") % {"number": number})
        for number in resolution.quantities
        if number not in known
    ]
    lines = []
    for item in items:
        granted = resolution.quantities.get(item.number, item.quantity)
        if not 0 <= granted <= item.quantity or count_decimals(granted) > item.unit.decimals:
            sentence = _("Between 0 and %(most)s can be granted of item %(number)d.")
            found.append(Gap("invalid", f"quantities.{item.number}", sentence % _item_words(item)))
        lines.append(DecisionLine(item=item, quantity=granted))
    if items and not any(line.quantity for line in lines) and not found:
        found.append(Gap("invalid", "quantities", _("Nothing would be granted; record a refusal instead.")))
    if any(line.quantity < line.item.quantity for line in lines) and not resolution.reasons.strip():
        found.append(build_reason_gap(_("Say why less is granted than was asked for."), "reasons"))
    if found:
        raise Invalid(gaps=found)
    for line in lines:
        line.reason = resolution.reasons if line.quantity < line.item.quantity else ""
    return lines


def _item_words(item: Item) -> dict[str, Any]:
    return {"most": describe_quantity(item.quantity, item.unit_id, item.unit.name), "number": item.number}


def find_last_day(case: Case, resolution: Resolution, today: date) -> date | None:
    """The last day of the licence; it may not lie beyond what the kind of permit allows."""
    if case.kind.permit == "none":
        return None
    latest = add_months(today, case.kind.max_validity_months)
    until = resolution.valid_until or add_months(today, case.kind.validity_months)
    if not today < until <= latest:
        sentence = _("A permit of this kind ends after today and by %(latest)s at the latest.")
        raise Invalid(gaps=[Gap("invalid", "valid_until", sentence % {"latest": DayText(latest)})])
    return until
