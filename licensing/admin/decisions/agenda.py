"""The agenda of a sitting in words: what is proposed for each case, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from licensing.admin.forms.proposal import list_grant_obstacles
from licensing.admin.pages.rights import find_reviewable_cases
from licensing.admin.requests.case_buttons import get_case_url
from licensing.choices import AgendaResult, ConditionRuling, DecisionOutcome
from licensing.models import AgendaItem, Case, RefusalGround, Sitting
from licensing.policy.exact import to_decimal
from licensing.policy.licences.counted import describe_quantity

_TONES: Mapping[str, str] = {AgendaResult.DECIDED: "good", AgendaResult.FAILED: "bad", AgendaResult.PENDING: "busy"}


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """A case on the agenda: what is proposed and what came of it. `case` is none where the reader has no part in it."""

    number: int
    case: Case | None
    url: str
    proposal: str
    proposed: Sequence[str]
    result: str
    tone: str
    why_not: str
    is_pending: bool
    hindered: Sequence[str] = ()


def list_agenda_rows(request: HttpRequest, sitting: Sitting, *, foreseeing: bool = False) -> list[AgendaRow]:
    """The agenda in words, in its order. Of a case that the reader is kept out of, the place alone.

    `foreseeing` adds what would keep each case from being granted if the sitting were concluded now.
    """
    agenda = sitting.agenda.order_by("number").select_related("case__organisation", "case__partner_country", "decision")
    rows = list(agenda.prefetch_related("case__items__unit"))
    visible = set(find_reviewable_cases(request).filter(pk__in=[row.case_id for row in rows]).values_list("pk", flat=True))
    codes = {code for row in rows for code in row.details.get("grounds", ())}
    grounds = {row.pk: row.text for row in RefusalGround.objects.filter(pk__in=codes)} if codes else {}
    return [
        _build_agenda_row(row, grounds, foreseeing=foreseeing) if row.case_id in visible else _withheld_row(row) for row in rows
    ]


def _build_agenda_row(row: AgendaItem, grounds: Mapping[str, str], *, foreseeing: bool) -> AgendaRow:
    pending = row.result == AgendaResult.PENDING
    foreseen = foreseeing and pending and row.outcome == DecisionOutcome.GRANT
    return AgendaRow(
        number=row.number,
        case=row.case,
        url=get_case_url(row.case),
        proposal=str(DecisionOutcome(row.outcome).label),
        proposed=list(_proposal_lines(row, grounds)),
        result=DecisionOutcome(row.decision.outcome).decided if row.decision else str(AgendaResult(row.result).label),
        tone=_TONES[row.result],
        why_not=row.sentence,
        is_pending=pending,
        hindered=list_grant_obstacles(row.case) if foreseen else (),
    )


def _withheld_row(row: AgendaItem) -> AgendaRow:
    return AgendaRow(row.number, None, "", "", (), "", "", "", is_pending=False)


def _proposal_lines(row: AgendaItem, grounds: Mapping[str, str]) -> Iterator[str]:
    """What the resolution is to say of the case, one line each."""
    details = row.details
    if row.outcome == DecisionOutcome.REFUSE:
        yield from (f"{code} · {grounds.get(code, '')}" for code in details.get("grounds", ()))
        if details.get("criteria"):
            yield _("Criteria: %(codes)s") % {"codes": ", ".join(details["criteria"])}
    else:
        yield from _grant_lines(row.case, details)
    if details.get("reasons"):
        yield _("Reasons: %(text)s") % {"text": details["reasons"]}
    if details.get("need_override"):
        yield _("Why more is granted than can be spared: %(text)s") % {"text": details["need_override"]}


def _grant_lines(case: Case, details: Mapping[str, Any]) -> Iterator[str]:
    less = details.get("quantities") or {}
    if not less:
        yield _("All quantities as asked for")
    for item in sorted(case.items.all(), key=lambda one: one.number):
        if (granted := to_decimal(less.get(str(item.number)))) is not None:
            most = describe_quantity(item.quantity, item.unit_id, item.unit.name)
            words = {"name": item.called, "granted": describe_quantity(granted, item.unit_id, item.unit.name), "most": most}
            yield _("%(name)s: %(granted)s of the %(most)s asked for") % words
    if details.get("valid_until"):
        yield _("Until %(day)s") % {"day": _format_day(details["valid_until"])}
    yield from _ruling_lines(details["rulings"]) if details.get("rulings") else _condition_lines(details)


def _ruling_lines(rulings: Mapping[str, Any]) -> Iterator[str]:
    """What is to become of each condition that was appealed against; the others are those of the grant."""
    for number, said in sorted(rulings.items(), key=lambda one: int(one[0])):
        label = ConditionRuling(said["ruling"]).label
        yield _("Condition %(number)s: %(ruling)s") % {"number": number, "ruling": label}


def _condition_lines(details: Mapping[str, Any]) -> Iterator[str]:
    conditions = details.get("conditions")
    if conditions is None:
        yield _("With the conditions that the seats asked for")
    elif conditions:
        number = len({(one.get("code"), str(one.get("parameters")), one.get("text")) for one in conditions})
        yield ngettext("With %(number)d condition", "With %(number)d conditions", number) % {"number": number}
    else:
        yield _("Without conditions")


def _format_day(text: str) -> str:
    return date_format(date.fromisoformat(text), "SHORT_DATE_FORMAT")
