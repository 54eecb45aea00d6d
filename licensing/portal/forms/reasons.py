"""The page of an act that needs a reason, such as withdrawing a request, and takes at most a file with it, as an appeal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from licensing.errors import FileRefused, Gap, Invalid
from licensing.portal.forms.pages import render_form
from licensing.portal.forms.parts import Fault
from licensing.portal.partner_view import submit


def answer_reason_form(
    request: HttpRequest, template: str, command: Callable[[HttpRequest, str], str], context: Mapping[str, Any]
) -> HttpResponse:
    """Ask for the reason, and run `command` with it; a refused reason is shown again, with what is wrong with it (422)."""
    faults: list[Fault] = []
    reason = request.POST.get("reason", "")
    if request.method == "POST":
        try:
            return submit(request, command, reason)
        except Invalid as problem:
            faults = [Fault(gap.sentence, _find_anchor(gap)) for gap in problem.gaps]
        except FileRefused as problem:
            faults = [Fault(str(problem.sentence), "id_file")]
    return render_form(request, template, {**context, "reason": reason}, faults)


def _find_anchor(gap: Gap) -> str:
    """The field that a gap speaks of: which conditions an appeal is against, or the reason."""
    return "id_conditions" if gap.path.partition(".")[0] == "conditions" else "id_reason"
