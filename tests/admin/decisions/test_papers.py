"""Whoever at the desk sees a case reads its receipt and its decision as papers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from licensing.acts.acting import now, to_local_day
from licensing.models import AgendaItem
from tests.admin.conftest import At, call_sitting, conclude_sitting, text_of
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

    # Called since, and not concluded: the extract is still of the one before.
    later = call_sitting(world, title="Cabinet, next week", held_on=to_local_day(now()) + timedelta(days=7))
    AgendaItem.objects.create(sitting=later, number=1, case=case, outcome="grant")
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
