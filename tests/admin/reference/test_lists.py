"""Reference data at the desk: kept by policy officers, never its codes, and nothing that makes no sense."""

from __future__ import annotations

import re

import pytest
from django.contrib.admin.utils import quote
from django.urls import reverse

from licensing.acts.acting import at_time
from licensing.acts.clocks.reminder_policy import SETTLE_TIME, follow_reminder_policy
from licensing.models import Country, Reminder, ReminderRule
from tests.acts.clocks.local_time import at as on
from tests.admin.conftest import At, text_of
from tests.world import World

# As the list links to it.
PAGE = reverse("admin:licensing_reminderrule_change", args=[quote("legal_t10")])


FORM = {
    "offset_days": "-12",
    "unit": "calendar",
    "repeat_every": "",
    "repeat_until": "",
    "audience": "officers",
    "by_mail": "on",
    "quiet": "night",
    "sentences_en": "The legal time limit of {reference} ends on {due_on}.",
    "sentences_uk": "Строк заяви {reference} спливає {due_on}.",
}


def test_a_changed_rule_reaches_what_is_owed(world: World, at: At) -> None:
    with at_time(on("2026-03-02")):
        case = world.accepted()
    owed = Reminder.objects.owed().filter(case=case, rule="legal_t10")
    before = owed.get().due_at

    answer = at(world.pol).post(PAGE, FORM, follow=True)
    with at_time(on("2026-03-03")):
        follow_reminder_policy()
    with at_time(on("2026-03-03") + SETTLE_TIME):
        follow_reminder_policy()

    assert "follows it within a few minutes" in text_of(answer)
    assert (before - owed.get().due_at).days == 2


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"repeat_every": "0"}, "At least every day"),
        ({"repeat_until": "9"}, "Nothing is repeated"),
        (
            {"repeat_every": "2", "repeat_until": "3", "offset_days": "5"},
            "The last repeat cannot come before the first reminder.",
        ),
        ({"offset_days": "-800"}, "At most two years before or after."),
        ({"audience": "systems"}, "Systems hear of what the applicant is reminded of"),
        ({"by_webhook": "on"}, "Only the applicant can be reminded by webhook."),
    ],
)
def test_what_makes_no_sense_is_refused_beside_its_field(world: World, at: At, given: dict[str, str], words: str) -> None:
    answer = at(world.pol).post(PAGE, FORM | given)

    assert words in text_of(answer)
    assert ReminderRule.objects.get(pk="legal_t10").offset_days == -10


def test_an_officer_reads_the_rule_and_changes_nothing(world: World, at: At) -> None:
    client = at(world.otto)

    assert "Reminds:</strong> 10 calendar days before." in text_of(client.get(PAGE))
    assert client.post(PAGE, FORM).status_code == 403


def test_policy_officer_mends_reference_data_but_no_code(world: World, at: At) -> None:
    url = reverse("admin:licensing_country_change", args=["EE"])

    response = at(world.pol).post(
        url, {"code": "XX", "alpha3": "EST", "names_en": "Estonia", "names_uk": "Естонія", "tier": "europe", "note": "Checked"}
    )

    country = Country.objects.get(pk="EE")
    assert response.status_code == 302, text_of(response)
    assert (country.note, Country.objects.filter(pk="XX").exists()) == ("Checked", False)


def test_every_field_of_a_calendar_has_a_name_of_its_own(world: World, at: At) -> None:
    page = at(world.pol).get(reverse("admin:licensing_calendar_change", args=["UA-PEACE"])).content.decode()

    fields = [one for one in re.findall(r'<(?:input|select)\b[^>]*name="days-\d+-[^>]*>', page) if 'type="hidden"' not in one]
    names = [found[1] if (found := re.search(r'aria-label="([^"]+)"', one)) else one for one in fields]

    assert len(fields) > 100
    assert len(set(names)) == len(names)
    assert "Name: 24 Aug 2026, English" in names
