"""A form and a part of the request document become one another, and every fault finds its field."""

from __future__ import annotations

import pytest

from licensing.portal.forms.request_forms import TermsForm

# A form reads the lists that it offers.
pytestmark = pytest.mark.django_db


def test_a_form_shows_every_field_in_exactly_one_group() -> None:
    form = TermsForm(part={"terms": {}, "cooperation_form": "mixed"})

    shown = [bound.name for _group, fields in form.group_fields() for bound in fields]

    assert sorted(shown) == sorted(form.entries)
