"""A draft at the portal: its task list, and its sections, saved by button or by themselves, and never lost."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from licensing.models import Case, Event
from licensing.models.requests.composition import build_request_document
from licensing.policy.record.event_kinds import EventKind
from tests.portal.visiting import Visitor, forms_of, summary_of, text_of
from tests.world import REQUEST, World


def test_the_task_list_says_what_is_missing_and_where(world: World, paula: Visitor) -> None:
    case = world.draft(items=[{"name": "Drone", "quantity": "2", "unit": "NAR"}], terms={})

    page = paula.open("draft", case.pk)

    shown = text_of(page)
    assert "Items 3 things missing" in shown
    assert "Item 1: Name the country of origin of each item." in shown
    assert f'href="/cases/{case.pk}/draft/lists/items/0/#id_origin"' in page.content.decode()
    assert f'href="/cases/{case.pk}/draft/terms/#id_terms-contract_no"' in page.content.decode()


def test_a_section_is_saved_with_a_button(world: World, paula: Visitor) -> None:
    case = world.draft()

    answer = paula.send("sheet", case.pk, "end_use", end_use__location="Tartu")

    assert (answer.status_code, answer.url) == (302, f"/cases/{case.pk}/draft/")
    assert build_request_document(Case.objects.get())["end_use"] == REQUEST["end_use"] | {"location": "Tartu", "programme": ""}


@pytest.mark.walk
def test_every_section_reads_back_what_it_wrote(world: World, paula: Visitor) -> None:
    case = world.draft()
    before = build_request_document(case)

    for slug in ("about", "end_use", "terms"):
        paula.send("sheet", case.pk, slug)
    for slug in ("items", "parties", "route"):
        paula.send("change_row", case.pk, slug, 0)

    assert build_request_document(Case.objects.get()) == before


def test_saving_what_has_not_changed_leaves_no_trace(world: World, paula: Visitor) -> None:
    case = world.draft()

    paula.send("sheet", case.pk, "about")

    assert not Event.objects.filter(kind=EventKind.CASE_EDITED).exists()


def test_a_section_saves_itself_and_says_when(world: World, paula: Visitor) -> None:
    case = world.draft()
    url = reverse("portal:sheet", args=[case.pk, "about"])
    typed = forms_of(paula.client.get(url))[0].filled({"title": "Renamed"})

    note = paula.client.post(url, typed, headers={"HX-Request": "true"})

    shown = note.content.decode()
    assert note.status_code == 200
    assert "Saved at" in shown
    assert 'id="seen"' in shown
    assert 'hx-swap-oob="true"' in shown
    assert Case.objects.get().title == "Renamed"


def test_a_failed_autosave_says_why_and_changes_nothing(world: World, paula: Visitor) -> None:
    case = world.draft()
    url = reverse("portal:sheet", args=[case.pk, "terms"])
    typed = forms_of(paula.client.get(url))[0].filled({"terms-contract_date": "31.02.2026"})

    note = paula.client.post(url, typed, headers={"HX-Request": "true"})

    assert "Give a day that exists" in note.content.decode()
    assert build_request_document(Case.objects.get())["terms"]["contract_date"] == "2026-01-15"


def test_a_conflict_shows_theirs_and_keeps_what_was_typed(world: World, paula: Visitor, pavlo: Visitor) -> None:
    case = world.draft()
    page = paula.open("sheet", case.pk, "end_use")
    pavlo.send("sheet", case.pk, "end_use", end_use__location="Narva")

    conflict = paula.send("sheet", case.pk, "end_use", into=page, end_use__location="Tartu")

    assert conflict.status_code == 409
    assert "End use: Where they will be used Tallinn Narva" in text_of(conflict)
    assert forms_of(conflict)[0].values["end_use-location"] == ["Tartu"]
    assert build_request_document(Case.objects.get())["end_use"]["location"] == "Narva"

    kept = paula.send("sheet", case.pk, "end_use", into=conflict)

    assert kept.status_code == 302
    assert build_request_document(Case.objects.get())["end_use"]["location"] == "Tartu"


def test_what_a_colleague_wrote_into_fields_i_left_alone_is_kept(world: World, paula: Visitor, pavlo: Visitor) -> None:
    case = world.draft()
    page = paula.open("sheet", case.pk, "about")
    pavlo.send("sheet", case.pk, "about", title="Renamed", partner_country="LV", urgency__urgent="yes")

    conflict = paula.send("sheet", case.pk, "about", into=page, title="My title", urgency__reason="Soon")
    paula.send("sheet", case.pk, "about", into=conflict)

    now = build_request_document(Case.objects.get())
    assert (now["title"], now["partner_country"]) == ("My title", "LV")
    assert now["urgency"] == {"urgent": True, "reason": "Soon"}


def test_a_colleagues_change_to_another_section_is_no_conflict(world: World, paula: Visitor, pavlo: Visitor) -> None:
    case = world.draft()
    page = paula.open("sheet", case.pk, "end_use")
    pavlo.send("sheet", case.pk, "about", title="Renamed")

    answer = paula.send("sheet", case.pk, "end_use", into=page, end_use__location="Tartu")

    now = build_request_document(Case.objects.get())
    assert (answer.status_code, now["title"], now["end_use"]["location"]) == (302, "Renamed", "Tartu")


def test_terms_ask_for_what_the_form_of_co_operation_needs(world: World, paula: Visitor) -> None:
    sale, venture = world.draft(), world.draft(cooperation_form="joint_venture")

    assert "Name of the joint venture" not in text_of(paula.open("sheet", sale.pk, "terms"))
    assert "Name of the joint venture" in text_of(paula.open("sheet", venture.pk, "terms"))


@pytest.mark.parametrize(("second", "warnings"), [("50", ["The shares add up to 99, not to 100."]), ("51", [])])
def test_shares_are_saved_and_flagged_when_they_do_not_add_up(
    world: World, paula: Visitor, second: str, warnings: list[str]
) -> None:
    case = world.draft(cooperation_form="joint_venture")
    shares = {"name": "Kvitka", "share": "49"}, {"name": "Nordlys", "share": second}
    typed = {f"terms__joint_venture__shareholders__{2 * row}__{key}": one[key] for row, one in enumerate(shares) for key in one}

    answer = paula.send("sheet", case.pk, "terms", terms__joint_venture__name="JV", terms__joint_venture__country="DK", **typed)

    assert build_request_document(Case.objects.get())["terms"]["joint_venture"]["shareholders"] == list(shares)
    assert summary_of(answer) == warnings if warnings else answer.status_code == 302


def test_a_reader_sees_the_draft_and_cannot_change_it(world: World, lena: Visitor) -> None:
    case = world.draft()

    shown = lena.open("draft", case.pk)
    edited = lena.client.post(reverse("portal:sheet", args=[case.pk, "about"]), {"title": "Mine", "seen": json.dumps({})})

    assert "Read back and submit" not in text_of(shown)
    assert (edited.status_code, Case.objects.get().title) == (403, REQUEST["title"])
