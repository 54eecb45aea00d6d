"""Legal forms are found however they are written, and a name keeps what is none."""

from __future__ import annotations

import pytest

from licensing.policy.assessment.screening.folding import fold_word
from licensing.policy.assessment.screening.legal_forms import find_forms
from licensing.policy.assessment.screening.romanising import split_words


def find(name: str) -> tuple[list[str], set[str]]:
    words = split_words(name)
    kept, kinds = find_forms([fold_word(word) for word in words])
    return [words[at] for at in kept], kinds


@pytest.mark.parametrize(
    ("name", "kept", "kinds"),
    [
        ("Kvitka Systems LLC", ["kvitka", "systems"], {"limited"}),
        ("Kvitka Systems L.L.C.", ["kvitka", "systems"], {"limited"}),
        ("ТОВ «Квітка Системс»", ["kvitka", "systems"], {"limited"}),
        ("Товариство з обмеженою відповідальністю Квітка", ["kvitka"], {"limited"}),
        ("ОБЩЕСТВО С ОГРАНИЧЕННОЙ ОТВЕТСТВЕННОСТЬЮ КВИТКА", ["kvytka"], {"limited"}),
        ("Kvitka Joint Stock Company", ["kvitka"], {"stock"}),
        ("Kvitka Co., Ltd.", ["kvitka"], {"limited"}),
        ("Kvitka & Co", ["kvitka"], {"company"}),
        ("Kvitka, S.A. de C.V.", ["kvitka"], {"stock"}),
        ("Kvitka", ["kvitka"], set()),
    ],
)
def test_forms_are_taken_out(name: str, kept: list[str], kinds: set[str]) -> None:
    assert find(name) == (kept, kinds)


def test_a_name_of_forms_alone_keeps_its_words() -> None:
    assert find("Company Limited") == (["company", "limited"], set())
