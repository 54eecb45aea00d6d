"""Reference data at the desk: in words, in the alphabet of its reader, and followed by what depends on it."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from licensing.acts.acting import at_time
from licensing.acts.clocks.reminder_policy import SETTLE_TIME, follow_reminder_policy
from licensing.models import Country, Reminder, User
from tests.acts.clocks.local_time import at as on
from tests.admin.conftest import At, text_of
from tests.by_hand import by_hand
from tests.change_sets import add_policy_officer, put, release
from tests.world import World

CELL = re.compile(r"<t[dh]\b[^>]*>(.*?)</t[dh]>")


@pytest.mark.walk
def test_a_changed_rule_reaches_what_is_owed(world: World) -> None:
    with at_time(on("2026-03-02")):
        case = world.accepted()
    owed = Reminder.objects.owed().filter(case=case, rule="legal_t10")
    before = owed.get().due_at

    release(world.pol, add_policy_officer("pat"), put("reminder_rules", "legal_t10", offset_days=-12))
    with at_time(on("2026-03-03")):
        follow_reminder_policy()
    with at_time(on("2026-03-03") + SETTLE_TIME):
        follow_reminder_policy()

    assert (before - owed.get().due_at).days == 2


@pytest.mark.walk
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
