"""Procedures and the decision table as they are read at the desk."""

from __future__ import annotations

import pytest
from django.urls import reverse

from licensing.models import Procedure
from tests.admin.conftest import At, text_of
from tests.trial import GOVERNMENT, MINISTRIES, make_overdue_case
from tests.world import World


def test_procedure_is_shown_with_stages_seats_and_rules_in_words(world: World, at: At) -> None:
    procedure = Procedure.objects.get(code="tests")

    page = text_of(at(world.mira).get(reverse("admin:licensing_procedure_change", args=[procedure.pk])))

    expected = (
        "Procedure of the tests",
        "Majority of the votes cast",
        "General Staff",
        "silence never counts",
        "45 calendar days",
    )
    assert [one for one in expected if one not in page] == []


@pytest.mark.walk
def test_the_page_of_a_procedure_says_what_its_legal_limit_leads_to(world: World, at: At) -> None:
    case = make_overdue_case(world, MINISTRIES | {"deemed": "refuse"}, GOVERNMENT, on_limit="deemed")
    assert case.procedure is not None

    page = text_of(at(world.mira).get(reverse("admin:licensing_procedure_change", args=[case.procedure.pk])))

    assert "the outcome of the open stage is deemed, where the stage says so" in page
    assert "if the legal limit passes, the stage counts as having refused" in page


def test_decision_table_is_shown_in_the_order_in_which_it_is_asked(world: World, at: At) -> None:
    page = text_of(at(world.mira).get(reverse("admin:licensing_routingrow_changelist")))

    assert "Every case of the tests" in page
