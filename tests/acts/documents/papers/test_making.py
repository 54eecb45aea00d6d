"""The receipt and the paper of a decision are made once, of what is frozen, and give way to what follows."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.acts.documents.papers.making import take_decision_paper, take_receipt
from licensing.acts.licences.changing.variation import ask_variation, grant_variation
from licensing.choices import PaperStanding
from licensing.errors import NotFound
from licensing.models import Case, Event, Licence, Paper
from licensing.models.read_models.papers import read_standing
from tests.world import World


def test_a_receipt_is_made_once_whoever_asks(world: World) -> None:
    case = world.filed()

    first, again = take_receipt(case, world.paula), take_receipt(case, world.otto)

    assert (first.pk, first.made_by) == (again.pk, world.paula)
    assert [one.data["kind"] for one in Event.objects.filter(kind="case.paper_made")] == ["receipt"]
    said = json.loads(first.canonical)
    assert (said["number"], said["head"][-1][1]) == (case.reference, [case.versions.get().digest])
    assert read_standing(first.token, today=to_local_day(now())) == PaperStanding.GENUINE
    with pytest.raises(NotFound):
        take_decision_paper(case, world.paula)


def test_what_a_variation_made_of_a_request_has_no_receipt(world: World) -> None:
    subject = world.licence()
    case = Case.objects.get(pk=subject.case_id)
    receipt = take_receipt(case, world.paula)
    ask_variation(Licence.objects.get(pk=subject.pk), world.paula, reason="A tenth more.", quantities={1: Decimal(44)})
    grant_variation(Licence.objects.get(pk=subject.pk), world.dora)

    assert case.versions.count() == 2
    assert take_receipt(case, world.otto) == receipt
    assert read_standing(receipt.token, today=to_local_day(now())) == PaperStanding.GENUINE


def test_a_draft_has_no_receipt(world: World) -> None:
    with pytest.raises(NotFound):
        take_receipt(world.draft(), world.paula)

    assert not Paper.objects.exists()


def test_a_decision_has_a_paper_until_it_holds_no_more(world: World) -> None:
    case, today = world.granted(), to_local_day(now())
    paper = take_decision_paper(case, world.paula)
    held = read_standing(paper.token, today=today)
    receipt = take_receipt(case, world.paula)

    assert (held, read_standing(receipt.token, today=today)) == (PaperStanding.GENUINE, PaperStanding.GENUINE)
    assert take_decision_paper(Case.objects.get(pk=case.pk), world.dora) == paper
