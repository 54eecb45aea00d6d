"""What the paper of a licence says of it: validity, resolution, authority, conditions and who issued it."""

from __future__ import annotations

import json
from typing import Any

from licensing.acts.documents.papers.licence import Issue, build_licence_paper
from licensing.models import Licence
from tests.issued_papers import issue_first_paper
from tests.world import World


def test_a_paper_names_validity_resolution_and_who_answers_for_it(world: World) -> None:
    said: dict[str, Any] = json.loads(issue_first_paper(world).canonical)

    licence = Licence.objects.get()
    valid, resolution, issued = said["head"]
    assert (said["number"], said["reference"]) == (licence.number, licence.case.reference)
    assert valid[1][0]["en"].startswith("from ")
    assert valid[1][0]["en"].endswith("Kyiv time")
    assert resolution[1][0]["en"].startswith("No. 417-r of ")
    assert issued[0] == {"uk": "Дозвіл видано", "en": "Licence issued on"}
    assert said["signed"][0][1][0] == world.otto.name
    assert said["title"] == {"uk": licence.case.kind.names["uk"], "en": licence.case.kind.names["en"]}
    assert said["subtitle"]["en"] == "version 1"
    assert [one["title"]["en"] for one in said["parts"]] == [
        "Parties",
        "Destination and contract",
        "Route",
        "Goods",
        "Conditions",
    ]
    assert said["parts"][-1]["prose"][0]["en"] == "The licence binds by no conditions beyond the law."


def test_a_dormant_licence_says_that_nothing_may_leave_yet(world: World) -> None:
    licence = world.licence()
    licence.valid_from = None

    paper = build_licence_paper(licence, Issue(world.otto, licence.issued_at, 1, None))

    [words] = paper.head[0][1]
    assert not isinstance(words, str)
    assert words["en"].startswith("Not in force yet: nothing may leave")
    assert (paper.check, paper.code) == ("", ())
