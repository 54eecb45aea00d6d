"""A receipt names what was filed, by whom and under which digests; it decides nothing."""

from __future__ import annotations

import json

import pytest

from licensing.acts.assessment.classification.releasing import release_goods
from licensing.acts.documents.papers.making import take_case_paper
from licensing.acts.documents.papers.receipt import build_receipt
from licensing.errors import NotFound
from licensing.models import Case, Event, Paper
from tests.acts.assessment.assessed import uncontrolled_case
from tests.world import World


def test_a_receipt_lists_goods_and_documents_of_the_version(world: World) -> None:
    case = world.filed()
    version = case.versions.get()

    paper = build_receipt(case, version)

    assert paper.subtitle == {"uk": "версія 1", "en": "version 1"}
    assert paper.head[-1][1] == [version.digest]
    assert paper.parts[0].title == {"uk": "Товари", "en": "Goods"}
    assert all(entry[-1].startswith("SHA-256 ") for part in paper.parts for entry in part.entries if isinstance(entry[-1], str))


WHY = "Toys, by their data sheet."


def ended_case(world: World) -> Case:
    return release_goods(uncontrolled_case(world), world.otto, reason=WHY)


def test_it_names_the_goods_the_reason_and_who_found_it(world: World) -> None:
    case = ended_case(world)

    said = take_case_paper(case, world.paula, "no_licence").canonical

    assert all(words in said for words in (WHY, "Reconnaissance UAV", "Ground station", "Otto", case.reference or "?"))
    read = json.loads(said)
    assert read["title"] == {"en": "No licence is required", "uk": "Дозвіл не потрібен"}
    # The authority answers for it, by the office of whoever found it: nobody writes such a letter as a private person.
    [_day, [_label, by], [_found, officer]] = read["signed"]
    assert by == [read["authority"]]
    assert officer == [{"en": "Case officer", "uk": "Відповідальний виконавець"}, "Otto"]


def test_whoever_asks_later_gets_the_same_letter(world: World) -> None:
    case = ended_case(world)

    first, second = (take_case_paper(case, person, "no_licence") for person in (world.paula, world.otto))

    assert (first.pk, first.digest) == (second.pk, second.digest)
    assert Paper.objects.filter(case=case).count() == 1
    assert Event.objects.filter(case=case, kind="case.paper_made").count() == 1


def test_a_request_that_did_not_end_so_has_no_such_letter(world: World) -> None:
    with pytest.raises(NotFound):
        take_case_paper(uncontrolled_case(world), world.paula, "no_licence")
