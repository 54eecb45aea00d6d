"""Filing at the portal: read back, declared, submitted once; sent back and amended; withdrawn."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from licensing.acts.decisions.government import refuse_case
from licensing.acts.requests.submission import send_back_case
from licensing.choices import CaseState
from licensing.models import Case, CaseVersion
from tests.portal.visiting import Visitor, summary_of, text_of
from tests.trial import (
    GOVERNMENT,
    MINISTRIES,
    make_case_granted_in_part,
    make_case_under_conditions,
    make_refused_case,
    use_procedure,
)
from tests.world import World, resolution


def test_a_complete_request_is_read_back_and_submitted(world: World, paula: Visitor) -> None:
    case = world.ready()
    page = paula.open("check", case.pk)

    answer = paula.send("check", case.pk, into=page, declared="yes")

    filed = Case.objects.get()
    receipt = text_of(paula.client.get(answer.url))
    assert "Reconnaissance UAV" in text_of(page)
    assert answer.url == f"/cases/{case.pk}/receipt/"
    assert filed.state == CaseState.SUBMITTED
    assert f"Your reference {filed.reference}" in receipt
    assert filed.versions.get().digest in receipt


def test_submit_pressed_twice_files_once_with_one_receipt(world: World, paula: Visitor) -> None:
    case = world.ready()
    page = paula.open("check", case.pk)

    first, second = (paula.send("check", case.pk, into=page, declared="yes") for _press in range(2))

    assert (first.status_code, second.status_code, first.url) == (302, 302, second.url)
    assert CaseVersion.objects.count() == 1


def test_without_the_declaration_nothing_is_filed(world: World, paula: Visitor) -> None:
    case = world.ready()

    page = paula.send("check", case.pk)

    assert (page.status_code, summary_of(page)) == (422, ["Declare that what you file is true and complete."])
    assert Case.objects.get().state == CaseState.DRAFT


def test_documents_that_nobody_scanned_are_named_where_the_procedure_takes_none(world: World, paula: Visitor) -> None:
    use_procedure(MINISTRIES, GOVERNMENT, requires_scan=True)
    case = world.ready()

    page = text_of(paula.open("check", case.pk))

    assert "“Invented contract” was not scanned for malicious code, and “Trial” takes scanned documents only." in page
    assert "declared" not in page


def test_an_incomplete_request_names_its_gaps_and_has_no_button(world: World, paula: Visitor) -> None:
    case = world.draft()

    shown = text_of(paula.open("check", case.pk))

    assert "The request cannot be submitted yet" in shown
    assert "Add the end-user certificate." in shown
    assert "Declaration" not in shown


def test_what_changed_since_it_was_read_is_shown_before_filing(world: World, paula: Visitor, pavlo: Visitor) -> None:
    case = world.ready()
    page = paula.open("check", case.pk)
    pavlo.send("sheet", case.pk, "about", title="Something else")

    again = paula.send("check", case.pk, into=page, declared="yes")

    assert again.status_code == 409
    assert "Something else" in text_of(again)
    assert Case.objects.get().state == CaseState.DRAFT


@pytest.mark.walk
def test_a_returned_request_says_why_and_shows_its_changes(world: World, paula: Visitor) -> None:
    case = send_back_case(world.filed(), world.otto, grounds=["N01"], reason="Name the real end user.")

    shown = text_of(paula.open("case", case.pk))
    paula.send("change_row", case.pk, "parties", 4, name="Real Depot")
    page = paula.open("check", case.pk)
    paula.send("check", case.pk, into=page, declared="yes")

    assert "Name the real end user." in shown
    assert "The application is incomplete" in shown
    assert "What changed since version 1" in text_of(page)
    assert "Parties End user: Name Fictional Defence Depot Real Depot" in text_of(page)
    assert Case.objects.get().versions.count() == 2
    assert "What changed since version 1" in text_of(paula.open("version", case.pk, 2))


def test_withdrawing_asks_for_a_reason_and_ends_the_request(world: World, paula: Visitor) -> None:
    case = world.filed()

    unreasoned = paula.send("withdraw", case.pk, reason=" ")
    answer = paula.send("withdraw", case.pk, reason="The buyer has no money.")

    assert summary_of(unreasoned) == ["Say why the request is withdrawn."]
    assert answer.url == f"/cases/{case.pk}/"
    assert Case.objects.get().state == CaseState.WITHDRAWN
    assert "Nobody acts on it any more" in text_of(paula.open("case", case.pk))


def test_a_reader_may_neither_submit_nor_withdraw(world: World, paula: Visitor, lena: Visitor) -> None:
    case = world.ready()
    page = paula.open("check", case.pk)

    submitted = lena.send("check", case.pk, into=page, declared="yes")
    withdrawn = lena.client.post(f"/cases/{case.pk}/withdraw/", {"reason": "I want to"})

    assert (submitted.status_code, withdrawn.status_code) == (403, 403)
    assert Case.objects.get().state == CaseState.DRAFT


@pytest.mark.walk
def test_a_refusal_is_appealed_against_while_there_is_time(world: World, paula: Visitor) -> None:
    case = make_refused_case(world)
    before = text_of(paula.open("case", case.pk))
    page = paula.open("appeal", case.pk)

    unreasoned = paula.send("appeal", case.pk, into=page, reason=" ")
    empty = paula.send("appeal", case.pk, into=page, reason="The shortage is over.", file=SimpleUploadedFile("stock.txt", b""))
    stock = SimpleUploadedFile("stock.txt", b"The stock of the depot.")
    answer = paula.send("appeal", case.pk, into=page, reason="The shortage is over.", file=stock)

    assert "You can appeal against the decision until the end of" in before
    assert (summary_of(empty), "The shortage is over." in empty.content.decode()) == (["“stock.txt” is empty."], True)
    assert "R10" in text_of(page)
    assert summary_of(unreasoned) == ["Say why the decision should be looked at again."]
    assert answer.url == f"/cases/{case.pk}/"
    assert Case.objects.get().state == CaseState.GOVERNMENT_DECISION
    after = text_of(paula.open("case", case.pk))
    assert "Decision appealed against" in after
    assert "The shortage is over." in after
    assert "stock.txt" in after
    assert "You can appeal" not in after
    # What was appealed against, and why it was decided so, is still to be read.
    assert "The earlier decision: Refused" in after
    assert "R10" in after


def test_what_a_grant_in_part_left_out_is_appealed_against_and_the_rest_stands(world: World, paula: Visitor) -> None:
    case = make_case_granted_in_part(world)
    before = text_of(paula.open("case", case.pk))
    page = paula.open("appeal", case.pk)

    paula.send("appeal", case.pk, into=page, reason="The shortage is over.")
    after = text_of(paula.open("case", case.pk))

    assert "What was granted stands, whatever becomes of the appeal." in before
    assert "The government granted the request in part by resolution 417-r" in text_of(page)
    assert "What was granted stands. The government is looking again at the rest of the request." in after
    assert "The decision: Granted in part" in after
    assert "Withdraw the request" not in after


def test_conditions_of_a_whole_grant_are_named_and_appealed_against(world: World, paula: Visitor) -> None:
    case = make_case_under_conditions(world)
    page = paula.open("appeal", case.pk)

    unnamed = paula.send("appeal", case.pk, into=page, reason="Lots of thirty.")
    strange = paula.send("appeal", case.pk, into=page, reason="Lots of thirty.", conditions=["x"])
    answer = paula.send("appeal", case.pk, into=page, reason="Lots of thirty.", conditions=["1", "3"])
    after = text_of(paula.open("case", case.pk))

    assert "The government granted the request whole by resolution 417-r" in text_of(page)
    assert summary_of(unnamed) == ["Name the conditions that you appeal against."]
    assert (summary_of(strange), "Lots of thirty." in strange.content.decode()) == (["The decision has no condition 0."], True)
    assert answer.url == f"/cases/{case.pk}/"
    assert "The government is looking again at conditions; they bind until it has decided." in after
    assert after.count("appealed against") == 2 + after.count("Decision appealed against")


def test_where_no_appeal_is_provided_none_is_offered(world: World, paula: Visitor) -> None:
    case = world.before_government()
    refuse_case(case, world.dora, resolution(grounds=["R10"]))

    page = paula.open("appeal", case.pk)

    assert page.url == f"/cases/{case.pk}/"
    assert "ppeal" not in text_of(paula.open("case", case.pk))
