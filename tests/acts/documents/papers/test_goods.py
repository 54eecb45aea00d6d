"""Goods on a paper: each line with entries, customs code, quantity in words of its unit, value, and their sum."""

from __future__ import annotations

import json

from tests.issued_papers import issue_first_paper
from tests.world import World


def test_each_line_says_what_customs_compares(world: World) -> None:
    said = json.loads(issue_first_paper(world).canonical)

    [goods] = [part["sheet"] for part in said["parts"] if part["title"]["en"] == "Goods"]
    first = goods["rows"][0]
    assert [one["title"] if isinstance(one["title"], str) else one["title"]["en"] for one in goods["columns"]] == [
        "No.",
        "Goods",
        "Control entry",
        "Customs code",
        "Quantity",
        "Value",
    ]
    assert first[0] == ["1"]
    assert first[4][0] == {"uk": "40 штук", "en": "40 pieces"}
    assert len(goods["rows"]) == 2
    assert goods["sums"]
