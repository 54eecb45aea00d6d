"""The public page of a paper says in both languages whether it holds, and neither number nor party of it."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from tests.issued_papers import issue_first_paper
from tests.world import World


def _ask(token: str) -> Any:
    return Client().get(f"/check/{token}/")


def test_the_page_says_whether_it_holds_and_nothing_else(world: World) -> None:
    paper = issue_first_paper(world)
    assert paper.licence is not None

    page = _ask(paper.token)

    text = page.content.decode()
    assert page.status_code == 200
    assert all(words in text for words in ("Genuine", "Чинність підтверджено"))
    hidden = (paper.licence.number, paper.licence.organisation.name, str(paper.pk), paper.licence.case.reference or "?")
    assert [words for words in hidden if words in text] == []
    assert (page["X-Robots-Tag"], page["Cache-Control"]) == ("noindex, nofollow", "private, no-store")
    assert '<meta name="robots" content="noindex, nofollow">' in text


def test_an_unknown_code_is_answered_in_the_same_shape(world: World) -> None:
    paper = issue_first_paper(world)

    known, unknown = _ask(paper.token), _ask("x" * 32)

    def shape_of(page: Any) -> list[str]:
        return re.findall(r"<[a-z/][^ >]*", page.content.decode())

    assert (unknown.status_code, known.status_code) == (200, 200)
    assert "Такого документа немає" in unknown.content.decode()
    assert shape_of(unknown) == shape_of(known)


def test_one_address_asks_so_often_and_no_more(world: World, settings: Any) -> None:
    settings.CHECK_RATE = "2/hour"

    answers = [_ask("x" * 32) for _ in range(3)]

    assert [one.status_code for one in answers] == [200, 200, 429]
    assert answers[2]["X-Robots-Tag"] == "noindex, nofollow"
