"""Words of a paper come in both languages; what does not differ stands once, and a code is the same modules each time."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy, override

from licensing.acts.documents.papers.words import (
    build_check_address,
    draw_code,
    join_words,
    keep_filled,
    name_authority,
    name_bodies,
    name_body,
    name_countries,
    render_day,
    render_sum,
    render_words,
)
from licensing.messages import Message, TranslatedText
from licensing.models import Body
from tests.world import World


def test_words_are_rendered_in_both_languages_whoever_asks() -> None:
    with override("uk"):
        assert render_words(gettext_lazy("Route")) == {"uk": "Маршрут", "en": "Route"}
    assert render_words(Message("EE")) == "EE"
    assert render_day(date(2026, 6, 1)) == {"uk": "1 червня 2026", "en": "1 June 2026"}
    assert render_sum(Decimal("1234.5"), "EUR") == {"uk": "1\u00a0234,50\u00a0EUR", "en": "1,234.50\u00a0EUR"}
    assert join_words([{"uk": "а", "en": "a"}, "", "b"], " · ") == {"uk": "а · b", "en": "a · b"}
    assert keep_filled("a", None, "", "a", "b") == ["a", "b"]


def test_bodies_and_countries_are_named_from_their_lists(world: World) -> None:
    assert name_countries()["EE"] == "Естонія / Estonia"
    assert name_authority() == name_body("SSECU") == render_words(TranslatedText(Body.objects.get(pk="SSECU").names))
    assert name_body("NONE") == {"uk": "Орган експортного контролю України", "en": "Export control authority of Ukraine"}


def test_any_number_of_bodies_is_named_in_one_statement(world: World, django_assert_num_queries: Any) -> None:
    codes = ["MFA", "NONE", "SSECU"]

    with django_assert_num_queries(1):
        found = name_bodies(codes)

    assert found == {code: name_body(code) for code in codes}


def test_a_code_is_drawn_the_same_each_time() -> None:
    address = build_check_address("x" * 32)

    drawn = draw_code(address)

    assert address.endswith(f"/check/{'x' * 32}/")
    assert drawn == draw_code(address)
    assert {len(row) for row in drawn} == {len(drawn)}
