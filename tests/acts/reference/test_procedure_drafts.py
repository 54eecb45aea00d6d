"""A new version of a procedure in a draft: begun from the present one, written, taken out, and published with its set."""

from __future__ import annotations

import pytest

from licensing.acts.reference.change_sets.settling import send_change_set
from licensing.acts.reference.procedure_drafts import begin_version, drop_procedure, find_draft, write_procedure
from licensing.errors import Invalid, NotFound
from licensing.models import Procedure
from tests.change_sets import add_policy_officer, approve, draft
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.mark.walk
def test_the_next_version_begins_as_the_present_one_and_is_published_with_its_set(world: World) -> None:
    second = add_policy_officer("petra")
    change_set = draft(world.pol)

    begin_version(change_set, world.pol, code="fast-lane")
    document = find_draft(change_set, "fast-lane")
    assert document is not None
    write_procedure(change_set, world.pol, {**document, "term": {"amount": 10, "unit": "working"}})
    approve(send_change_set(change_set, world.pol), second)

    before, after = Procedure.objects.filter(code="fast-lane").order_by("version")
    assert (after.term_amount, after.term_unit, after.stages.count()) == (10, "working", before.stages.count())
    assert (before.term_amount, after.version) == (15, before.version + 1)


@pytest.mark.walk
def test_the_version_after_one_that_is_yet_to_begin_begins_no_earlier(world: World) -> None:
    second, later = add_policy_officer("petra"), {"version": 9, "valid_from": "2040-01-01"}
    coming = draft(world.pol)
    begin_version(coming, world.pol, code="fast-lane")
    write_procedure(coming, world.pol, {**(find_draft(coming, "fast-lane") or {}), **later})
    approve(send_change_set(coming, world.pol), second)

    change_set = draft(world.pol)
    begin_version(change_set, world.pol, code="fast-lane")
    document = find_draft(change_set, "fast-lane")
    assert document is not None
    assert (document["version"], document["valid_from"]) == (10, "2040-01-01")

    with pytest.raises(Invalid) as refused:
        write_procedure(change_set, world.pol, {**document, "valid_from": "2039-12-31"})
    assert [gap.path for gap in refused.value.gaps] == ["procedures/fast-lane/valid_from"]


def test_another_procedure_begins_as_one_that_is_there(world: World) -> None:
    change_set = draft(world.pol)

    assert begin_version(change_set, world.pol, code="fast-lane", as_code="others") == "others"

    document = find_draft(change_set, "others")
    assert document is not None
    assert (document["code"], document["version"], len(document["stages"])) == ("others", 1, 2)
    drop_procedure(change_set, world.pol, code="others")
    assert find_draft(change_set, "others") is None


def test_only_what_is_published_can_be_begun_from(world: World) -> None:
    with pytest.raises(NotFound):
        begin_version(draft(world.pol), world.pol, code="nowhere")


def test_what_has_not_the_shape_of_a_procedure_is_refused_where_it_is_wrong(world: World) -> None:
    change_set = draft(world.pol)
    begin_version(change_set, world.pol, code="fast-lane")
    document = find_draft(change_set, "fast-lane")
    assert document is not None

    with pytest.raises(Invalid) as refused:
        write_procedure(change_set, world.pol, {**document, "term": {"amount": 0, "unit": "calendar"}})

    assert [gap.path for gap in refused.value.gaps] == ["procedures/fast-lane/term.amount"]
