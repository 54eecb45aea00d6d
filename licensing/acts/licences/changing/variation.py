"""A licence varied: asked for by its holder or proposed by an officer, and decided by a decider, as a new version of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from licensing.acts.acting import Act, acting
from licensing.acts.clocks.deadlines import Deadline, cancel_reminders, schedule_reminders
from licensing.acts.licences.changing.refusals import find_asking_refusal, find_deciding_refusal, get_unless_refused
from licensing.acts.licences.changing.variation_limits import (
    build_term,
    build_variation_key,
    close_variation,
    load_lines,
    refuse_extension,
)
from licensing.acts.licences.changing.varied_request import (
    AskedVariation,
    amend_request,
    does_widen,
    drop_unchanged,
    prepare_change,
    read_asked,
    refuse_unfit_change,
    refuse_wider_licence,
    screen_asked,
)
from licensing.acts.licences.closing import exhaust_if_used_up
from licensing.acts.licences.obligations import move_duties
from licensing.acts.licences.reminding import get_licence_calendar
from licensing.acts.plans.parents.following import follow_licence
from licensing.choices import DeadlineKind, TermUnit, VariationOutcome, Verb
from licensing.errors import Invalid, WrongState
from licensing.models import Licence, LicenceVariation, User
from licensing.models.licences.changing.variation import find_open_variation, write_quantities
from licensing.policy.clocks.deadlines import Term, add_term
from licensing.policy.input.guard import guard_texts
from licensing.policy.licences.variations import DECIDE_WITHIN_WORKING_DAYS, find_variation_gaps
from licensing.policy.reasons import require_reason
from licensing.policy.record.event_kinds import EventKind


@guard_texts(shaped=("parties", "route"))
def ask_variation(
    licence: Licence,
    user: User,
    *,
    reason: str,
    valid_until: date | None = None,
    quantities: Mapping[int, Decimal] | None = None,
    parties: Sequence[Mapping[str, Any]] = (),
    route: Sequence[Mapping[str, Any]] = (),
    expected: int | None = None,
) -> LicenceVariation:
    """Ask for another last day, for less or a little more of lines, for another consignee or end user, or for another route.

    Quantities are by the numbers of lines, in their units, and what stays is left out. Parties are written as in a request,
    each with the number of the party that it `replaces`, or added without one; a route is written whole.
    It takes the place of what an officer proposed. Raises Invalid for what no variation can be, as less than has left already
    or another country of destination, and WrongState where the holder has asked already.
    """
    with acting(licence, user, Verb.ASK_VARIATION, expected=expected) as act:
        # Who may not ask hears so, and not what is wrong with what they ask.
        asked_for = AskedVariation(valid_until, quantities or {}, prepare_change(parties, route))
        act.perform()
        asked = _open_variation(act, user, reason, asked_for, by_holder=True)
        act.record(EventKind.VARIATION_ASKED, reason=asked.reason, **_describe_variation(asked))
    return asked


@guard_texts(shaped=("parties", "route"))
def propose_variation(
    licence: Licence,
    user: User,
    *,
    reason: str,
    valid_until: date | None = None,
    quantities: Mapping[int, Decimal] | None = None,
    parties: Sequence[Mapping[str, Any]] = (),
    route: Sequence[Mapping[str, Any]] = (),
    expected: int | None = None,
) -> LicenceVariation:
    """Propose the same as a case officer; the holder is told of it. It takes the place of what another officer proposed.

    Raises what `ask_variation` raises, and WrongState where they proposed one already themselves.
    """
    with acting(licence, user, Verb.PROPOSE_VARIATION, expected=expected) as act:
        # Who may not ask hears so, and not what is wrong with what they ask.
        asked_for = AskedVariation(valid_until, quantities or {}, prepare_change(parties, route))
        act.perform()
        asked = _open_variation(act, user, reason, asked_for, by_holder=False)
        act.record(EventKind.VARIATION_PROPOSED, reason=asked.reason, **_describe_variation(asked))
    return asked


@guard_texts()
def grant_variation(licence: Licence, user: User, *, reason: str = "", expected: int | None = None) -> Licence:
    """Grant what was asked: the licence goes on as its next version, and customs goes by it from this moment.

    What was drawn stays drawn. It is held against the licence as it is now: raises Invalid where less is asked by now than
    has left, BothPersons for whoever asked, and whatever stops an issue or ends before the new last day. More of a line,
    another party and another route meet all that stops a grant, the lists of parties and our own need among it.
    """
    with acting(licence, user, Verb.GRANT_VARIATION, expected=expected) as act:
        act.perform()
        carry_out_variation(act, user, reason.strip())
    return act.licence


def carry_out_variation(act: Act[Licence], user: User, reason: str) -> None:
    """Make the next version of a licence of what waits, as a step of granting it or of the review that leads to it."""
    found = get_unless_refused(find_open_variation(act.licence), find_deciding_refusal(act.licence, user))
    asked = read_asked(found)
    _refuse_unfit_variation(act, asked)
    if found.valid_until is not None and found.valid_until > act.licence.valid_until:
        refuse_extension(act, found.valid_until)
    found.before = amend_request(act, found, asked)
    if does_widen(act.licence, asked):
        refuse_wider_licence(act, asked)
    _change_licence(act, found)
    _settle_variation(act, found, user, VariationOutcome.GRANTED, reason)
    # Read by what follows from the rows themselves: parents, and whether anything is left.
    act.licence.save()
    act.record(
        EventKind.LICENCE_VARIED,
        version=act.licence.version,
        before=found.before,
        request_version=found.request_version.number if found.request_version else None,
        reason=reason,
        **_describe_variation(found),
    )
    follow_licence(act, is_varied=True)
    exhaust_if_used_up(act)


@guard_texts()
def refuse_variation(licence: Licence, user: User, *, reason: str, expected: int | None = None) -> LicenceVariation:
    """Refuse what was asked, with the reason; the licence stays as it is. Raises BothPersons for whoever asked."""
    with acting(licence, user, Verb.REFUSE_VARIATION, expected=expected) as act:
        act.perform()
        found = get_unless_refused(find_open_variation(act.licence), find_deciding_refusal(act.licence, user))
        reason = require_reason(reason, _("Give the reason; it is told to the holder."))
        _settle_variation(act, found, user, VariationOutcome.REFUSED, reason)
        act.record(EventKind.VARIATION_REFUSED, reason=reason, **_describe_variation(found))
    return found


@guard_texts()
def withdraw_variation(licence: Licence, user: User, *, reason: str, expected: int | None = None) -> LicenceVariation:
    """Withdraw what the holder asked for; what an officer proposed a decider settles, or something newer."""
    with acting(licence, user, Verb.WITHDRAW_VARIATION, expected=expected) as act:
        act.perform()
        found = find_open_variation(act.licence)
        if found is None or not found.by_holder:
            raise WrongState(_("Nothing that the holder asked for waits to be decided."), state=act.licence.state)
        reason = require_reason(reason, _("Say why you withdraw it."))
        _settle_variation(act, found, user, VariationOutcome.WITHDRAWN, reason)
        act.record(EventKind.VARIATION_WITHDRAWN, reason=reason, **_describe_variation(found))
    return found


def _open_variation(act: Act[Licence], user: User, reason: str, asked: AskedVariation, *, by_holder: bool) -> LicenceVariation:
    if (refusal := find_asking_refusal(act.licence, user, by_holder=by_holder)) is not None:
        raise refusal
    close_variation(act)
    change = drop_unchanged(act.case, asked.change)
    changed = _refuse_unfit_variation(act, replace(asked, change=change))
    reason = require_reason(reason, _("Say why the licence should be varied."))
    days = get_licence_calendar(act.licence)
    made = LicenceVariation.objects.create(
        licence=act.licence,
        number=act.licence.variations.count() + 1,
        by_holder=by_holder,
        reason=reason,
        asked_by=user,
        asked_at=act.now,
        due_on=add_term(act.today, Term(DECIDE_WITHIN_WORKING_DAYS, TermUnit.WORKING), days),
        valid_until=asked.valid_until if asked.valid_until != act.licence.valid_until else None,
        quantities=write_quantities({number: one for number, one in asked.quantities.items() if number in changed}),
        parties=list(change.parties),
        route=list(change.route),
    )
    schedule_reminders(act.case, build_variation_deadline(made), calendar=days, now=act.now)
    screen_asked(act)
    return made


def build_variation_deadline(variation: LicenceVariation) -> Deadline:
    """The end of the day by which a variation is decided, for its reminders."""
    at = get_licence_calendar(variation.licence).end_of(variation.due_on)
    return Deadline(DeadlineKind.VARIATION, build_variation_key(variation), at, licence=variation.licence)


def _refuse_unfit_variation(act: Act[Licence], asked: AskedVariation) -> Sequence[int]:
    """Raise Invalid where the licence as it is now cannot be varied so; the numbers of the lines that change."""
    lines, quantities = load_lines(act.licence), asked.quantities
    gaps = find_variation_gaps(
        build_term(act.licence),
        lines,
        today=act.today,
        valid_until=asked.valid_until,
        quantities=quantities,
        changes_request=bool(asked.change.parties or asked.change.route),
    )
    if gaps:
        raise Invalid(gaps=gaps)
    refuse_unfit_change(act, asked)
    return [line.number for line in lines if quantities.get(line.number, line.authorised) != line.authorised]


def _change_licence(act: Act[Licence], found: LicenceVariation) -> None:
    """Write the new values into the licence and its lines, and keep what they were beside them."""
    licence, quantities = act.licence, found.get_quantities()
    before: dict[str, Any] = dict(found.before)
    if quantities:
        lines = list(licence.lines.filter(number__in=quantities).order_by("number"))
        before["quantities"] = write_quantities({line.number: line.authorised for line in lines})
        for line in lines:
            line.grant_quantity(quantities[line.number])
            line.save(update_fields=["authorised", "used", "excess"])
    if found.valid_until is not None:
        before["valid_until"] = licence.valid_until.isoformat()
        earlier, licence.valid_until = licence.valid_until, found.valid_until
        move_duties(act, earlier)
    licence.version += 1
    found.before, found.version = before, licence.version


def _settle_variation(act: Act[Licence], found: LicenceVariation, user: User, outcome: VariationOutcome, reason: str) -> None:
    found.settled_by, found.settled_at = user, act.now
    found.outcome, found.settled_because = outcome, reason
    found.save()
    cancel_reminders(act.case, build_variation_key(found), at=act.now)
    if found.changes_parties_or_route:
        screen_asked(act)


def _describe_variation(variation: LicenceVariation) -> dict[str, Any]:
    return {
        "number": variation.licence.number,
        "variation": str(variation.pk),
        "valid_until": variation.valid_until,
        "quantities": variation.quantities,
        "parties": variation.parties,
        "route": variation.route,
    }
