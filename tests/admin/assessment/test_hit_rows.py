"""A hit in words, for the page of its case."""

from __future__ import annotations

from licensing.admin.assessment.hit_rows import build_screening_view
from licensing.models import Case
from tests.acts.assessment.state import LISTED, one_hit, publish_list_of
from tests.acts.assessment.test_disposing import say
from tests.acts.assessment.test_screening import rename
from tests.world import World


def test_a_case_that_was_never_screened_shows_nothing(world: World) -> None:
    assert build_screening_view(world.filed(), may_dispose=True) is None


def test_the_names_stand_side_by_side_with_what_was_said(world: World) -> None:
    publish_list_of(world, LISTED, "X-1,alt,,Carrier of Nowhere,,,,")
    case = world.filed()
    say(one_hit(), world.otto)

    view = build_screening_view(case, may_dispose=True)

    assert view is not None
    [row] = view.hits
    assert [(one.asked, one.listed, str(one.way)) for one in row.words] == [
        ("invented", "invented", "the same"),
        ("carrier", "carrier", "the same"),
    ]
    assert [said for _term, said in row.facts] == ["X-1", "entity", "INVENTED", "EE"]
    assert (row.aliases, row.is_strong, row.may_dispose) == (["Carrier of Nowhere"], True, True)
    assert [verdict for _one, verdict in row.said] == ["It is somebody else"]
    assert [one.version.code for one in view.lists] == ["TRY"]


def test_a_hit_of_a_former_name_says_that_it_is_one(world: World) -> None:
    former = world.partner.name
    rename(world.partner, "Kazkova Nova")
    publish_list_of(world, LISTED, f"A-1,primary,entity,{former},,,,")
    case = Case.objects.get(pk=world.filed().pk)

    view = build_screening_view(case, may_dispose=True)

    assert view is not None
    assert {(row.hit.party_name, row.is_former_name) for row in view.hits} == {(former, True), ("Invented Carrier", False)}
