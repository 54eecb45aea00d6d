"""The database keeps a paper as it was: it is never changed, and each number of a licence is given once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import Error, transaction

from licensing.models import Paper
from licensing.models.documents.papers import find_paper, generate_token, list_papers
from tests.issued_papers import issue_first_paper
from tests.world import World


@pytest.mark.parametrize(
    "spoil",
    [
        lambda: Paper.objects.update(canonical="{}"),
        lambda: Paper.objects.update(token="x" * 32),
        lambda: Paper.objects.all().delete(),
    ],
)
def test_what_left_the_authority_is_never_changed(world: World, spoil: Callable[[], object]) -> None:
    issue_first_paper(world)

    with pytest.raises(Error), transaction.atomic():
        spoil()


def test_the_newest_paper_is_found_and_tokens_are_never_alike(world: World) -> None:
    paper = issue_first_paper(world)
    assert paper.licence is not None

    assert find_paper(paper.licence) == paper
    assert [one.has_later for one in list_papers(paper.licence)] == [False]
    assert len({generate_token() for _ in range(50)}) == 50
    assert {len(generate_token()) for _ in range(50)} == {32}
