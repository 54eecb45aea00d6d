"""A licence, its lines and its ledger, as its holder, the authority and customs read them alike."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from licensing.choices import ClearanceRefusal, ClockKind, LicenceState, PartyRole, RevocationOutcome
from licensing.messages import TranslatedText
from licensing.models.licences.changing.suspension import read_state_reason
from licensing.models.licences.licence import Licence, LicenceLine, LicenceQuerySet, Usage
from licensing.models.licences.revocation import (
    find_appeal_window,
    find_licence_clock,
    list_offered_acts,
)
from licensing.models.read_models.decision import read_charges
from licensing.models.read_models.licences.conditions import read_conditions
from licensing.models.read_models.licences.differences import read_differences
from licensing.models.read_models.licences.gate import calculate_leaving_now, load_gate
from licensing.models.read_models.licences.obligations import may_read_duties, read_duties, read_report_periods
from licensing.models.read_models.licences.reviews import find_review_start, read_reviews
from licensing.models.read_models.licences.shipment import load_granted_request
from licensing.models.read_models.licences.suspensions import read_reinstatement, read_suspensions
from licensing.models.read_models.licences.variations import read_variations
from licensing.models.read_models.licences.visits import read_visits
from licensing.models.read_models.licences.years import load_year_limits
from licensing.models.read_models.reader import Reader
from licensing.models.read_models.views import (
    CaseLink,
    LicenceRow,
    LicenceView,
    LineView,
    OrganisationView,
    RevocationAppealView,
    UsageView,
)
from licensing.policy.destinations.splitting import END_USERS
from licensing.policy.exact import calculate_amount, format_decimal


def read_licence_rows(licences: LicenceQuerySet) -> list[LicenceRow]:
    """Licences of a list, in one statement."""
    return [_build_licence_row(licence) for licence in licences.select_related("case", "organisation")]


def read_licence(licence: Licence, reader: Reader) -> LicenceView:
    """A licence with its lines, provisos, report periods and the acts of this reader; quantities are decimal text."""
    lines = list(licence.lines.select_related("unit").order_by("number"))
    granted = load_granted_request(licence)
    gate = load_gate(licence, at=reader.at)
    limits = load_year_limits(licence, lines, today=reader.day, for_holder=reader.is_applicant(licence.case))
    leaving = {line.number: calculate_leaving_now(licence, gate, line, limits) for line in lines}
    due, told = read_duties(licence, reader), may_read_duties(licence, reader)
    window = find_appeal_window(licence, at=reader.at) if told else None
    return LicenceView(
        **_build_licence_row(licence),
        revision=licence.revision,
        destination=granted.destination,
        exporters=granted.list_parties(PartyRole.EXPORTER, PartyRole.SPECIAL_EXPORTER),
        consignees=granted.list_parties(PartyRole.CONSIGNEE, PartyRole.INTERMEDIATE_CONSIGNEE),
        end_users=granted.list_parties(*END_USERS),
        dormant=licence.is_dormant,
        zone=licence.zone,
        state_reason=read_state_reason(licence),
        closed_at=licence.closed_at,
        lines=[_build_line_view(line, granted.goods.get(line.number, {}), leaving[line.number]) for line in lines],
        conditions=read_conditions(licence, gate, due),
        charges=read_charges(granted.charges),
        reports=read_report_periods(licence, lines, reader),
        differences=read_differences(licence, lines, reader),
        appeal_by=window.due_on if window else None,
        appeals=read_appeals(licence) if told else [],
        suspensions=read_suspensions(licence) if told else [],
        reinstatement=read_reinstatement(licence, reader),
        version=licence.version,
        variations=read_variations(licence) if told else [],
        under_review=find_review_start(licence, reader),
        reviews=read_reviews(licence, reader),
        visits=read_visits(licence, reader),
        actions=list_offered_acts(licence, reader.actor, at=reader.at),
    )


def read_appeals(licence: Licence) -> list[RevocationAppealView]:
    """The appeals against revocations of a licence, the oldest first, each with what it led to."""
    found = []
    for appeal in licence.appeals.select_related("ruling").order_by("number"):
        ruling = appeal.ruling if hasattr(appeal, "ruling") else None
        clock = None if ruling else find_licence_clock(licence, ClockKind.REDRESS)
        found.append(
            RevocationAppealView(
                id=appeal.pk,
                number=appeal.number,
                reason=appeal.reason,
                document=appeal.document_id,
                filed_at=appeal.filed_at,
                decide_by=clock.due_on if clock else None,
                outcome=RevocationOutcome(ruling.outcome) if ruling else None,
                reasons=ruling.reasons if ruling else "",
                decided_at=ruling.decided_at if ruling else None,
            )
        )
    return found


def read_usage(usage: Usage, *, for_holder: bool = False) -> UsageView:
    """An entry of the ledger; a reversal has a negative quantity and names the entry that it reverses.

    Rows of a list come from `Usage.objects.for_ledger()`: what reverses or reviews an entry is read with it. `for_holder` is
    whether a member of its organisation reads it, in words meant for them.
    """
    stopped_by, words = (
        (usage.holder_stopped_by, usage.holder_stopped_because) if for_holder else (usage.stopped_by, usage.stopped_because)
    )
    return UsageView(
        id=usage.pk,
        line=usage.line.number,
        unit=usage.line.unit_id,
        quantity=format_decimal(usage.quantity),
        left_after=format_decimal(max(usage.left_after, Decimal(0))),
        excess_after=format_decimal(usage.excess_after),
        reported=usage.reported,
        late=usage.late,
        stopped_by=ClearanceRefusal(stopped_by) if stopped_by else None,
        stopped_because=str(TranslatedText(words)),
        irregular=usage.is_irregular,
        message_id=usage.message_id,
        declaration_no=usage.declaration_no,
        customs_office=usage.customs_office,
        cleared_on=usage.cleared_on,
        drawn_at=usage.drawn_at,
        reverses=usage.reverses_id,
        reversed_by=usage.reversed_by.pk if hasattr(usage, "reversed_by") else None,
        reviewed_at=usage.review.reviewed_at if hasattr(usage, "review") else None,
    )


def _build_licence_row(licence: Licence) -> LicenceRow:
    return LicenceRow(
        id=licence.pk,
        number=licence.number,
        state=LicenceState(licence.state),
        case=CaseLink(id=licence.case_id, reference=licence.case.reference),
        organisation=OrganisationView(id=licence.organisation_id, name=licence.organisation.name),
        issued_at=licence.issued_at,
        valid_from=licence.valid_from,
        valid_until=licence.valid_until,
    )


def _build_line_view(line: LicenceLine, item: Mapping[str, Any], leaving: Decimal) -> LineView:
    value = calculate_amount(line.authorised, item.get("unit_price"))
    return LineView(
        number=line.number,
        name=line.name,
        name_uk=item.get("name_uk") or "",
        model=line.model,
        control_entries=list(item.get("control_entries", ())),
        customs_code=item.get("uktzed") or "",
        origin=item.get("origin"),
        unit=line.unit_id,
        authorised=format_decimal(line.authorised),
        used=format_decimal(line.used),
        left=format_decimal(line.left),
        leaving_now=format_decimal(leaving),
        excess=format_decimal(line.excess),
        unit_price=item.get("unit_price"),
        value=format_decimal(value) if value is not None else None,
        currency=item.get("currency"),
    )
