"""Which letters the fonts within the compiler have, and what is printed of the others."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any, Final

from anyascii import anyascii

# Beyond ASCII, as hexadecimal ranges: what the compiler of papers sets in each of its styles, found by setting each letter.
# PDF/A allows no letter without a shape, and the whole paper is refused for one.
_RANGES: Final = (
    "a0-4ff 510-513 51a-51d 531-5f4 606-60c 615 61b-61c 61f 621-63a 640-655 65a 660-66d 674 679-67b 67e-680 683-684 "
    "686-687 691 698 6a4 6a9 6af 6be 6cc 6f0-6f9 900-97f e3f e81-e84 e87-e88 e8a e8d e94-e97 e99-e9f ea1-ea7 eaa-eab "
    "ead-eb9 ebb-ebc ec8-ecd 10d0-10ff 115f-1160 13a0-13fd 17b4-17b5 17c1-17c3 180b-180f 1ab0-1ace 1d00-2040 2042 "
    "2044-2052 2054-211e 2120 2122 2124 2126-2151 2153-2184 2189 2190-23ff 2422-2423 2460-2606 2609-262f 2638-268b "
    "2690-269c 26a0-26a7 26aa-26af 26b2 2701-2704 2706-2709 270c-2714 2717-2726 272a-274b 274d 274f-2752 2756 "
    "2758-275e 2761-277f 2794 2798-27af 27b1-2bff 2c60-2cff 2e02-2e05 2e08-2e0a 2e17-2e18 2e1f 2e22-2e25 2e2e 3000 "
    "3012 3016-3017 301a-301b 302e-3030 3036 306e a708-a716 a71b-a727 a72d a730 a735 a765 a789-a78e a790-a791 a793 "
    "a7aa a7f8-a7f9 ab52 ab66 ab70-abbf fb00-fb4f fb52-fb81 fb8a-fb95 fb9e-fb9f fbaa-fbad fbe8-fbe9 fbfc-fbff "
    "fe00-fe0f fe20-fe2f fe66 fe70-feff ffa0 fff9-fffd"
)


def _read_ranges(written: str) -> frozenset[int]:
    found: set[int] = set(range(0x80))
    for one in written.split():
        first, _dash, last = one.partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(found)


_PRINTABLE: Final = _read_ranges(_RANGES)


def replace_letters(value: Any) -> Any:
    """The same values with each letter that no font has in Latin letters, and every other letter as it is.

    Of a party the name in Latin letters stands beside its own in any case.
    """
    match value:
        case str():
            return "".join(one if ord(one) in _PRINTABLE else _write_otherwise(one) for one in value)
        case Mapping():
            return {name: replace_letters(inner) for name, inner in value.items()}
        case list() | tuple():
            return [replace_letters(inner) for inner in value]
    return value


def _write_otherwise(one: str) -> str:
    """A letter in Latin letters; what has none is a question mark, a mark above another letter is nothing."""
    return anyascii(one) or ("" if unicodedata.category(one)[0] in "MC" else "?")
