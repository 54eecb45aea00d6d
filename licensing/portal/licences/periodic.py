"""The report that a condition asks for, line by line, as it is typed on the page of its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext as _

from licensing.acts.licences.reports.reconciling import PeriodicReport
from licensing.choices import ReportMeasure
from licensing.errors import Gap, Invalid
from licensing.messages import Message
from licensing.models.read_models.views import DutyView, LicenceView
from licensing.policy.exact import format_decimal, to_decimal
from licensing.policy.input.numbers import NOT_A_NUMBER, format_for_typing, parse_number
from licensing.portal.forms.code_lists import Lists
from licensing.portal.forms.numbers import group_thousands
from licensing.portal.forms.pages import index_faults
from licensing.portal.forms.parts import Fault

_LABELS: Final = {
    ReportMeasure.DELIVERED: Message("Delivered in the days of the report"),
    ReportMeasure.USED: Message("In use, of all that was delivered"),
}


def read_quantity(typed: str, path: str) -> str:
    """A quantity as people type it, read like those of the request."""
    amount = parse_number(typed)
    if isinstance(amount, Message) and amount != NOT_A_NUMBER:
        raise Invalid(gaps=[Gap("wrong_form", path, amount)])
    if isinstance(amount, Message) or amount < 0:
        raise Invalid(gaps=[Gap("wrong_form", path, _("Write a number; 0 if there was nothing."))])
    return format_decimal(amount)


def read_periodic_report(request: HttpRequest, view: LicenceView) -> PeriodicReport:
    """What was typed, as the act takes it; raises Invalid for what is no day and no number."""
    lines = [
        {"line": line["number"]}
        | {
            name: read_quantity(request.POST.get(f"{name}-{line['number']}", ""), f"lines.{place}.{name}")
            for name in ReportMeasure.values
        }
        for place, line in enumerate(view["lines"])
    ]
    return PeriodicReport(_read_day(request.POST.get("until", "")), lines)


def build_periodic_context(request: HttpRequest, view: LicenceView, due: DutyView, faults: Sequence[Fault]) -> dict[str, Any]:
    """The fields of the report, with what was typed, or else with what was filed before."""
    fault_at, units, filed = index_faults(faults), Lists().units, due["reported"]
    said: dict[int, Any] = {row["line"]: row for row in filed["lines"]} if filed else {}
    return {
        "reported": [said[line["number"]] | {"unit": line["unit"]} for line in view["lines"] if line["number"] in said],
        "until": request.POST.get("until", filed["until"].isoformat() if filed else ""),
        "rows": [
            {
                "line": line,
                "unit": units.get(line["unit"], line["unit"]),
                "fields": [
                    {
                        "name": (name := f"{measure}-{line['number']}"),
                        "label": str(label),
                        "value": request.POST.get(name, _write_quantity(said.get(line["number"], {}).get(measure.value))),
                        "fault": fault_at.get(name, ""),
                    }
                    for measure, label in _LABELS.items()
                ],
            }
            for line in view["lines"]
        ],
    }


def _read_day(typed: str) -> date | None:
    if not typed.strip():
        return None
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        raise Invalid(gaps=[Gap("wrong_form", "until", _("Give a day."))]) from None


def _write_quantity(said: str | None) -> str:
    quantity = to_decimal(said) if said is not None else None
    return "" if quantity is None else group_thousands(format_for_typing(quantity))
