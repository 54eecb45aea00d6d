"""A form shown again with what is wrong with it: each fault in the summary and at its field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from licensing.portal.forms.parts import Fault
from licensing.portal.partner_view import get_form_key


def index_faults(faults: Iterable[Fault]) -> dict[str, str]:
    """What is wrong with each field, by its name; the last sentence where there are several."""
    return {fault.anchor.removeprefix("id_"): fault.sentence for fault in faults}


def render_form(request: HttpRequest, template: str, context: Mapping[str, Any], faults: Sequence[Fault]) -> HttpResponse:
    """The page of a form with its key and its faults, as `faults` and by field as `fault_at`; 422 where there are any."""
    shared = {"faults": faults, "fault_at": index_faults(faults), "key": get_form_key(request)}
    return render(request, template, {**context, **shared}, status=422 if faults else 200)
