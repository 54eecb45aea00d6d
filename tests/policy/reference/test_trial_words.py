"""What a trial finds otherwise, in words."""

from __future__ import annotations

import pytest

from licensing.choices import TrialLook
from licensing.policy.reference.trial_words import describe_subject
from licensing.policy.reference.trials import Shift
from tests.languages import render

NAMES = {
    "unit:NAR": {"en": "piece", "uk": "штука"},
    "stage:national/first": {"en": "Ministries", "uk": "Міністерства"},
    "condition:P01": {"en": "No re-export.", "uk": "Без реекспорту."},
    "requirement:title": {"en": "Give the request a title.", "uk": "Дайте заяві назву."},
}


@pytest.mark.parametrize(
    ("look", "what", "english", "ukrainian"),
    [
        ("timed", "legal", "Legal time limit", "Законний строк розгляду"),
        (
            "timed",
            "acceptance",
            "Legal time limit, were it accepted today",
            "Законний строк розгляду, якби справу прийняли сьогодні",
        ),
        ("required", "requirement:title", "Give the request a title.", "Дайте заяві назву."),
        ("reminded", "clock:7f:stage/stage_t03", "Reminder of “Stage” (stage_t03)", "Нагадування про «Етап» (stage_t03)"),
        ("asked", "quorum:national/first", "Quorum of “Ministries”", "Кворум етапу «Міністерства»"),
        ("required", "unit:NAR", "Decimals of a quantity in “piece”", "Знаків після коми в кількості, одиниця «штука»"),
        ("asked", "need", "Who states domestic need", "Хто визначає потребу Сил оборони"),
        (
            "asked",
            "condition:P01",
            "Condition “No re-export.”, which a seat has asked for",
            "Умова «Без реекспорту.», якої вимагає учасник",
        ),
        (
            "required",
            "precision:items.0.quantity",
            "Fewer decimals: Items 1 / Quantity",
            "Менше знаків після коми: Товари 1 / Кількість",
        ),
    ],
)
def test_what_is_otherwise_is_said_in_the_language_of_the_reader(look: str, what: str, english: str, ukrainian: str) -> None:
    subject = describe_subject(Shift(TrialLook(look), what, None, None), NAMES)

    assert (render(subject, "en"), render(subject, "uk")) == (english, ukrainian)
