"""Call-offs of what the own permit of their contract holds: by which variation of that permit they get free."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from licensing.acts.plans.parents.reading import CaseDraw
from licensing.messages import Message
from licensing.models import Case, Licence, LicenceLine
from licensing.models.decisions.decision import list_granted_items
from licensing.models.licences.licence import find_live_licence
from licensing.models.plans.parents import select_shares
from licensing.policy.licences.own_permits import PermitReduction, ReducedLine, propose_reduction


def find_reduction(draw: CaseDraw, case: Case) -> PermitReduction | None:
    """The variation of the contract's own permit after which a call-off fits; None where none does, or nothing is too much."""
    contract = draw.reading.parent.case
    if not draw.excesses or contract is None:
        return None
    licence = find_live_licence(contract)
    if licence is None:
        return None
    others = select_shares(draw.reading.shares, case, own=False)
    lines = list(licence.lines.select_related("unit").order_by("-number"))
    decimals = {line.unit_id: line.unit.decimals for line in lines}
    found = propose_reduction(draw.reading.ceilings, others, draw.asked, contract=str(contract.pk), decimals=decimals)
    return _build_reduction(licence, lines, found) if found else None


def describe_permit_way_out(reference: str) -> Message:
    """Who lifts it, and how, for the authority."""
    return Message(
        "The goods leave under the permit of %(parent)s itself, or its holder asks for a variation that reduces it: what it "
        "holds and has not delivered is free for call-offs then.",
        parent=reference,
    )


def describe_permit_to_applicant(reference: str) -> Message:
    """The same for the applicant, who holds the permit."""
    return Message(
        "The permit of %(parent)s itself covers these goods: let them leave under it, or ask on its page for a variation that "
        "reduces it. What it gives back is free for this request.",
        parent=reference,
    )


def _build_reduction(licence: Licence, lines: Sequence[LicenceLine], reduced: Mapping[int, Decimal]) -> PermitReduction:
    """Of several lines of one item, which an appeal has added to, the last one is for less first."""
    items, rest, changed = list_granted_items(licence.case_id), dict(reduced), list[ReducedLine]()
    for line in lines:
        item = items[line.number - 1]
        if part := min(line.left, rest.get(item, Decimal())):
            rest[item] -= part
            changed.append(ReducedLine(line.number, line.unit_id, line.authorised, line.authorised - part))
    kept = {line.number: line.authorised for line in lines} | {one.number: one.reduced for one in changed}
    return PermitReduction(licence.pk, licence.number, changed[::-1], leaves_nothing=not any(kept.values()))
