"""Nobody begins, changes, copies or files a country plan of a partner any more, and nothing of an earlier one is touched."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from licensing.acts.requests import amending, drafting, imports, submission
from licensing.errors import Invalid, KindRetired
from licensing.models import Case, CaseKind
from tests.old_plans import OLD_PLAN, draft_old_plan, file_old_plan
from tests.world import World

_ABOUT = {"type": "contract", "title": "Contract"}
_ACTS: dict[str, Callable[[Case, World], object]] = {
    "edit": lambda case, world: drafting.edit_case(case, world.paula, {"title": "Another"}),
    "attach": lambda case, world: drafting.attach_document(case, world.paula, content=b"x", file_name="a.txt", about=_ABOUT),
    "copy": lambda case, world: drafting.copy_case(case, world.paula),
    "submit": lambda case, world: submission.submit_case(case, world.paula, declared=True),
    "import": lambda case, world: imports.receive_file(case, world.paula, file_name="a.csv", content=b"Name\nA\n"),
}


@pytest.mark.parametrize("is_still_on_the_list", [False, True])
def test_nobody_begins_a_country_plan(world: World, is_still_on_the_list: bool) -> None:
    # An installation that has not taken the shipped list on yet still has the kind in use.
    CaseKind.objects.filter(pk="country_plan").update(active=is_still_on_the_list)

    with pytest.raises(KindRetired, match="expression of interest"):
        drafting.create_case(world.paula, OLD_PLAN)

    assert not Case.objects.exists()


@pytest.mark.parametrize("act", _ACTS)
def test_an_earlier_draft_is_neither_changed_nor_filed(world: World, act: str) -> None:
    case = draft_old_plan(world)

    with pytest.raises(KindRetired):
        _ACTS[act](case, world)

    found = Case.objects.get()
    assert (found.revision, found.state, found.documents.count()) == (case.revision, "draft", 0)


def test_a_filed_one_is_not_amended(world: World) -> None:
    case = file_old_plan(world)

    with pytest.raises(KindRetired):
        amending.amend_case(case, world.paula, {"title": "Another"}, version=1, reason="So.")

    assert case.versions.count() == 1


def test_the_review_of_the_state_is_begun_by_no_partner(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        drafting.create_case(world.paula, {"kind": "plan_review"})

    assert [gap.path for gap in refused.value.gaps] == ["kind"]
