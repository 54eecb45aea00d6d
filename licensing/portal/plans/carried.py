"""Country plans that my organisation had under way when partners ceased to file them: the beginnings of interests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from licensing.acts.plans.interests import select_carried_plans
from licensing.choices import CooperationForm
from licensing.models import Case, Organisation, PlanProject
from licensing.policy.exact import format_decimal
from licensing.policy.licences.counted import describe_quantity
from licensing.policy.plans.interests import LONGEST_GOODS, WantedLine, YearVolume
from licensing.portal.plans.interest_form import fill_in_lines


def find_beginning(request: HttpRequest, organisations: Iterable[Organisation]) -> Case | None:
    """The country plan that the form goes on from, named in its address; none where there is no such one of theirs."""
    wanted = read_beginning(request)
    return select_carried_plans([one.pk for one in organisations]).filter(pk=wanted).first() if wanted else None


def read_beginning(request: HttpRequest) -> UUID | None:
    """What the address names to go on from, whether there is such a country plan or not; None where it names nothing."""
    try:
        return UUID(request.GET.get("from", ""))
    except ValueError:
        return None


def fill_in_beginning(case: Case, today: date) -> dict[str, str]:
    """The form as a country plan fills it in: its projects as goods, all that was said of them as text.

    A plan named no years: what it asks for stands in the present one, to be put where it belongs.
    """
    asked = list(case.projects.select_related("unit").order_by("number"))
    forms = {one.form for one in asked}
    typed = {
        "title": case.title,
        "organisation": str(case.organisation_id),
        "cooperation": forms.pop() if len(forms) == 1 else CooperationForm.MIXED.value if forms else "",
        "text": "\n".join(_list_texts(asked)),
    }
    return fill_in_lines([_build_wanted(one, today) for one in asked]) | typed


def _build_wanted(asked: PlanProject, today: date) -> WantedLine:
    volumes = (YearVolume(today.year, asked.quantity),) if asked.quantity else ()
    return WantedLine(volumes, goods=asked.title[:LONGEST_GOODS], unit=asked.unit_id or "")


def _list_texts(asked: Sequence[PlanProject]) -> Iterator[str]:
    for one in asked:
        amounts = [
            describe_quantity(one.quantity, one.unit.pk, one.unit.name) if one.quantity and one.unit else "",
            f"{format_decimal(one.value)} {one.currency_id or ''}".strip() if one.value else "",
            _("priority %(number)d") % {"number": one.priority} if one.priority else "",
        ]
        yield "; ".join(filter(None, [f"{one.number}. {one.title}", one.get_form_display(), one.goods, *amounts]))
