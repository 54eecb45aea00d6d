"""The forms of records on conditions: the fields that the rule asks for, what was typed kept, and one act each."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from licensing.acts.acting import now, to_local_day
from licensing.models import ConditionRecord, Licence
from tests.admin.conftest import At, text_of
from tests.conditions import EACH_BATCH, TEN_IN_SIX_MONTHS, issue_bound_licence
from tests.world import World

BATCH = {"line": "1", "quantity": "12", "person": "Inspector Ivan", "reference": "Act 7", "note": "", "document": ""}


def form_of(licence: Licence, number: int = 1) -> str:
    return reverse("admin:licensing_licence_condition_act", args=[licence.pk, number, "record_condition"])


def said(**changes: Any) -> dict[str, Any]:
    return {"done_on": to_local_day(now()).isoformat()} | BATCH | changes


def test_a_batch_is_recorded_corrected_and_voided(world: World, at: At) -> None:
    licence, otto = issue_bound_licence(world, EACH_BATCH), at(world.otto)

    made = otto.post(form_of(licence), said())
    first = ConditionRecord.objects.get()
    correct = reverse("admin:licensing_licence_record_act", args=[licence.pk, first.pk, "correct_condition"])
    offered = text_of(otto.get(correct))
    corrected = otto.post(correct, said(quantity="2"))
    second = ConditionRecord.objects.get(corrects=first)
    void = reverse("admin:licensing_licence_record_act", args=[licence.pk, second.pk, "void_condition"])
    voided = otto.post(void, {"reason": "The act was withdrawn."})

    assert [one.status_code for one in (made, corrected, voided)] == [302, 302, 302]
    assert "Inspector Ivan" in offered
    assert not ConditionRecord.objects.in_effect().exists()


def test_what_is_missing_is_said_and_nothing_typed_is_lost(world: World, at: At) -> None:
    licence = issue_bound_licence(world, EACH_BATCH)

    answer = at(world.otto).post(form_of(licence), said(quantity="41"))

    assert (answer.status_code, ConditionRecord.objects.count()) == (400, 0)
    for words in ("Give a quantity up to 40", "Inspector Ivan", 'value="41"'):
        assert words in text_of(answer)


def test_a_cap_takes_no_record(world: World, at: At) -> None:
    licence = issue_bound_licence(world, TEN_IN_SIX_MONTHS)

    assert "There is nothing to record." in text_of(at(world.otto).get(form_of(licence)))
