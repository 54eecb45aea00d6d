"""Somebody who only drafts is told whom to ask."""

from __future__ import annotations

import pytest
from django.urls import reverse

from licensing.choices import CaseState
from licensing.models import Case
from tests.portal.visiting import Visitor, text_of
from tests.world import World

ASK = "Ask a colleague who submits to file, answer or withdraw: Paula"


@pytest.mark.walk
@pytest.mark.parametrize("page", ["draft", "check"])
def test_who_drafts_reads_who_submits_and_cannot_file(world: World, dario: Visitor, page: str) -> None:
    case = world.ready()

    shown = text_of(dario.open(page, case.pk))
    sent = dario.client.post(reverse("portal:check", args=[case.pk]), {"declared": "yes"})
    dario.send("sheet", case.pk, "about", title="Drafted by Dario")

    assert ASK in shown
    assert (sent.status_code, Case.objects.get(pk=case.pk).state) == (403, CaseState.DRAFT)
    assert Case.objects.get(pk=case.pk).title == "Drafted by Dario"


def test_nobody_else_is_told_so(world: World, paula: Visitor, lena: Visitor) -> None:
    case = world.ready()

    assert "Ask a colleague" not in text_of(paula.open("check", case.pk))
    assert "Ask a colleague" not in text_of(lena.open("draft", case.pk))


def test_it_stands_on_the_page_of_a_filed_request(world: World, dario: Visitor) -> None:
    assert ASK in text_of(dario.open("case", world.filed().pk))
