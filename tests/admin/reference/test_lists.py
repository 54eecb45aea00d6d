"""Reference data at the desk: kept by policy officers, never its codes, and nothing that makes no sense."""

from __future__ import annotations

import re

import pytest
from django.contrib.admin.utils import quote
from django.urls import reverse

from licensing.acts.acting import at_time
from licensing.acts.clocks.reminder_policy import SETTLE_TIME, follow_reminder_policy
from licensing.models import Country, Reminder, ReminderRule, User
from tests.acts.clocks.local_time import at as on
from tests.admin.conftest import At, text_of
from tests.by_hand import by_hand
from tests.world import World

# As the list links to it.
PAGE = reverse("admin:licensing_reminderrule_change", args=[quote("legal_t10")])
CELL = re.compile(r"<t[dh]\b[^>]*>(.*?)</t[dh]>")


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


@pytest.mark.parametrize(
    ("name", "words", "codes"),
    [
        ("casekind", {"en": "a general permit", "uk": "генеральний дозвіл"}, "single|general|open|none"),
        (
            "condition",
            {"en": "suspension of the licence", "uk": "зупинення дії дозволу"},
            "report|suspend|revoke|applicant|authority",
        ),
        ("criterion", {"en": "a clear risk refuses it", "uk": "явний ризик"}, "absolute|clear_risk|weigh"),
        ("condition", {"en": "calendar days after each delivery", "uk": "після кожної поставки"}, r".*(after_delivery|d\}d).*"),
    ],
)
def test_a_list_says_in_words_what_its_codes_mean(world: World, at: At, name: str, words: dict[str, str], codes: str) -> None:
    for language, expected in words.items():
        User.objects.filter(pk=world.otto.pk).update(language=language)

        cells = CELL.findall(text_of(at(world.otto).get(reverse(f"admin:licensing_{name}_changelist"))))

        assert [one for one in cells if expected in one] != []
        assert [one for one in cells if re.fullmatch(codes, re.sub(r"<[^>]+>", "", one).strip())] == []


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("uk", ["Ґана", "Єгипет", "Індія", "Йорданія", "Яблуня"]),
        ("en", ["Åland", "Apple", "Egypt", "India", "Jordan"]),
    ],
)
def test_a_list_is_in_the_alphabet_of_its_reader(world: World, at: At, language: str, expected: list[str]) -> None:
    names = {"Apple": "Яблуня", "Jordan": "Йорданія", "India": "Індія", "Egypt": "Єгипет", "Åland": "Ґана"}
    with by_hand():
        for number, (english, ukrainian) in enumerate(names.items()):
            texts = {"en": english, "uk": ukrainian}
            Country.objects.create(code=f"X{number}", alpha3=f"QX{number}", names=texts, tier="europe")
    User.objects.filter(pk=world.otto.pk).update(language=language)

    page = text_of(at(world.otto).get(reverse("admin:licensing_country_changelist") + "?q=QX"))

    cells = [re.sub(r"<[^>]+>", "", one).strip() for one in CELL.findall(page)]
    assert [one for one in cells if one in expected] == expected
