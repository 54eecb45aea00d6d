"""Whoever at the desk sees a case reads its receipt and its decision as papers."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.admin.conftest import At, conclude_sitting, text_of
from tests.world import World


@pytest.mark.walk
def test_the_desk_reads_receipt_and_decision(world: World, at: At) -> None:
    case, filed, otto = world.granted(), world.filed(title="Only filed"), at(world.otto)

    def ask(one: object, kind: str) -> int:
        return otto.get(reverse("admin:licensing_case_paper", args=[one, kind])).status_code

    assert [ask(case.pk, "receipt"), ask(case.pk, "decision")] == [200, 200]
    assert [ask(filed.pk, "decision"), ask(filed.pk, "licence")] == [404, 404]
    assert otto.post(reverse("admin:licensing_case_paper", args=[case.pk, "receipt"])).status_code == 405


@pytest.mark.walk
def test_a_case_that_a_sitting_concluded_has_an_extract_from_the_minutes(world: World, at: At) -> None:
    case = world.before_government()
    conclude_sitting(world, case)
    extract = reverse("admin:licensing_case_paper", args=[case.pk, "minutes"])

    page = text_of(at(world.dora).get(reverse("admin:licensing_case_change", args=[case.pk])))
    file = at(world.dora).get(extract)

    assert "Extract from the minutes (PDF)" in page
    assert (file.status_code, file["Content-Type"]) == (200, "application/pdf")
    assert (
        at(world.dora)
        .get(reverse("admin:licensing_case_paper", args=[world.granted(title="Decided alone").pk, "minutes"]))
        .status_code
        == 404
    )
