"""The contract is valid, complete, and kept by the answers."""

from __future__ import annotations

import io
import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from drf_spectacular import validation
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.renderers import OpenApiJsonRenderer
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from licensing.acts.licences.ledger import draw_down_licence
from licensing.api.http.schema import ContractGenerator, build_contract
from licensing.policy.requests.schema import SCHEMA
from tests.api.calling import Caller, every_operation
from tests.api.strictness import build_strict_contract
from tests.world import World, clearance


@pytest.mark.walk
def test_the_contract_is_valid_openapi_without_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    warnings = io.StringIO()
    monkeypatch.setattr(sys, "stderr", warnings)

    made = ContractGenerator().get_schema(public=True)

    assert list(_openapi().iter_errors(json.loads(OpenApiJsonRenderer().render(made)))) == []
    assert (made["openapi"], warnings.getvalue(), list(GENERATOR_STATS._warn_cache), list(GENERATOR_STATS._error_cache)) == (
        "3.1.1",
        "",
        [],
        [],
    )


@pytest.mark.walk
def test_what_is_not_openapi_is_found() -> None:
    made = json.loads(json.dumps(build_contract()))
    made["paths"]["/api/v1/cases/"]["get"]["responses"]["200"] = {"shown": True}
    made["components"]["schemas"]["Later"] = {"type": "nonsense"}

    assert len(list(_openapi().iter_errors(made))) == 2


def test_no_body_that_is_taken_holds_an_object_of_anything() -> None:
    """What no shape describes reaches code that was written for one: details of a sitting with `grounds: true` were a 500."""
    made = build_contract()
    schemas = made["components"]["schemas"]
    taken = [
        operation["requestBody"]
        for methods in made["paths"].values()
        for operation in methods.values()
        if "requestBody" in operation
    ]

    def find_open(node: Any, seen: frozenset[str]) -> bool:
        if isinstance(node, list):
            return any(find_open(one, seen) for one in node)
        if not isinstance(node, dict):
            return False
        if (name := str(node.get("$ref", "")).rpartition("/")[2]) and name not in seen:
            return find_open(schemas[name], seen | {name})
        open_here = node.get("type") == "object" and not {"properties", "additionalProperties", "$ref"} & node.keys()
        parts = {key: value for key, value in node.items() if key not in ("example", "examples")}
        return open_here or find_open(list(parts.values()), seen)

    assert [body for body in taken if find_open(body, frozenset())] == []


def test_every_operation_is_listed_once() -> None:
    paths = build_contract()["paths"]
    ids = [operation["operationId"] for methods in paths.values() for operation in methods.values()]

    assert (len(ids), len(set(ids))) == (len(every_operation()), len(ids))
    assert all(path.startswith("/api/v1/") for path in paths)


@pytest.mark.walk
def test_every_component_that_is_named_exists() -> None:
    text = json.dumps(build_contract())
    named = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}

    assert named <= build_contract()["components"]["schemas"].keys()
    for shape in build_contract()["components"]["schemas"].values():
        Draft202012Validator.check_schema(shape)


def test_a_request_has_the_shape_that_is_published() -> None:
    shape = build_contract()["components"]["schemas"]["Request"]

    assert {name: value for name, value in SCHEMA.items() if not name.startswith("$")} == shape


def test_every_act_says_its_key_its_precondition_and_its_refusals() -> None:
    submit = build_contract()["paths"]["/api/v1/cases/{case_id}/submit/"]["post"]

    headers = {one["name"]: one["required"] for one in submit["parameters"] if one["in"] == "header"}
    assert headers == {"Idempotency-Key": True, "If-Match": True}
    assert {"200", "400", "401", "403", "404", "409", "412", "413", "415", "422", "428", "429", "503"} <= submit[
        "responses"
    ].keys()
    assert set(submit["responses"]["422"]["content"]["application/problem+json"]["examples"]) == {
        "idempotency_key_reused",
        "incomplete",
    }
    assert submit["security"] == [{"oauth2": ["cases:write"]}, {"session": []}]


def test_examples_have_the_shape_that_they_show() -> None:
    wrong = {}
    for operation in every_operation():
        if operation.spec.example:
            errors = list(Draft202012Validator(operation.spec.takes or {}).iter_errors(operation.spec.example))
            wrong |= {str(operation): errors} if errors else {}

    assert wrong == {}


@pytest.mark.walk
@pytest.mark.parametrize("name", ["paula", "otto", "rhea", "dora", "cus"])
def test_answers_have_the_shape_that_is_published(world: World, name: str) -> None:
    licence = world.licence()
    usage = draw_down_licence(licence, world.cus, clearance("M-1", 1))
    ids = {"case_id": licence.case_id, "licence_id": licence.pk, "usage_id": usage.pk}
    caller, checked = Caller(getattr(world, name)), 0

    for operation in every_operation():
        if operation.method != "GET" or "<uuid:document_id>" in operation.route or "<uuid:endpoint_id>" in operation.route:
            continue
        answer = caller.get(operation.path(**ids))
        documented = _responses(operation.route)[str(answer.status_code)]
        media = answer["Content-Type"]
        if media == "application/pdf":
            assert list(documented["content"]) == ["*/*"]
            continue
        _keeps(documented["content"][media]["schema"], answer.json())
        checked += answer.status_code == 200

    assert checked >= 8


@pytest.mark.walk
def test_a_client_of_today_reads_an_answer_with_a_field_and_a_value_of_tomorrow(world: World) -> None:
    answer = Caller(world.paula).get(f"cases/{world.filed().pk}/").json()

    later = _grow(answer) | {"state": "a_state_of_tomorrow"}

    components = {"components": build_contract()["components"]}
    shape = _responses("cases/<uuid:case_id>/")["200"]["content"]["application/json"]["schema"]
    assert list(Draft202012Validator(shape | components).iter_errors(later)) == []


def test_what_is_sent_to_us_is_closed_and_what_we_answer_is_open() -> None:
    contract = build_contract()
    answers = {name: shape for name, shape in contract["components"]["schemas"].items() if name != "Request"}
    bodies = [operation.spec.takes for operation in every_operation() if operation.spec.takes is not None]

    assert [name for name, shape in answers.items() if shape.get("additionalProperties") is False or "enum" in shape] == []
    assert [body for body in bodies if body["additionalProperties"] is not False] == []


def test_every_change_of_what_has_a_revision_says_that_it_compares_the_revision() -> None:
    without = []
    for path, methods in build_contract()["paths"].items():
        for method, operation in methods.items():
            of_subject = any(f"{{{name}}}" in path for name in ("case_id", "licence_id", "plan_id"))
            headers = {one["name"] for one in operation["parameters"] if one["in"] == "header"}
            if method != "get" and of_subject != ("If-Match" in headers and "412" in operation["responses"]):
                without.append(f"{method} {path}")

    assert without == []


def test_the_contract_is_served_to_anybody(client: Client) -> None:
    served = client.get("/api/v1/schema/")

    assert served["Content-Type"] == "application/vnd.oai.openapi+json;version=3.1"
    assert served.json() == build_contract()


@cache
def _openapi() -> Draft202012Validator:
    """What `drf_spectacular.validation` holds a contract against; that looks for every anchor in the whole of it anew."""
    rules = json.loads(Path(validation.__file__).with_name("openapi_3_1_schema.json").read_text(encoding="utf-8"))
    registry = Registry().with_resource(rules["$id"], DRAFT202012.create_resource(rules)).crawl()
    return Draft202012Validator(rules, registry=registry)


def _grow(value: Any) -> Any:
    """The same answer with a field more in every object."""
    if isinstance(value, dict):
        return {name: _grow(inner) for name, inner in value.items()} | {"added_later": 1}
    return [_grow(inner) for inner in value] if isinstance(value, list) else value


def _responses(route: str) -> dict[str, Any]:
    path = "/api/v1/" + "/".join(
        "{" + part.strip("<>").split(":")[1] + "}" if part.startswith("<") else part for part in route.split("/")
    )
    responses: dict[str, Any] = build_contract()["paths"][path]["get"]["responses"]
    return responses


def _keeps(shape: dict[str, Any], body: Any) -> None:
    whole = shape | {"components": build_strict_contract()["components"]}
    errors = [f"{error.json_path}: {error.message}" for error in Draft202012Validator(whole).iter_errors(body)]
    assert errors == []
