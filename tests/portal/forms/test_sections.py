"""The sections of the task list: together they hold the whole request, and each says what it lacks."""

from __future__ import annotations

from uuid import UUID

import pytest

from licensing.errors import Gap
from licensing.models import Case, CaseKind
from licensing.policy.requests.sections import REQUEST
from licensing.portal.forms.sections import FORM_SECTIONS, LIST_SECTIONS, Missing, Task, list_missing, list_sections

CASE = Case(pk=UUID(int=1), kind=CaseKind(code="single_permit"))
PLAN = Case(pk=UUID(int=2), kind=CaseKind(code="country_plan", is_plan=True))


def test_every_field_but_the_kind_is_on_the_task_list() -> None:
    listed = {key for section in (*FORM_SECTIONS.values(), *LIST_SECTIONS.values()) for key in section.keys}

    assert {field.name for field in REQUEST.fields} - listed == {"kind", "documents"}


@pytest.mark.parametrize(
    ("missing", "filled", "state"),
    [
        ((Missing("Name it.", "/"),), True, "todo"),
        ((Missing("Name it.", "/"),), False, "todo"),
        ((), True, "done"),
        ((), False, "optional"),
    ],
)
def test_a_task_is_done_when_something_is_there_and_nothing_lacks(
    missing: tuple[Missing, ...], filled: bool, state: str
) -> None:
    assert Task(LIST_SECTIONS["route"], "/", missing, filled).state == state


def test_projects_are_asked_for_in_a_country_plan_only() -> None:
    asked, not_asked = (list(list_sections(case, {"projects": []})) for case in (PLAN, CASE))

    assert LIST_SECTIONS["projects"] in asked
    assert LIST_SECTIONS["projects"] not in not_asked


def test_projects_of_what_is_no_plan_stay_within_reach() -> None:
    assert LIST_SECTIONS["projects"] in list_sections(CASE, {"projects": [{"title": "Earlier"}]})


@pytest.mark.django_db
def test_what_a_row_lacks_leads_to_its_field() -> None:
    gaps = [Gap("required", "items.1.origin", "Name the country."), Gap("required", "parties", "Name the buyer.")]

    assert list_missing(CASE, LIST_SECTIONS["items"], gaps) == [
        Missing("Item 2: Name the country.", f"/cases/{CASE.pk}/draft/lists/items/1/#id_origin")
    ]
