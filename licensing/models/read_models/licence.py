"""A licence, its lines and its ledger, as its holder, the authority and customs read them alike."""

from __future__ import annotations

from licensing.choices import LicenceState
from licensing.models.licences.licence import Licence, LicenceLine, LicenceQuerySet, Usage
from licensing.models.read_models.obligations import read_duties, read_report_periods
from licensing.models.read_models.reader import Reader
from licensing.models.read_models.views import (
    CaseLink,
    LicenceConditionView,
    LicenceRow,
    LicenceView,
    LineView,
    OrganisationView,
    UsageView,
)
from licensing.policy.exact import format_decimal


def read_licence_rows(licences: LicenceQuerySet) -> list[LicenceRow]:
    """Licences of a list, in one statement."""
    return [_build_licence_row(licence) for licence in licences.select_related("case", "organisation")]


def read_licence(licence: Licence, reader: Reader) -> LicenceView:
    """A licence with its lines, provisos, report periods and the acts of this reader; quantities are decimal text."""
    lines = list(licence.lines.order_by("number"))
    conditions = licence.conditions.order_by("number")
    due = read_duties(licence, reader)
    return LicenceView(
        **_build_licence_row(licence),
        revision=licence.revision,
        dormant=licence.is_dormant,
        zone=licence.zone,
        state_reason=licence.state_reason,
        closed_at=licence.closed_at,
        lines=[_build_line_view(line) for line in lines],
        conditions=[
            LicenceConditionView(
                code=one.condition_id or "",
                text=one.text,
                number=one.number,
                blocks_start=one.blocks_start,
                met_at=one.met_at,
                due=due.get(one.number, []),
            )
            for one in conditions
        ],
        reports=read_report_periods(licence, lines, reader),
        actions=licence.list_available_acts(reader.actor),
    )


def read_usage(usage: Usage) -> UsageView:
    """An entry of the ledger; a reversal has a negative quantity and names the entry that it reverses."""
    return UsageView(
        id=usage.pk,
        line=usage.line.number,
        unit=usage.line.unit_id,
        quantity=format_decimal(usage.quantity),
        left_after=format_decimal(usage.left_after),
        message_id=usage.message_id,
        declaration_no=usage.declaration_no,
        customs_office=usage.customs_office,
        cleared_on=usage.cleared_on,
        drawn_at=usage.drawn_at,
        reverses=usage.reverses_id,
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


def _build_line_view(line: LicenceLine) -> LineView:
    return LineView(
        number=line.number,
        name=line.name,
        model=line.model,
        unit=line.unit_id,
        authorised=format_decimal(line.authorised),
        used=format_decimal(line.used),
        left=format_decimal(line.left),
    )
