"""A request as its rows: a section that is written replaces the one before it, and no other."""

from __future__ import annotations

import base64

import pytest

from licensing.acts.requests import amending, drafting
from licensing.errors import Invalid
from licensing.models import Case
from tests.parents import LONG_TERM
from tests.world import REQUEST, World


def test_a_section_that_is_not_sent_stays_as_it_was(world: World) -> None:
    case = world.draft()

    drafting.edit_case(case, world.paula, {"items": [REQUEST["items"][1]]})

    after = Case.objects.get(pk=case.pk)
    assert [(item.number, item.name) for item in after.items.order_by("number")] == [(1, "Ground station")]
    assert (after.title, after.parties.count()) == (REQUEST["title"], len(REQUEST["parties"]))


def test_a_field_left_out_of_its_section_is_emptied(world: World) -> None:
    case = world.draft()

    drafting.edit_case(case, world.paula, {"end_use": {"purpose": "Training"}})

    document = drafting.build_request_document(Case.objects.get(pk=case.pk))
    assert document["end_use"]["purpose"] == "Training"
    assert not document["end_use"].get("location")


def test_documents_named_by_digest_stay_and_others_go(world: World) -> None:
    case = world.draft()
    kept, dropped = [
        drafting.attach_document(
            case, world.paula, content=name.encode(), file_name=f"{name}.txt", about={"type": "euc", "title": name}
        )
        for name in ("kept", "dropped")
    ]
    sent = {"type": "other", "title": "New", "file_name": "new.txt", "content": base64.b64encode(b"new").decode()}

    drafting.edit_case(case, world.paula, {"documents": [{"type": "euc", "title": "kept", "sha256": kept.sha256}, sent]})

    present = case.documents.filter(removed_at__isnull=True).order_by("attached_at").values_list("title", flat=True)
    assert list(present) == ["kept", "New"]
    assert case.documents.get(pk=dropped.pk).removed_at is not None


def test_the_same_file_of_which_something_else_is_said_is_another_document(world: World) -> None:
    case = world.draft()
    about = {"type": "euc", "title": "Certificate", "expires_on": "2027-05-01"}
    kept = drafting.attach_document(case, world.paula, content=b"euc", file_name="euc.txt", about=about)
    named, again = {"sha256": kept.sha256}, {"content": base64.b64encode(b"euc").decode(), "file_name": "euc.txt"}

    for source in (named, again):
        drafting.edit_case(case, world.paula, {"documents": [about | source]})
    stayed = case.documents.get()
    drafting.edit_case(case, world.paula, {"documents": [about | again | {"expires_on": "2028-05-01"}]})
    corrected = case.documents.get(removed_at=None)
    drafting.edit_case(case, world.paula, {"documents": [about | named | {"title": "End-user certificate"}]})
    renamed = case.documents.get(removed_at=None)

    assert stayed == kept
    assert (str(corrected.expires_on), corrected.title) == ("2028-05-01", "Certificate")
    assert (str(renamed.expires_on), renamed.title) == ("2027-05-01", "End-user certificate")
    assert len({kept.pk, corrected.pk, renamed.pk}) == 3
    assert {one.file.name for one in case.documents.all()} == {kept.file.name}


def test_a_contract_is_not_called_off_from_itself(world: World) -> None:
    terms = REQUEST["terms"] | {"long_term": LONG_TERM}
    case = world.accepted(title="Contract", cooperation_form="mixed", terms=terms)

    with pytest.raises(Invalid) as refused:
        amending.amend_case(case, world.paula, {"plan": case.reference}, reason="Ours")

    assert [gap.path for gap in refused.value.gaps] == ["plan"]
