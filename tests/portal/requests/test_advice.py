"""The applicant is told what is odd before filing, explains it on the same page, and loses nothing of it."""

from __future__ import annotations

from licensing.acts.requests import drafting
from licensing.models import Case, FiledFinding
from tests.acts.requests.test_advice import ELSEWHERE, ROUTE
from tests.portal.visiting import Visitor, summary_of, text_of
from tests.world import REQUEST, World


def test_what_is_odd_is_explained_on_the_page_that_files_it(world: World, paula: Visitor) -> None:
    case = world.ready()
    drafting.edit_case(case, world.paula, {"route": ROUTE})
    page = paula.open("check", case.pk)

    silent = paula.send("check", case.pk, into=page, declared="yes")
    undeclared = paula.send("check", case.pk, into=page, **{"explain-1": "Our depot is in Riga."})
    filed = paula.send("check", case.pk, into=undeclared, declared="yes")

    assert "Explain before you submit" in text_of(page)
    assert "The route ends in Latvia" in text_of(page)
    assert (silent.status_code, summary_of(silent)) == (422, ["Explain this, or change it."])
    assert "Our depot is in Riga." in text_of(undeclared)
    assert filed.status_code == 302
    assert (FiledFinding.objects.get().key, FiledFinding.objects.get().explanation) == (ELSEWHERE, "Our depot is in Riga.")


def test_what_cannot_be_leads_to_the_place_to_change_it(world: World, paula: Visitor) -> None:
    case = world.ready()
    drafting.edit_case(case, world.paula, {"end_use": REQUEST["end_use"] | {"purpose": "XXXX"}})

    page = paula.open("check", case.pk)

    assert "Say in words what the goods will be used for." in text_of(page)
    assert "#id_end_use-purpose" in page.content.decode()
    assert Case.objects.get().submitted_at is None
