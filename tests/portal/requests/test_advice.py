"""The applicant is told what is odd before filing, explains it on the same page, and loses nothing of it."""

from __future__ import annotations

import re

import pytest

from licensing.acts.requests import drafting
from licensing.models import Case, FiledFinding, WorkingCopy
from tests.acts.requests.test_advice import ELSEWHERE, ROUTE
from tests.portal.visiting import Visitor, forms_of, summary_of, text_of
from tests.world import REQUEST, World


@pytest.mark.walk
def test_what_is_odd_is_explained_on_the_page_that_files_it(world: World, paula: Visitor) -> None:
    case = world.ready()
    drafting.edit_case(case, world.paula, {"route": ROUTE})
    page = paula.open("check", case.pk)

    silent = paula.send("check", case.pk, into=page, declared="yes")
    vague = paula.send("check", case.pk, into=page, declared="yes", **{"explain-1": "XXXX"})
    undeclared = paula.send("check", case.pk, into=page, **{"explain-1": "Our depot is in Riga."})
    filed = paula.send("check", case.pk, into=undeclared, declared="yes")

    assert "Explain before you submit" in text_of(page)
    assert "The route ends in Latvia" in text_of(page)
    assert (silent.status_code, summary_of(silent)) == (422, ["Explain this, or change it."])
    assert (vague.status_code, summary_of(vague)) == (422, ["This explains nothing. Write it in words."])
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


def test_an_explanation_in_wrong_words_is_told_at_its_field_and_stays(world: World, paula: Visitor) -> None:
    case = world.ready()
    drafting.edit_case(case, world.paula, {"route": ROUTE})
    page = paula.open("check", case.pk)

    refused = paula.send("check", case.pk, into=page, declared="yes", **{"explain-1": "a" * 4001})

    assert refused.status_code == 422
    assert re.search(r'<a href="#id_explain-1">At most [\d\s,.]+ characters.</a>', refused.content.decode())
    assert "At most" in text_of(refused).partition("Explain before you submit")[2]
    assert forms_of(refused)[0].values["explain-1"] == ["a" * 4001]


def test_an_explanation_of_an_amendment_in_wrong_words_loses_nothing(world: World, paula: Visitor) -> None:
    case = world.accepted()
    WorkingCopy.objects.create(case=case, author=world.paula, version=1, sections={"route": ROUTE})
    page = paula.open("amendment_cost", case.pk)

    refused = paula.send("amendment_cost", case.pk, into=page, reason="More are needed.", **{"explain-1": "a" * 4001})

    assert refused.status_code == 400
    assert '<a href="#id_explain-1">At most' in refused.content.decode()
    values = forms_of(refused)[0].values
    assert (values["explain-1"], values["reason"]) == (["a" * 4001], ["More are needed."])


def test_an_explanation_stays_in_sight_when_something_is_missing_meanwhile(world: World, paula: Visitor) -> None:
    case = world.ready()
    drafting.edit_case(case, world.paula, {"route": ROUTE})
    page = paula.open("check", case.pk)
    drafting.edit_case(case, world.paula, {"terms": {}})

    refused = paula.send("check", case.pk, into=page, declared="yes", seen="", **{"explain-1": "Our depot is in Riga."})

    assert refused.status_code == 422
    assert "Our depot is in Riga." in text_of(refused)
