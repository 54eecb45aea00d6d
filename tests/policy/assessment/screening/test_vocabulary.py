"""How much a word tells, and which listed words it may stand for."""

from __future__ import annotations

from licensing.policy.assessment.screening.vocabulary import Vocabulary

NAMES = [["zhuravel", "oleh"], ["zhuravlenko", "oleh"], ["kravchuk", "oleh"], ["oleg", "kravchuk"], ["bank", "of", "kvitka"]]


def build() -> Vocabulary:
    return Vocabulary(NAMES, [str(number) for number in range(len(NAMES))])


def alike(vocabulary: Vocabulary, word: str) -> dict[str, float]:
    return {vocabulary.words[number]: round(likeness, 2) for number, likeness in vocabulary.find_alike(word).items()}


def test_a_word_stands_for_itself_and_for_other_spellings_of_its_sound() -> None:
    found = alike(build(), "oleh")

    assert found["oleh"] == 1
    assert 0.9 < found["oleg"] < 1


def test_a_misspelt_word_stands_for_what_was_meant() -> None:
    assert set(alike(build(), "zhuravle")) == {"zhuravel"}
    assert set(alike(build(), "zhuarvel")) == {"zhuravel"}
    assert alike(build(), "petrenko") == {}


def test_a_word_that_is_listed_stands_less_for_another() -> None:
    listed = Vocabulary([*NAMES, ["kravchun"], ["kravchun", "i"]], ["0"] * 7)

    assert alike(listed, "kravchun")["kravchuk"] < alike(build(), "kravchun")["kravchuk"]


def test_spellings_that_several_parties_use_for_one_name_are_one() -> None:
    names = [[spelling, other] for other in ("kvitka", "zhuravel", "sova") for spelling in ("mohamed", "muhamad")]
    vocabulary = Vocabulary(names, [other for _spelling, other in names])

    assert alike(vocabulary, "mohamed")["muhamad"] == 0.95


def test_the_rarer_a_word_the_more_it_tells() -> None:
    vocabulary = build()
    weights = {word: vocabulary.weigh(word, vocabulary.find_alike(word)) for word in ("oleh", "kvitka", "of", "q")}

    assert weights["kvitka"] > weights["oleh"] > weights["of"]
    assert weights["kvitka"] > weights["q"]


def test_a_common_word_that_is_misspelt_tells_no_more_than_a_rare_one() -> None:
    many = [["bank", str(number)] for number in range(60)] + [["kvitka"]]
    vocabulary = Vocabulary(many, [str(number) for number in range(len(many))])

    assert vocabulary.weigh("bnak", vocabulary.find_alike("bnak")) < vocabulary.weigh("sova", {})
