"""A row of a governed list is called by its name in the language of the reader."""

from __future__ import annotations

from django.utils import translation

from licensing.models import Condition, Country, Unit


def test_a_row_is_called_by_its_name_in_the_readers_language() -> None:
    country = Country(code="EE", names={"en": "Estonia", "uk": "Естонія"})
    condition = Condition(code="P03", texts={"en": "Prove delivery.", "uk": "Підтвердьте доставку."})

    with translation.override("uk"):
        assert (str(country), str(condition)) == ("Естонія", "P03 Підтвердьте доставку.")


def test_a_row_reads_in_the_reader_language_or_in_english() -> None:
    unit = Unit(code="ZZZ", names={"en": "kilo", "uk": "кіло"})

    with translation.override("uk"):
        assert (unit.name, str(unit)) == ("кіло", "кіло")
    with translation.override("pl"):
        assert unit.name == "kilo"
