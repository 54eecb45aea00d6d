"""Words for the same goods in both languages, so that whoever searches for one of them finds what is named by another."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

# Beginnings of words, in small letters: “безпілотн” stands for every case and number of the word. A group says one thing.
_GROUPS: Final[tuple[frozenset[str], ...]] = tuple(
    frozenset(group.split(" | "))
    for group in (
        "uav | uas | rpas | drone | unmanned aerial | unmanned aircraft | дрон | безпілотн | бпла | бпак",
        "loitering munition | kamikaze | баражуюч | барражуюч | камікадзе",
        "fpv | first person view | від першої особи",
        "unmanned surface | usv | морськ дрон | безекіпажн",
        "unmanned ground | ugv | наземн дрон | нрк | наземн робот",
        "ground station | ground control | наземн станц | нсу",
        "electronic warfare | jammer | jamming | реб | радіоелектрон | глушник | заглуш",
        "radar | радар | рлс | радіолокац",
        "thermal | infrared | тепловіз | інфрачерв",
        "sight | scope | приціл",
        "missile | ракет",
        "rocket | нурс | некерован ракет",
        "mortar | міномет",
        "grenade | гранат",
        "ammunition | munition | cartridge | боєприпас | набо | патрон",
        "rifle | гвинтів | рушниц",
        "pistol | handgun | пістолет",
        "armour | armor | броне | брон",
        "helmet | шолом | каск",
        "vessel | ship | boat | судно | суден | корабел | кораб | катер | човен",
        "engine | motor | двигун | мотор",
        "explosive | вибухів",
        "propellant | порох | пальн",
        "battery | batteries | акумулятор | батаре",
        "camera | камер",
        "antenna | aerial antenna | антен",
        "software | програмн",
        "technology | drawing | технолог | креслен",
    )
)


def find_alternatives(text: str) -> list[str]:
    """What else a searched text is called, its own words first; texts are compared by their beginnings, in small letters."""
    asked = " ".join(text.lower().split())
    groups = [group for group in _GROUPS if any(_says_same(asked, word) for word in group)] if len(asked) > 2 else []
    others = {word for group in groups for word in group} - {asked}
    return [asked, *sorted(others)] if asked else []


def list_search_words(texts: Iterable[str]) -> list[str]:
    """Every word by which goods of these names are searched: those of all groups that one of the names speaks of."""
    said = " ".join(" ".join(texts).lower().split())
    return sorted({word for group in _GROUPS if any(_begins_a_word(word, said) for word in group) for word in group})


def _says_same(asked: str, word: str) -> bool:
    return asked.startswith(word) or (len(asked) > 3 and word.startswith(asked))


def _begins_a_word(word: str, text: str) -> bool:
    return f" {word}" in f" {text}"
