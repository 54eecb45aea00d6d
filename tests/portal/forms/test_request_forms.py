"""The forms of a request have the fields that it declares, in the order in which people meet them."""

from __future__ import annotations

import pytest

from licensing.portal.forms.parts import PartForm
from licensing.portal.forms.request_forms import DocumentForm, ItemForm
from licensing.portal.forms.sections import FORM_SECTIONS, LIST_SECTIONS

# A form reads the lists that it offers.
pytestmark = pytest.mark.django_db


def test_origin_is_asked_for_after_the_condition() -> None:
    names = list(ItemForm().entries)

    assert names[names.index("condition") + 1] == "origin"


def test_what_the_service_sets_is_not_asked_for() -> None:
    assert {"number", "id", "file_name", "sha256", "content"} & {*ItemForm().entries, *DocumentForm().entries} == {"number"}
    assert "number" not in ItemForm().entries


@pytest.mark.parametrize("form", [section.form for section in (*FORM_SECTIONS.values(), *LIST_SECTIONS.values())])
def test_every_field_that_people_type_says_what_it_is(form: type[PartForm]) -> None:
    assert [name for name, field in form().entries.items() if not field.label] == []
