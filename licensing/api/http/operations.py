"""What every operation shares: it is read strictly, takes effect once, and is answered with the state it led to.

A view declares each method with `query` or `command`; from the same declaration come its checks and its page in the
contract. Two texts of a view are published: the docstring of a method describes its operation, and the name of the class
is part of the operation id. Changing either changes the contract.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from types import FunctionType
from typing import Any, ClassVar, Final

from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response

from licensing.acts.acting import translate_database_errors
from licensing.acts.idempotency import StoredResponse, idempotently
from licensing.api.http.auth import BearerToken, BrowserSession, HasScope
from licensing.api.http.calls import Call, compute_fingerprint, read_body, read_call, read_idempotency_key
from licensing.api.http.preconditions import check_precondition, explain_stale
from licensing.api.http.spec import IfMatch, Spec
from licensing.api.http.throttling import CountedView
from licensing.api.http.wire import HEADERS, StrictJSON, as_json
from licensing.errors import Stale
from licensing.outbox.webhooks import encryption
from licensing.policy.shapes import Schema, as_record

# What a module of operations needs, from one place.
__all__ = ("ApiView", "Call", "IfMatch", "Result", "command", "query")


@dataclass(frozen=True)
class Result:
    """The outcome of an operation: the body before it is JSON, the revision for ETag, the addresses for Location and Link."""

    body: Any = None
    revision: int | None = None
    location: str = ""
    next: str = ""


class IgnoreAcceptNegotiation(BaseContentNegotiation):
    """JSON whatever Accept says, so that a client with an odd header gets an answer and not a 406."""

    def select_parser(self, request: Request, parsers: Iterable[Any]) -> Any:
        """The parser of this very media type; None, which DRF answers with 415, for any other."""
        sent = (request.content_type or "").partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == sent), None)

    def select_renderer(self, request: Request, renderers: Iterable[Any], format_suffix: str | None = None) -> Any:
        """The one renderer that there is."""
        first = next(iter(renderers))
        return first, first.media_type


Method = Callable[..., Any]

_SPECS: Final[dict[Method, Spec]] = {}


class ApiView(CountedView):
    """An address of the API, with one method or several that `query` and `command` declare."""

    # By the method's name in lower case.
    specs: ClassVar[Mapping[str, Spec]] = {}

    # BearerToken first: DRF asks only the first class for WWW-Authenticate, which a 401 must carry (RFC 9110 §15.5.2).
    authentication_classes = (BearerToken, BrowserSession)
    permission_classes = (HasScope,)
    parser_classes: Sequence[Any] = (StrictJSON,)
    content_negotiation_class = IgnoreAcceptNegotiation
    http_method_names: Sequence[str] = ("get", "head", "post", "patch", "delete")

    def __init_subclass__(cls, **given: Any) -> None:
        super().__init_subclass__(**given)
        # The decorators run before the class exists, so they leave what they declare under the function itself.
        own = {name: _SPECS[one] for name, one in vars(cls).items() if isinstance(one, FunctionType) and one in _SPECS}
        cls.specs = {**cls.specs, **own}

    def get_required_scopes(self, method: str) -> tuple[str, ...]:
        """The scopes of which a token needs one to call this method; empty where any token will do."""
        spec = self.specs.get("get" if method == "HEAD" else method.lower())
        return spec.scopes if spec else ()

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Add the headers of every answer, except where a view set its own, as the download of a document does."""
        final = super().finalize_response(request, response, *args, **kwargs)
        for name, value in HEADERS.items():
            final.headers.setdefault(name, value)
        return final


def query(answers: Any, *scopes: str, summary: str, query: Mapping[str, Schema] | None = None, **more: Any) -> Any:
    """Declare an operation that reads: `answers` is the type of the body, `scopes` those of which a token needs one."""
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
    """Declare an operation that changes something. A POST must carry an Idempotency-Key unless `keyed` is false.

    Under a key, the answer is stored in the transaction of the act; a repeat gets the same bytes and has no effect.
    """
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

            # Rendered inside the transaction of the key, so that what cannot be rendered is not committed either.
            def respond() -> StoredResponse:
                check_precondition(call, where, compared_by_act=spec.if_match is not IfMatch.NO)
                answer = _to_stored_response(spec, carry_out(view, call, **where))
                return replace(answer, body=encryption.encrypt(answer.body)) if spec.encrypted else answer

            try:
                answer = _carry_out(call, key, compute_fingerprint(request, call), respond)
            except Stale as stale:
                raise explain_stale(call, where, stale) from stale
            return _to_http_response(replace(answer, body=encryption.decrypt(answer.body)) if spec.encrypted else answer)

        _SPECS[operation] = replace(spec, description=(operation.__doc__ or "").strip())
        return operation

    return declare


def _carry_out(call: Call, key: str, fingerprint: str, respond: Callable[[], StoredResponse]) -> StoredResponse:
    """Carry out a command in one transaction, so that what was compared before the act still holds in it."""
    if key:
        return idempotently(call.user, key, fingerprint, respond)
    with translate_database_errors(), transaction.atomic():
        return respond()


def format_etag(revision: int) -> str:
    """A strong entity tag: If-Match never matches a weak one (RFC 9110 §8.8.3.2)."""
    return f'"r{revision}"'


def _to_stored_response(spec: Spec, result: Result | None) -> StoredResponse:
    """The answer as it is sent, and stored for a repeat."""
    result = result or Result()
    headers = {}
    if result.revision is not None:
        headers["ETag"] = format_etag(result.revision)
    if result.location:
        headers["Location"] = result.location
    if result.next:
        headers["Link"] = f'<{result.next}>; rel="next"'
    return StoredResponse(spec.status, "" if spec.status == 204 else as_json(result.body), headers)


def _to_http_response(given: StoredResponse) -> HttpResponse:
    response = HttpResponse(given.body, status=given.status, headers=dict(given.headers))
    if given.status == 204:
        # Django sets text/html on every response, and a 204 has no body to be of any type.
        del response["Content-Type"]
    else:
        response["Content-Type"] = "application/json"
    if given.replayed:
        response["Idempotency-Replayed"] = "true"
    return response
