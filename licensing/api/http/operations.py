"""What every operation shares: it is read strictly, carried out once, and answered with the state it led to.

A view declares each method with `query` or `command`; from the same declaration come its checks and its page in the schema.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from types import FunctionType
from typing import Any, ClassVar, Final

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from licensing.acts.acting import StoredResponse, idempotently
from licensing.api.http.auth import BearerToken, BrowserSession, HasScope
from licensing.api.http.calls import Call, fingerprint_call, read_body, read_call, read_idempotency_key
from licensing.api.http.spec import IfMatch, Spec
from licensing.api.http.wire import HEADERS, StrictJSON, as_json
from licensing.outbox.webhooks import encryption
from licensing.policy.shapes import Schema, as_record

# What a module of operations needs, from one place.
__all__ = ("ApiView", "Call", "IfMatch", "Result", "command", "query")


@dataclass(frozen=True)
class Result:
    """What an operation has to say."""

    body: Any = None
    revision: int | None = None
    location: str = ""


class IgnoreAcceptNegotiation(BaseContentNegotiation):
    """There is one representation, so whatever a caller accepts, it is the one they get."""

    def select_parser(self, request: Request, parsers: Iterable[Any]) -> Any:
        sent = (request.content_type or "").partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == sent), None)

    def select_renderer(self, request: Request, renderers: Iterable[Any], format_suffix: str | None = None) -> Any:
        first = next(iter(renderers))
        return first, first.media_type


Method = Callable[..., Any]

_SPECS: Final[dict[Method, Spec]] = {}


class ApiView(APIView):
    """An address of the API."""

    # What each method of it takes and gives, by the method's name in lower case.
    specs: ClassVar[Mapping[str, Spec]] = {}

    authentication_classes = (BearerToken, BrowserSession)
    permission_classes = (HasScope,)
    parser_classes: Sequence[Any] = (StrictJSON,)
    content_negotiation_class = IgnoreAcceptNegotiation
    http_method_names: Sequence[str] = ("get", "head", "post", "patch", "delete")

    def __init_subclass__(cls, **given: Any) -> None:
        super().__init_subclass__(**given)
        own = {name: _SPECS[one] for name, one in vars(cls).items() if isinstance(one, FunctionType) and one in _SPECS}
        cls.specs = {**cls.specs, **own}

    def get_required_scopes(self, method: str) -> tuple[str, ...]:
        """What a token must have been asked for to call this method."""
        spec = self.specs.get("get" if method == "HEAD" else method.lower())
        return spec.scopes if spec else ()

    def finalize_response(self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any) -> Response:
        final = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[arg-type]
        for name, value in HEADERS.items():
            final.headers.setdefault(name, value)
        return final


def query(answers: Any, *scopes: str, summary: str, query: Mapping[str, Schema] | None = None, **more: Any) -> Any:
    """Declare an operation that only looks."""
    spec = Spec(scopes=scopes, answers=answers, summary=summary, query=query or {}, **more)

    def declare(method: Method) -> Method:
        @wraps(method)
        def operation(view: ApiView, request: Request, **where: Any) -> HttpResponseBase:
            result = method(view, read_call(request, spec, body={}), **where)
            return result if isinstance(result, HttpResponseBase) else _to_http_response(_to_stored_response(spec, result))

        _SPECS[operation] = replace(spec, description=(operation.__doc__ or "").strip())
        return operation

    return declare


def command(
    answers: Any,
    *scopes: str,
    summary: str,
    takes: Schema | None = None,
    method: str = "post",
    keyed: bool = True,
    status: int = 200,
    **more: Any,
) -> Any:
    """Declare an operation that changes something. A POST must carry an Idempotency-Key; the others may."""
    spec = Spec(
        scopes=scopes,
        answers=answers,
        summary=summary,
        status=status,
        takes=takes if takes is not None else as_record(),
        keyed=keyed and method == "post",
        **more,
    )

    def declare(carry_out: Method) -> Method:
        @wraps(carry_out)
        def operation(view: ApiView, request: Request, **where: Any) -> HttpResponseBase:
            key = read_idempotency_key(request, spec)
            call = read_call(request, spec, body=read_body(request, spec))

            def respond() -> StoredResponse:
                answer = _to_stored_response(spec, carry_out(view, call, **where))
                return replace(answer, body=encryption.encrypt(answer.body)) if spec.encrypted else answer

            answer = idempotently(call.user, key, fingerprint_call(request, call), respond) if key else respond()
            return _to_http_response(replace(answer, body=encryption.decrypt(answer.body)) if spec.encrypted else answer)

        _SPECS[operation] = replace(spec, description=(operation.__doc__ or "").strip())
        return operation

    return declare


def format_etag(revision: int) -> str:
    return f'"r{revision}"'


def _to_stored_response(spec: Spec, result: Result | None) -> StoredResponse:
    """An answer as it goes over the wire, and as it is kept for a repeat."""
    result = result or Result()
    headers = {}
    if result.revision is not None:
        headers["ETag"] = format_etag(result.revision)
    if result.location:
        headers["Location"] = result.location
    return StoredResponse(spec.status, "" if spec.status == 204 else as_json(result.body), headers)


def _to_http_response(given: StoredResponse) -> HttpResponse:
    response = HttpResponse(given.body, status=given.status, headers=dict(given.headers))
    if given.status == 204:
        del response["Content-Type"]
    else:
        response["Content-Type"] = "application/json"
    if given.replayed:
        response["Idempotency-Replayed"] = "true"
    return response
