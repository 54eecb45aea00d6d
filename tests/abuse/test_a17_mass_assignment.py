"""A17, A18: no field of any table can be written by naming it; a state moves only by its act."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.apps import apps

from licensing.models import Case, Event
from tests.api.calling import Caller, Operation, at, code_of, every_operation
from tests.world import REQUEST, World

EVERY_FIELD = sorted(
    {field.name for model in apps.get_app_config("licensing").get_models() for field in model._meta.get_fields()}
    | {field.attname for model in apps.get_app_config("licensing").get_models() for field in model._meta.concrete_fields}
)
WRITING = [one for one in every_operation() if one.spec.takes is not None and one.method != "DELETE"]


def everything(world: World, case: Case) -> list[Any]:
    """All that a case is, as rows."""
    rows: list[Any] = [Case.objects.filter(pk=case.pk).values().get(), Event.objects.count()]
    return [*rows, list(case.items.values()), list(case.parties.values()), list(case.documents.values())]


@pytest.mark.walk
@pytest.mark.parametrize("operation", WRITING, ids=str)
def test_every_field_that_is_not_asked_for_is_refused_by_name(world: World, operation: Operation) -> None:
    case = world.draft()
    before = everything(world, case)
    asked = set((operation.spec.takes or {}).get("properties", {}))
    strange = {name: "x" for name in EVERY_FIELD if name not in asked}
    body = json.dumps(dict(operation.spec.example or {}) | strange).encode()

    # Where nothing has a revision, the header alone would be refused, and no field.
    revision = {"if_match": '"r2"'} if {"case_id", "licence_id"} & set(re.findall(r"\w+_id", operation.route)) else {}

    refused = Caller(world.paula).raw(operation.method, operation.path(case_id=case.pk), body, **revision)

    named = {one["path"] for one in refused.json()["errors"] if one["code"] == "unknown_field"}
    assert (code_of(refused), strange.keys() - named) == ((400, "invalid"), set())
    assert everything(world, case) == before


@pytest.mark.parametrize(
    "field", ["state", "revision", "reference", "organisation", "officer", "created_by", "procedure", "routing"]
)
def test_a_draft_is_not_moved_by_editing_it(world: World, field: str) -> None:
    case, paula = world.draft(), Caller(world.paula)
    before = everything(world, case)

    edited = paula.patch(at(case), {"title": "New", field: "granted"}, if_match='"r2"')
    begun = paula.post("cases/", REQUEST | {field: "granted"})

    assert code_of(edited) == code_of(begun) == (400, "invalid")
    assert everything(world, case) == before


def test_the_kind_of_a_request_stays(world: World) -> None:
    case = world.draft()

    assert code_of(Caller(world.paula).patch(at(case), {"kind": "transit"}, if_match='"r2"')) == (409, "immutable")


def test_a_document_of_the_store_is_not_taken_over_by_its_digest(world: World) -> None:
    filed, paula, rita = world.filed(), Caller(world.paula), Caller(world.rita)
    digest = filed.documents.all()[0].sha256
    named = {"kind": "single_permit", "documents": [{"type": "other", "title": "Mine", "sha256": digest}]}

    for caller in (rita, paula):
        refused = caller.post("cases/", named)
        assert (code_of(refused), refused.json()["errors"][0]["path"]) == ((400, "invalid"), "documents.0.content")
