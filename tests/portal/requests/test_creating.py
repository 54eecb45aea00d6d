"""Beginning a request: of a chosen kind, once however often the button is pressed, or as a copy of an earlier one."""

from __future__ import annotations

from django.urls import reverse

from licensing.models import Case
from licensing.models.requests.composition import build_request_document
from tests.members import add_reader
from tests.old_plans import file_old_plan
from tests.portal.visiting import Visitor, forms_of, summary_of
from tests.world import World


def test_a_new_request_begins_at_its_task_list(world: World, paula: Visitor) -> None:
    answer = paula.send("new", kind="single_permit", title="Forty UAVs")

    case = Case.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/cases/{case.pk}/draft/")
    assert (case.kind_id, case.title, case.organisation) == ("single_permit", "Forty UAVs", world.partner)


def test_whoever_drafts_for_nobody_gets_no_form_and_reads_whom_to_ask(world: World) -> None:
    ria = Visitor(add_reader(world))

    opened, sent = ria.open("new"), ria.client.post("/cases/new/", {"title": "Forty UAVs"})

    assert [(one.status_code, forms_of(one)) for one in (opened, sent)] == [(403, []), (403, [])]
    assert "Ask an administrator of your organisation" in opened.content.decode()


def test_a_new_request_without_a_kind_keeps_what_was_typed(world: World, paula: Visitor) -> None:
    page = paula.send("new", title="Forty UAVs")

    assert (page.status_code, summary_of(page)) == (422, ["Choose the kind of request."])
    assert forms_of(page)[0].values["title"] == ["Forty UAVs"]
    assert not Case.objects.exists()


def test_a_country_plan_is_not_offered_and_leads_to_expressions_of_interest(world: World, paula: Visitor) -> None:
    page = paula.open("new")
    sent = paula.client.post("/cases/new/", {"kind": "country_plan", "title": "Denmark and we"})

    assert "country_plan" not in page.content.decode()
    assert (sent.status_code, forms_of(sent)[0].values["title"]) == (409, ["Denmark and we"])
    assert reverse("portal:file_interest") in sent.content.decode()
    assert not Case.objects.exists()


def test_an_earlier_country_plan_is_not_copied(world: World, paula: Visitor) -> None:
    case = file_old_plan(world)

    answer = paula.client.post(f"/cases/{case.pk}/copy/")

    assert (answer.status_code, Case.objects.count()) == (409, 1)
    assert reverse("portal:file_interest") in answer.content.decode()


def test_pressing_begin_twice_begins_one_request(world: World, paula: Visitor) -> None:
    page = paula.open("new")

    first = paula.send("new", into=page, kind="single_permit", title="Once")
    second = paula.send("new", into=page, kind="single_permit", title="Once")

    assert first.url == second.url
    assert Case.objects.count() == 1


def test_a_copy_brings_the_content_along(world: World, paula: Visitor) -> None:
    case = world.filed()
    page = paula.open("case", case.pk)

    for _press in range(2):
        answer = paula.send("copy", case.pk, into=page)

    made = Case.objects.exclude(pk=case.pk).get()
    assert (answer.status_code, answer.url) == (302, f"/cases/{made.pk}/draft/")
    assert build_request_document(made)["items"] == build_request_document(case)["items"]
