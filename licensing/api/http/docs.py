"""The contract as a page for people, served without a script."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from licensing.api.http import problems
from licensing.api.http.schema import build_contract
from licensing.policy.requests.schema import SCHEMA

_JSON: Final = "application/json"


def show_docs(request: HttpRequest) -> HttpResponse:
    """The contract, for people: one chapter for each tag, in the order of the contract."""
    contract = build_contract()
    operations: dict[str, list[dict[str, Any]]] = {}
    for address, methods in contract["paths"].items():
        for method, operation in methods.items():
            operations.setdefault(operation["tags"][0], []).append(_docs_entry(address, method, operation))
    chapters = [(tag["description"], tag["name"], operations[tag["name"]]) for tag in contract["tags"]]
    return render(request, "api/docs.html", {"title": contract["info"]["title"], "chapters": chapters})


def _docs_entry(path: str, method: str, operation: Mapping[str, Any]) -> dict[str, Any]:
    body = operation.get("requestBody", {}).get("content", {}).get(_JSON, {})
    shape = body.get("schema", {})
    return {
        "id": operation["operationId"],
        "path": path,
        "method": method.upper(),
        "summary": operation["summary"],
        "description": operation["description"],
        "scopes": [scope for way in operation["security"] for scopes in way.values() for scope in scopes],
        "parameters": [
            one | {"about": one.get("description") or _describe_field(one["schema"])} for one in operation["parameters"]
        ],
        "fields": _fields(SCHEMA if "$ref" in shape else shape),
        "example": json.dumps(body["example"], ensure_ascii=False, indent=2) if "example" in body else "",
        "answers": [
            {"status": status, "words": answer["description"], "problems": _problem_codes(answer)}
            for status, answer in operation["responses"].items()
        ],
    }


def _problem_codes(answer: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The codes of problems with this status, each with its title."""
    examples = answer.get("content", {}).get(problems.MEDIA_TYPE, {}).get("examples", {})
    return [(code, example["value"]["title"]) for code, example in examples.items()]


def _fields(shape: Mapping[str, Any]) -> list[dict[str, Any]]:
    required = shape.get("required", [])
    return [
        {"name": name, "required": name in required, "about": _describe_field(one)}
        for name, one in shape.get("properties", {}).items()
    ]


def _describe_field(shape: Mapping[str, Any]) -> str:
    """A field in a few words: what it is, or which values it takes."""
    inner = next((one for one in shape.get("anyOf", ()) if one.get("type") != "null"), shape)
    if "enum" in inner:
        return ", ".join(map(str, inner["enum"]))
    return str(shape.get("title") or inner.get("title") or inner.get("type", ""))


PATHS: Final = (path("docs/", show_docs, name="docs"),)
