"""Names in the alphabet in which a reader looks them up."""

from __future__ import annotations

from licensing.policy.reference.alphabet import build_sort_key


def test_ukrainian_letters_have_their_place() -> None:
    names = [
        "Ямайка",
        "Ґренада",
        "Греція",
        "Єгипет",
        "Данія",
        "Еритрея",
        "Естонія",
        "Їжа",
        "Йорданія",
        "Індія",
        "Китай",
        "Иран",
    ]

    assert sorted(names, key=build_sort_key) == [
        "Греція",
        "Ґренада",
        "Данія",
        "Еритрея",
        "Естонія",
        "Єгипет",
        "Иран",
        "Індія",
        "Їжа",
        "Йорданія",
        "Китай",
        "Ямайка",
    ]


def test_accents_and_capitals_do_not_count() -> None:
    names = ["Zimbabwe", "Åland Islands", "Albania", "algeria", "Curaçao", "Cuba", "Côte d’Ivoire", "Congo"]

    assert sorted(names, key=build_sort_key) == [
        "Åland Islands",
        "Albania",
        "algeria",
        "Congo",
        "Côte d’Ivoire",
        "Cuba",
        "Curaçao",
        "Zimbabwe",
    ]
