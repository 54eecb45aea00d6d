"""The form of an assessment: open to who owns it, refused with what was typed kept, and done in one press."""

from __future__ import annotations

import pytest
from django.urls import reverse

from licensing.acts.signoff import positions
from licensing.admin.assessment.standing_rows import list_source_words
from licensing.models import Assessment, Case
from tests.acts.assessment.assessed import CLASSIFICATION, record, waiting_case
from tests.admin.conftest import At, execute_act, text_of
from tests.trial import GOVERNMENT, MINISTRIES, use_procedure
from tests.world import World, approve


def assess(case: Case, kind: str) -> str:
    return reverse("admin:licensing_case_assess", args=[case.pk, kind])


def test_who_owns_it_records_it_with_its_sources(world: World, at: At) -> None:
    case = waiting_case(world)
    paper = case.documents.first()

    done = execute_act(
        at(world.mira),
        assess(case, "classification"),
        result="changed",
        entries="1; ML10, ML5\n2; -",
        told="It has a sight.",
        findings="The entries fit.",
        documents=[str(paper.pk)],
        data_on="2026-01-02",
    )

    kept = Assessment.objects.get()
    assert (done.status_code, kept.result, kept.sources[0]["document"]) == (302, "changed", str(paper.pk))
    assert [one["entries"] for one in kept.details["items"]] == [["ML10", "ML5"], []]


def test_without_a_source_it_is_refused_and_what_was_typed_stays(world: World, at: At) -> None:
    case = waiting_case(world)

    given = {"result": "confirmed", "entries": "1; ML10", "findings": "It fits.", "data_on": "2026-01-02"}
    page = execute_act(at(world.mira), assess(case, "classification"), **given)

    assert "Name at least one source" in text_of(page)
    assert "It fits." in page.content.decode()
    assert not Assessment.objects.exists()


def test_another_body_reads_why_it_may_not_and_another_kind_has_no_form(world: World, at: At) -> None:
    case = waiting_case(world)

    other = text_of(at(world.rhea).get(assess(case, "classification")))
    places = [assess(case, "classification").replace("classification", kind) for kind in ("need", "screening", "nonsense")]

    assert "This assessment is for another body." in other
    assert [at(world.mira).get(place).status_code for place in places] == [404] * 3


@pytest.mark.walk
def test_the_open_stage_says_whose_it_is_where_an_earlier_one_named_somebody_else(world: World, at: At) -> None:
    of_officers = {"kind": "classification", "owner": "case_officer"}
    use_procedure(MINISTRIES | {"assessments": [CLASSIFICATION]}, GOVERNMENT | {"assessments": [of_officers]})
    case = world.accepted()
    world.state_need(case)
    record(case, world.mira)
    for member in (world.rhea, world.greta, world.mira):
        positions.sign_case(case, member, approve(), version=1)

    [by_officer, by_member] = [text_of(at(one).get(assess(case, "classification"))) for one in (world.otto, world.mira)]

    assert "This assessment is for" not in by_officer
    assert "This assessment is for case officers." in by_member


def test_a_line_that_cannot_be_read_is_named(world: World, at: At) -> None:
    case = waiting_case(world)

    given = {"result": "confirmed", "entries": "ML10", "findings": "It fits.", "data_on": "2026-01-02"}
    page = execute_act(at(world.mira), assess(case, "classification"), **given)

    assert "This line cannot be read: “ML10”." in text_of(page)


def test_a_source_in_words_is_refused_without_its_kind_and_shown_by_it(world: World, at: At) -> None:
    case = waiting_case(world)
    given = {"result": "changed", "entries": "1; ML10, ML5\n2; -", "told": "A sight.", "findings": "It fits."}
    given |= {"data_on": "2026-01-02"}
    place, named = assess(case, "classification"), {"register": "Sheet 3 of Z-40"}

    without = execute_act(at(world.mira), place, **given, **named)
    alone = execute_act(at(world.mira), place, **given, source_kind="maker")
    done = execute_act(at(world.mira), place, **given, **named, source_kind="maker")

    assert "Say what kind of source it is." in text_of(without)
    assert "Sheet 3 of Z-40" in without.content.decode()
    assert "Name the source of this kind." in text_of(alone)
    assert (done.status_code, Assessment.objects.get().sources[0]["kind"]) == (302, "maker")
    assert list_source_words(Assessment.objects.get()) == ["Catalogue or data sheet of the maker: Sheet 3 of Z-40"]
