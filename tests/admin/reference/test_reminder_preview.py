"""A reminder rule in plain words, and what it owes at present."""

from __future__ import annotations

import pytest
from django.contrib.admin.utils import quote
from django.urls import reverse

from licensing.admin.reference.reminder_preview import format_reminder_rule
from licensing.choices import Audience, TermUnit
from licensing.policy.clocks.reminders import ReminderRule as Rule
from tests.admin.conftest import At, text_of
from tests.world import World

# As the list links to it.
PAGE = reverse("admin:licensing_reminderrule_change", args=[quote("legal_t10")])


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Rule("a", 0, Audience.OFFICERS), "on the day"),
        (Rule("b", -10, Audience.OFFICERS), "10 calendar days before"),
        (Rule("c", -1, Audience.OFFICERS, TermUnit.WORKING), "1 working day before"),
        (Rule("d", 2, Audience.OFFICERS, TermUnit.WORKING, 2), "2 working days after, then every 2 working days"),
        (
            Rule("e", 5, Audience.OFFICERS, TermUnit.CALENDAR, 1, 9),
            "5 calendar days after, then every 1 calendar day until 9 calendar days after",
        ),
    ],
)
def test_a_rule_is_said_in_plain_words(rule: Rule, words: str) -> None:
    assert format_reminder_rule(rule) == words


def test_the_page_says_what_is_owed_and_what_a_change_does(world: World, at: At) -> None:
    world.accepted()

    page = text_of(at(world.pol).get(PAGE))

    assert "Reminds:</strong> 10 calendar days before." in page
    assert "1 reminder is owed by this rule; it is due on" in page
    assert "What was sent stays as it is and is not sent again." in page
