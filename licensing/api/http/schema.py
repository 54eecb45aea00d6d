"""The contract: OpenAPI 3.1, made of what each operation declares, and a page to read it on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from typing import Any, Final, get_origin

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import override
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from rest_framework.request import Request

from licensing.api.http import problems
from licensing.api.http.answers import ComponentRegistry, File
from licensing.api.http.operations import ApiView, IgnoreAcceptNegotiation
from licensing.api.http.preconditions import SUBJECTS
from licensing.api.http.spec import IfMatch, Spec
from licensing.api.http.throttling import CountedView
from licensing.api.http.wire import Malformed, TooLarge, as_json
from licensing.errors import Busy, Invalid, KeyRequired, KeyReused, Problem, Stale
from licensing.policy.people.programs import SCOPES_OF_PROGRAMS
from licensing.policy.requests.schema import SCHEMA
from licensing.policy.shapes import Schema

MEDIA_TYPE: Final = "application/vnd.oai.openapi+json;version=3.1"
_JSON: Final = "application/json"
_TAGS: Final[Mapping[str, str]] = {
    "cases": "Requests, from the draft to the decision",
    "sittings": "Sittings: several cases decided by one resolution",
    "licences": "Licences and draw-downs",
    "supply-plans": "Supply plans, for the bodies that keep them",
    "interests": "What partners want before any request, and the offers that answer it",
    "country-plans": "Country plans of the state, for who may read them",
    "countries": "A country at a glance, for who may read country plans",
    "endpoints": "Webhooks",
    "procedures": "Simulating rules",
    "measures": "Measures of the state",
    "reference": "Lists of codes",
    "me": "The caller",
}
# Placeholders of addresses that are no UUID.
_PATH_SHAPES: Final[Mapping[str, Schema]] = {
    "number": {"type": "integer", "minimum": 1},
    "name": {"type": "string"},
    "country": {"type": "string"},
}
_ID: Final[Schema] = {"type": "string", "format": "uuid"}
_KEY_HEADER: Final[Schema] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "A value that you choose, new for each command. A repeat with the same key gets the same response.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[\\x21-\\x7e]+$"},
    "example": "5f0c1d1e-6f0b-4a53-9f7e-2f6a1d0c9b11",
}
_IF_MATCH: Final[Schema] = {
    "name": "If-Match",
    "in": "header",
    "description": "The ETag that you have read. If it is no longer current, nothing is changed and the answer is 412.",
    "schema": {"type": "string", "maxLength": 60},
    "example": '"r7"',
}
_ETAG: Final[Schema] = {
    "description": "The revision, for If-Match; absent for an applicant while the authority deliberates.",
    "schema": {"type": "string"},
}
_LINK: Final[Schema] = {
    "description": 'The address of the rows that follow, as `rel="next"` (RFC 8288); absent with the last of them.',
    "schema": {"type": "string"},
}
_PROBLEM: Final[Schema] = {
    "type": "object",
    "title": "Problem",
    "description": "What went wrong (RFC 9457). A request that is answered with a problem has changed nothing.",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string", "examples": ["urn:dozvil:problem:incomplete"]},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "A sentence for people, in the language of Accept-Language."},
        "code": {"type": "string", "description": "Stable: branch on this."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["path", "code", "sentence"],
                "properties": {"path": {"type": "string"}, "code": {"type": "string"}, "sentence": {"type": "string"}},
            },
        },
        "current": {"type": "integer", "description": "`stale`: the revision now, if you may read it."},
        "changed": {"type": "array", "items": {"type": "string"}, "description": "`stale`: what was edited since you read it."},
        "changes": {
            "type": "array",
            "description": "`stale`: what has happened since you read it, oldest first.",
            "items": {
                "type": "object",
                "properties": {
                    "kind": {"type": "string"},
                    "title": {"type": "string"},
                    "at": {"type": "string", "format": "date-time"},
                    "fields": {"type": "array", "items": {"type": "string"}},
                },
            },
        },
    },
}
_RATE_HEADERS: Final[Schema] = {
    "RateLimit-Policy": {"description": "How many calls (`q`) in how many seconds (`w`).", "schema": {"type": "string"}},
    "RateLimit": {
        "description": "How many are left (`r`), and in how many seconds more are (`t`).",
        "schema": {"type": "string"},
    },
}
# What any operation may answer, whatever it is about.
_COMMON_PROBLEMS: Final[tuple[type[Problem], ...]] = (problems.NotSignedIn, problems.TooMany, Busy)
_SCOPE_PROBLEMS: Final[tuple[type[Problem], ...]] = (problems.OutOfScope,)
_BODY_PROBLEMS: Final[tuple[type[Problem], ...]] = (Malformed, TooLarge, problems.WrongMediaType, problems.LengthRequired)
_KEY_PROBLEMS: Final[tuple[type[Problem], ...]] = (KeyRequired, KeyReused)


class OperationSchema(AutoSchema):
    """Builds the page of an operation from its declaration alone."""

    def get_operation(self, path: str, path_regex: str, path_prefix: str, method: str, registry: Any) -> dict[str, Any] | None:
        """The operation object of OpenAPI; its tag is the first part of the address."""
        assert isinstance(self.view, ApiView)  # whatever else has an address is kept out of the schema
        spec = self.view.specs[method.lower()]
        return {
            "operationId": _operation_id(type(self.view).__name__, method),
            "summary": spec.summary,
            "description": spec.description,
            "tags": [path.removeprefix(path_prefix.lstrip("^")).strip("/").split("/")[0]],
            "security": _security(spec),
            "parameters": [*_path_parameters(path), *_query_parameters(spec), *_header_parameters(spec, path)],
            **({"requestBody": _request_body(spec)} if spec.takes is not None else {}),
            "responses": _responses(spec, path, _components),
        }


class ContractGenerator(SchemaGenerator):
    """Builds the whole document: the operations, the components that they name, and the ways to sign in."""

    def get_schema(self, request: Request | None = None, public: bool = False) -> dict[str, Any]:
        """The document in the language that is active now; see `build_contract`."""
        # One registry for the process, since DRF makes an OperationSchema of its own for every operation.
        _components.components.clear()
        contract: dict[str, Any] = super().get_schema(request, public)
        named = _components.components | {"Request": _embed_shape(SCHEMA), "Problem": _PROBLEM}
        contract["components"]["schemas"] = dict(sorted(named.items()))
        contract["components"]["securitySchemes"] = _SECURITY_SCHEMES
        contract["tags"] = [{"name": name, "description": text} for name, text in _TAGS.items()]
        return contract


class ContractView(CountedView):
    """The contract as JSON, for programs, open to anybody."""

    authentication_classes = ()
    permission_classes = ()
    content_negotiation_class = IgnoreAcceptNegotiation
    schema = None

    def get(self, request: Request) -> HttpResponse:
        """The same bytes for everybody, so a cache may keep them for five minutes."""
        return HttpResponse(
            as_json(build_contract()), content_type=MEDIA_TYPE, headers={"Cache-Control": "public, max-age=300"}
        )


@cache
def build_contract() -> dict[str, Any]:
    """The contract in English, built once per process."""
    # Titles are lazy translations. The way through JSON makes text of them here, or each reader would get another language.
    with override("en"):
        made: dict[str, Any] = json.loads(as_json(ContractGenerator().get_schema(public=True)))
    return made


_components = ComponentRegistry()
_SCOPES: Final[Mapping[str, str]] = {
    "cases:read": "Read cases",
    "cases:draft": "Draft and copy cases, attach documents",
    "cases:write": "Draft, submit, amend and withdraw cases; answer questions",
    "cases:handle": "Take on, accept and return cases; ask questions",
    "positions:write": "Sign for a body",
    "decisions:write": "Record decisions",
    "licences:read": "Read licences",
    "licences:write": "Activate, suspend, reinstate, revoke, surrender; reports and evidence",
    "usages:write": "Draw down licences and reverse draw-downs",
    "webhooks:manage": "Manage webhooks",
}
_SECURITY_SCHEMES: Final[Mapping[str, Any]] = {
    "oauth2": {
        "type": "oauth2",
        "description": (
            "A program by itself (client credentials) acts as the account of its system, and never signs or decides. "
            "A program that a person allows (authorisation code with PKCE, S256) acts as that person."
        ),
        "flows": {
            "clientCredentials": {
                "tokenUrl": "/api/v1/token/",
                "scopes": {name: words for name, words in _SCOPES.items() if name in SCOPES_OF_PROGRAMS},
            },
            "authorizationCode": {
                "authorizationUrl": "/oauth/authorize/",
                "tokenUrl": "/api/v1/token/",
                "refreshUrl": "/api/v1/token/",
                "scopes": dict(_SCOPES),
            },
        },
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "dozvil_session",
        "description": "A person in the browser; unsafe methods also need X-CSRFToken.",
    },
}


def _operation_id(view: str, method: str) -> str:
    return f"{method.lower()}{view}"


def _security(spec: Spec) -> list[Schema]:
    ways: list[Schema] = [{"oauth2": [scope]} for scope in spec.scopes] or [{"oauth2": []}]
    return [*ways, {"session": []}]


def _path_parameters(path: str) -> list[Schema]:
    names = [part.strip("{}") for part in path.split("/") if part.startswith("{")]
    return [{"name": name, "in": "path", "required": True, "schema": _PATH_SHAPES.get(name, _ID)} for name in names]


def _query_parameters(spec: Spec) -> list[Schema]:
    return [
        {"name": name, "in": "query", "description": str(shape.get("title", "")), "schema": _embed_shape(shape)}
        | ({"required": True} if name in spec.query_required else {})
        for name, shape in spec.query.items()
    ]


def _compares_revision(spec: Spec, path: str) -> bool:
    """Whether If-Match is compared: by every operation that changes a case, a licence or a country plan."""
    return spec.takes is not None and any(f"{{{name}}}" in path for name in SUBJECTS)


def _header_parameters(spec: Spec, path: str) -> list[Schema]:
    found: list[Schema] = []
    if spec.takes is not None:
        found.append(_KEY_HEADER | {"required": spec.keyed})
    if _compares_revision(spec, path):
        found.append(_IF_MATCH | {"required": spec.if_match is IfMatch.REQUIRED})
    return found


def _request_body(spec: Spec) -> Schema:
    # By identity: the shape of a request is large and shared, so it is a component of its own.
    shape = {"$ref": "#/components/schemas/Request"} if spec.takes is SCHEMA else _embed_shape(spec.takes or {})
    content: Schema = {_JSON: {"schema": shape} | ({"example": spec.example} if spec.example else {})}
    if spec.takes_form:
        content["multipart/form-data"] = {"schema": _as_form(shape)}
    return {"required": bool((spec.takes or {}).get("required")), "content": content}


def _as_form(shape: Schema) -> Schema:
    """The same fields as a form, with the file itself in place of its name and its base64."""
    fields = {name: one for name, one in shape["properties"].items() if name not in ("content", "file_name")}
    required = [name for name in shape["required"] if name in fields]
    return shape | {
        "properties": fields | {"file": {"type": "string", "contentMediaType": "application/octet-stream"}},
        "required": [*required, "file"],
    }


def _responses(spec: Spec, path: str, answers: ComponentRegistry) -> Schema:
    found: Schema = {str(spec.status): _success_response(spec, answers)}
    kinds = [*_COMMON_PROBLEMS, *(_SCOPE_PROBLEMS if spec.scopes else ()), *spec.refuses]
    if spec.query and Invalid not in kinds:
        kinds.append(Invalid)
    if spec.takes is not None:
        kinds += _BODY_PROBLEMS + (_KEY_PROBLEMS if spec.keyed else (KeyReused,))
        kinds += [one for one in (Invalid, *((Stale,) if _compares_revision(spec, path) else ())) if one not in kinds]
    by_status: dict[int, dict[str, type[Problem]]] = {}
    for kind in kinds:
        by_status.setdefault(kind.status, {})[kind.code] = kind
    for status, by_code in sorted(by_status.items()):
        found[str(status)] = _refusal_response(status, by_code)
    return found


def _success_response(spec: Spec, answers: ComponentRegistry) -> Schema:
    headers: Schema = {**_RATE_HEADERS, **({"ETag": _ETAG} if spec.tagged else {})}
    if "cursor" in spec.query and get_origin(spec.answers) is list:
        headers["Link"] = _LINK
    if spec.keyed:
        headers["Idempotency-Replayed"] = {
            "description": "`true` when this is the stored response to an earlier request with the same key.",
            "schema": {"type": "string"},
        }
    found: Schema = {"description": HTTPStatus(spec.status).phrase, "headers": headers}
    if spec.answers is File:
        return found | {"content": {"*/*": {"schema": {}}}}
    if spec.answers is None:
        return found
    return found | {"content": {_JSON: {"schema": answers.build_schema(spec.answers)}}}


def _refusal_response(status: int, by_code: Mapping[str, type[Problem]]) -> Schema:
    words = " ".join(f"`{code}`: {kind.title}" for code, kind in sorted(by_code.items()))
    refusal: Schema = {
        "description": words,
        "headers": dict(_RATE_HEADERS),
        "content": {
            problems.MEDIA_TYPE: {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "examples": {
                    code: {"value": json.loads(problems.render_problem(kind()))} for code, kind in sorted(by_code.items())
                },
            }
        },
    }
    if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        refusal["headers"] |= {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "string"}}}
    return refusal


def _embed_shape(shape: Schema) -> Schema:
    """A shape as a part of the contract, where it is no document of its own and has no `$id`."""
    return {name: value for name, value in shape.items() if name not in ("$schema", "$id")}


PATHS: Final = (path("schema/", ContractView.as_view(), name="schema"),)
