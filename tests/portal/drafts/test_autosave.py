"""Sections and rows that save themselves: each field by itself, a new row once, and an answer that says what was saved."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.urls import reverse

from licensing.models import Case, Event
from licensing.models.requests.composition import build_request_document
from tests.portal.visiting import Visitor, forms_of
from tests.world import World

HTMX = {"HX-Request": "true"}
PARTY = {"role": "buyer", "name": "Buyer", "country": "EE", "kind": "government"}


def save_itself(visitor: Visitor, name: str, /, *args: Any, into: Any = None, **typed: Any) -> Any:
    """What the script of a page sends while somebody types."""
    url = reverse(f"portal:{name}", args=args)
    sheet = forms_of(into if into is not None else visitor.client.get(url))[0]
    return visitor.client.post(url, sheet.filled(typed), headers=HTMX)


def parties() -> list[dict[str, Any]]:
    return list(build_request_document(Case.objects.get())["parties"])


def snapshot_of(note: Any) -> str:
    content = note.content.decode()
    return content.partition('id="seen" value="')[2].partition('"')[0].replace("&quot;", '"')


def test_one_malformed_value_does_not_stop_the_others(world: World, paula: Visitor) -> None:
    case = world.draft()

    note = save_itself(paula, "sheet", case.pk, "terms", terms__contract_no="C-77", terms__contract_date="31.02.2026")

    terms = build_request_document(Case.objects.get())["terms"]
    assert (terms["contract_no"], terms["contract_date"]) == ("C-77", "2026-01-15")
    assert note["X-Form-Saved"] == "part"
    assert "except:" in note.content.decode()
    assert "Give a day that exists" in note.content.decode()


def test_a_malformed_shareholder_does_not_stop_the_section(world: World, paula: Visitor) -> None:
    case = world.draft(cooperation_form="joint_venture")
    typed = {"terms__joint_venture__name": "Venture", "terms__joint_venture__country": "UA"}
    holders = {
        f"terms__joint_venture__shareholders__{row}__{name}": value
        for row, holder in enumerate([("Whole", "100"), ("Half", "half")])
        for name, value in zip(("name", "share"), holder, strict=True)
    }

    note = save_itself(paula, "sheet", case.pk, "terms", **typed, **holders)

    venture = build_request_document(Case.objects.get())["terms"]["joint_venture"]
    assert (venture["name"], venture["shareholders"]) == ("Venture", [{"name": "Whole", "share": "100"}])
    assert note["X-Form-Saved"] == "part"


def test_where_everything_is_right_everything_is_saved(world: World, paula: Visitor) -> None:
    case = world.draft()

    note = save_itself(paula, "sheet", case.pk, "end_use", end_use__location="Tartu")

    assert note["X-Form-Saved"] == "whole"


def test_a_row_saves_itself(world: World, paula: Visitor) -> None:
    case = world.draft()

    note = save_itself(paula, "change_row", case.pk, "items", 0, model="Z-41", quantity="many")

    item = build_request_document(Case.objects.get())["items"][0]
    assert (item["model"], item["quantity"]) == ("Z-41", "40")
    assert note["X-Form-Saved"] == "part"


def test_a_new_row_that_saves_itself_is_added_once_however_it_grows(world: World, paula: Visitor) -> None:
    case = world.draft(parties=[])
    page = paula.open("add_row", case.pk, "parties")

    first = save_itself(paula, "add_row", case.pk, "parties", into=page, **PARTY)
    more = PARTY | {"seen": snapshot_of(first)}
    second = save_itself(paula, "add_row", case.pk, "parties", into=page, **more, address="Narva mnt 1")
    more = PARTY | {"seen": snapshot_of(second), "tried": "yes"}
    pressed = paula.send("add_row", case.pk, "parties", into=page, **more, address="Narva mnt 2")

    assert pressed.status_code == 302
    assert [(one["name"], one["address"]) for one in parties()] == [("Buyer", "Narva mnt 2")]


def test_a_new_row_whose_answer_was_lost_is_not_added_again(world: World, paula: Visitor) -> None:
    case = world.draft(parties=[])
    page = paula.open("add_row", case.pk, "parties")
    save_itself(paula, "add_row", case.pk, "parties", into=page, **PARTY)

    # The page still believes that the row is new: it has no snapshot.
    pressed = paula.send("add_row", case.pk, "parties", into=page, **PARTY | {"tried": "yes", "name": "Another buyer"})

    assert pressed.status_code == 302
    assert [one["name"] for one in parties()] == ["Another buyer"]


def test_a_new_row_after_a_row_of_a_colleague_stays_its_own(world: World, paula: Visitor, pavlo: Visitor) -> None:
    case = world.draft(parties=[])
    page = paula.open("add_row", case.pk, "parties")
    pavlo.send("add_row", case.pk, "parties", **PARTY | {"name": "Of Pavlo"})
    first = save_itself(paula, "add_row", case.pk, "parties", into=page, **PARTY | {"name": "Of Paula"})
    pavlo.send("remove_row", case.pk, "parties", 0)

    changed = PARTY | {"seen": snapshot_of(first), "name": "Of Paula too"}
    note = save_itself(paula, "add_row", case.pk, "parties", into=page, **changed)

    assert "X-Form-Saved" not in note
    assert [one["name"] for one in parties()] == ["Of Paula"]


def test_two_new_rows_typed_on_one_page_and_sent_by_its_button_are_two(world: World, paula: Visitor) -> None:
    case = world.draft(parties=[])
    page = paula.open("add_row", case.pk, "parties")

    for name in ("First", "Second"):
        paula.send("add_row", case.pk, "parties", into=page, **PARTY | {"name": name})

    assert [one["name"] for one in parties()] == ["First", "Second"]


def test_a_row_that_is_not_whole_yet_is_not_added_and_says_why(world: World, paula: Visitor) -> None:
    case = world.draft(parties=[])

    note = save_itself(paula, "add_row", case.pk, "parties", name="Buyer")

    assert "X-Form-Saved" not in note
    assert "Not saved yet:" in note.content.decode()
    assert parties() == []


def test_saving_what_has_not_changed_leaves_no_trace(world: World, paula: Visitor) -> None:
    case = world.draft()
    before = Event.objects.count()

    note = save_itself(paula, "change_row", case.pk, "items", 0)

    assert (note["X-Form-Saved"], Event.objects.count()) == ("whole", before)


def test_the_note_that_says_what_was_saved_stays_in_sight(world: World, paula: Visitor) -> None:
    page = paula.open("sheet", world.draft().pk, "terms").content.decode()

    styles = Path(str(finders.find("licensing/keeping.css"))).read_text(encoding="utf-8")
    on_the_screen = re.sub(r"/\*.*?\*/", "", styles.partition("@media print")[0], flags=re.DOTALL)
    rules = [
        body for names, body in re.findall(r"([^{}]+){([^{}]*)}", on_the_screen) if ".dz-saved" in re.split(r"[\s,]+", names)
    ]
    assert "/licensing/keeping" in page
    assert 'class="dz-saved' in page[page.index("<form") :]
    assert {"position: sticky", "bottom: 0"} <= {one.strip() for body in rules for one in body.split(";")}
