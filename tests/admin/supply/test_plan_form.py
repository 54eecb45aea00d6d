"""A sheet of periods is looked at before anything is entered: all that is wrong by line and column, or what it holds."""

from __future__ import annotations

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from licensing.models import SupplyPlan
from tests.admin.conftest import At, text_of
from tests.administrators import today
from tests.world import World

ENTER = reverse("admin:licensing_supplyplan_enter")
COLUMNS = "first_on;last_on;planned;confirmed;allocation"


def _lines(*amounts: str) -> str:
    first = [today() + timedelta(days=90 * place) for place in range(len(amounts))]
    return "\n".join([COLUMNS, *(f"{one};{one + timedelta(days=89)};{said}" for one, said in zip(first, amounts, strict=True))])


def _send(content: bytes) -> dict[str, object]:
    given = {"family": "uav", "data_on": str(today()), "opening_stock": "400", "reserve_floor": "200", "note": "Kept."}
    return given | {"sheet": SimpleUploadedFile("periods.csv", content)}


def test_a_file_is_shown_first_and_entered_by_the_next_press_and_comes_back_as_it_was(world: World, at: At) -> None:
    greta = at(world.greta)

    shown = greta.post(ENTER, _send(_lines("320;300;250", "100;90;80").encode("cp1251")))
    entered_early = SupplyPlan.objects.exists()
    form = shown.context["form"]
    done = greta.post(ENTER, {name: form[name].value() or "" for name in form.fields} | {"key": shown.context["key"]})

    plan = SupplyPlan.objects.get()
    saved = greta.get(reverse("admin:licensing_supplyplan_export", args=[plan.pk]))
    again = greta.post(ENTER, _send(saved.content))
    assert (shown.status_code, entered_early, done.status_code, plan.note) == (200, False, 302, "Kept.")
    assert [one.planned for one in again.context["periods"]] == [320, 100]
    assert at(world.otto).get(reverse("admin:licensing_supplyplan_export", args=[plan.pk])).status_code in (403, 404)


def test_all_faults_of_a_file_are_told_by_line_and_column_and_nothing_is_entered(world: World, at: At) -> None:
    greta = at(world.greta)

    unread = greta.post(ENTER, _send(_lines("many;300;250", "100;1.5.6;80").encode()))
    unfit = greta.post(ENTER, _send(_lines("320;300;250", "0.5;0;0", "1;0;0.5").encode()))
    no_sheet = greta.post(ENTER, _send(b"%PDF-1.7 this is none"))

    assert [(one.line, one.column) for one in unread.context["faults"]] == [(2, "planned"), (3, "confirmed")]
    assert [(one.line, one.column) for one in unfit.context["faults"]] == [(3, "planned"), (4, "allocation")]
    assert "This is a PDF file." in text_of(no_sheet)
    assert {answer.status_code for answer in (unread, unfit, no_sheet)} == {400}
    assert not SupplyPlan.objects.exists()
