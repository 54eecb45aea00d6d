"""Reports that differ from the ledger at the desk: shown with both figures, and settled by name."""

from __future__ import annotations

import pytest
from django.urls import reverse

from licensing.choices import DifferenceOutcome
from licensing.models import Licence, ReportDifference
from tests.admin.conftest import At, execute_act, text_of
from tests.reports import issue_differing_licence
from tests.world import World


def form_of(licence: Licence) -> str:
    found = licence.differences.get()
    return reverse("admin:licensing_licence_difference_act", args=[licence.pk, found.pk, "settle_difference"])


@pytest.mark.walk
def test_an_officer_reads_both_figures_and_settles_the_difference(world: World, at: At) -> None:
    licence = issue_differing_licence(world)
    page, otto = reverse("admin:licensing_licence_change", args=[licence.pk]), at(world.otto)
    url = form_of(licence)

    waiting = text_of(otto.get(page))
    unsaid = otto.post(url, {"outcome": "accepted", "reason": ""})
    settled = execute_act(otto, url, outcome="suspension", reason="One is unaccounted for.")
    after = text_of(otto.get(page))

    assert "Line 1: 9 pieces reported as delivered; 10 pieces left by the ledger." in waiting
    assert "to be settled" in waiting
    assert unsaid.status_code == 400
    assert settled.status_code == 302
    assert ReportDifference.objects.get().settled_as == DifferenceOutcome.SUSPENSION
    assert "Suspension of the licence is proposed" in after
    assert "One is unaccounted for." in after


def test_what_is_settled_is_not_settled_again(world: World, at: At) -> None:
    licence = issue_differing_licence(world)
    url, otto = form_of(licence), at(world.otto)
    execute_act(otto, url, outcome="accepted", reason="Explained.")

    assert "This difference is settled already." in text_of(otto.get(url))
