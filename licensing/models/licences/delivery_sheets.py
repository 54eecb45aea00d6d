"""The entries of ledgers as a sheet: of one licence, or of all that were granted under one authorisation."""

from __future__ import annotations

from licensing.models.licences.licence import LicenceQuerySet, Usage
from licensing.policy.licences.customs.sheets import DeliveryRow, write_deliveries


def write_delivery_sheet(licences: LicenceQuerySet) -> bytes:
    """What has left under some licences, the first first, as CSV; read in one statement."""
    entries = Usage.objects.filter(line__licence__in=licences).select_related("line__licence__case", "reverses")
    return write_deliveries(map(_build_row, entries.order_by("cleared_on", "drawn_at", "pk")))


def _build_row(entry: Usage) -> DeliveryRow:
    line, licence = entry.line, entry.line.licence
    return DeliveryRow(
        licence=licence.number,
        case=licence.case.reference or "",
        year=licence.case.plan_year,
        line=line.number,
        goods=line.name,
        model=line.model,
        cleared_on=entry.cleared_on,
        quantity=entry.quantity,
        unit=line.unit_id,
        left_after=entry.left_after,
        declaration=entry.declaration_no,
        customs_office=entry.customs_office,
        message=entry.message_id,
        reverses=entry.reverses.message_id if entry.reverses else "",
    )
