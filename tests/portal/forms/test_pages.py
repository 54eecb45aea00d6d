"""Faults of a form by the field that each of them leads to."""

from __future__ import annotations

from licensing.portal.forms.pages import index_faults
from licensing.portal.forms.parts import Fault


def test_faults_are_found_by_the_name_of_their_field() -> None:
    faults = [Fault("Choose one of these.", "id_urgency"), Fault("Not a number.", "id_y2027-1")]

    assert index_faults(faults) == {"urgency": "Choose one of these.", "y2027-1": "Not a number."}
