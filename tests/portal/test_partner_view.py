"""Pages for partners: who may open them, and what a person may not see answers like what does not exist."""

from __future__ import annotations

from tests.portal.visiting import Visitor, text_of
from tests.world import World


def test_nobody_comes_in_without_signing_in(world: World) -> None:
    case = world.draft()

    answer = Visitor(None).open("case", case.pk)

    assert (answer.status_code, answer.url) == (302, f"/accounts/login/?next=/cases/{case.pk}/")


def test_a_reviewer_is_sent_to_the_admin(world: World) -> None:
    case = world.filed()
    rhea = Visitor(world.rhea)

    assert (rhea.open("home").status_code, rhea.open("home").url) == (302, "/admin/")
    assert rhea.open("case", case.pk).url == "/admin/"


def test_a_draft_of_another_organisation_is_not_there(world: World, rita: Visitor) -> None:
    case = world.draft()
    missing = rita.client.get("/cases/00000000-0000-4000-8000-000000000000/draft/")

    hidden = rita.open("draft", case.pk)

    assert (hidden.status_code, hidden.content) == (404, missing.content)


def test_no_page_of_anothers_request_differs_from_a_missing_one(world: World, rita: Visitor) -> None:
    case = world.filed()
    missing = rita.client.get("/cases/00000000-0000-4000-8000-000000000000/")

    for name in ("case", "content", "receipt", "withdraw", "check", "documents"):
        hidden = rita.open(name, case.pk)
        assert (hidden.status_code, hidden.content) == (404, missing.content)
    assert rita.open("version", case.pk, 1).status_code == 404


def test_what_the_state_does_not_allow_is_refused_in_words(world: World, paula: Visitor) -> None:
    case = world.filed()
    page = paula.open("withdraw", case.pk)
    paula.send("withdraw", case.pk, into=page, reason="First")

    late = paula.send("withdraw", case.pk, into=page, reason="Second")

    assert late.status_code == 409
    assert "is not possible while the state is “Withdrawn”" in text_of(late)
