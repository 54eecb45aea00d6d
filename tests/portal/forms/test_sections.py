"""The sections of the task list: together they hold the whole request, and each says what it lacks."""

from __future__ import annotations

from licensing.policy.requests.sections import REQUEST
from licensing.portal.forms.sections import FORM_SECTIONS, LIST_SECTIONS


def test_every_section_but_the_kind_stands_on_the_task_list() -> None:
    listed = {key for section in (*FORM_SECTIONS.values(), *LIST_SECTIONS.values()) for key in section.keys}

    assert {field.name for field in REQUEST.fields} - listed == {"kind", "documents"}
