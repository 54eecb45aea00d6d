"""The applicant reads of the certificate what was taken up and what is missing, and nothing of how it was checked."""

from __future__ import annotations

import pytest

from licensing.acts.assessment.certificates.authenticity import ElementsInput, check_certificate
from licensing.acts.requests.amending import amend_case
from licensing.choices import StepResult
from tests.certificates import correct, elements, take_up, verify
from tests.portal.visiting import Visitor, text_of
from tests.world import REQUEST, World

SECRETS = ("The seal is smudged.", "certificate_false", "Genuine", "False", "Otto")


@pytest.mark.walk
def test_what_is_taken_up_and_what_is_missing_is_read_and_no_step(world: World, paula: Visitor) -> None:
    case = world.accepted()
    before = text_of(paula.open("case", case.pk))

    take_up(world, case)
    unchecked = text_of(paula.open("case", case.pk))
    check_certificate(case, world.otto, ElementsInput(elements(E13="unclear").findings, {"E13": "The seal is smudged."}))
    verify(world, case, StepResult.DENIES)
    checked = text_of(paula.open("case", case.pk))

    assert "End-user certificate EE-EUC-7" not in before
    assert "End-user certificate EE-EUC-7 taken up, its elements are not checked yet" in unchecked
    assert "Reconnaissance UAV Z-40 – 400 pieces" in unchecked
    assert "EE-EUC-7 something is missing" in checked
    assert "What is missing: E13 · " in checked
    assert [secret for secret in SECRETS if secret in checked] == []


def test_an_item_that_is_counted_otherwise_on_it_is_missing(world: World, paula: Visitor) -> None:
    case = world.filed()
    take_up(world, case)
    items = [one | ({"unit": "KGM"} if one is REQUEST["items"][0] else {}) for one in REQUEST["items"]]
    amend_case(case, world.paula, {"items": items}, reason="They are weighed")

    shown = text_of(paula.open("case", case.pk))

    assert "Reconnaissance UAV Z-40 – 400 pieces" in shown
    assert "the certificate is counted in another unit, 400 pieces." in shown.partition("What is missing:")[2]


def test_another_quantity_on_it_is_told_and_nothing_is_missing(world: World, paula: Visitor) -> None:
    case = world.filed()
    take_up(world, case)
    correct(world, case)

    shown = text_of(paula.open("case", case.pk))

    assert "Reconnaissance UAV Z-40 – 41 pieces" in shown
    assert "What is missing:" not in shown
