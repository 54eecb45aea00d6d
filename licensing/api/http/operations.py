"""What every operation shares: it is read strictly, carried out once, and answered with the state it led to.

A view declares each method with `query` or `command`; from the same declaration come its checks and its page in the schema.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import Enum
from functools import cached_property, wraps
from types import FunctionType
from typing import Any, ClassVar, Final
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from licensing.acts.acting import StoredResponse, idempotently, now, to_local_day
from licensing.api.http.auth import BearerToken, BrowserSession, HasScope
from licensing.api.http.problems import LengthRequired
from licensing.api.http.wire import HEADERS, MAX_BODY_BYTES, StrictJSON, TooLarge, as_json, parse_form
from licensing.errors import Gap, Invalid, KeyRequired, Problem, Stale, VersionRequired
from licensing.models import Case, Licence, User
from licensing.models.read_models import Reader, get_visible_revision, load_reader
from licensing.outbox.webhooks import encryption
from licensing.policy.record.digests import fingerprint_command
from licensing.policy.shapes import Schema, as_record, build_validator, find_gaps

_KEY_PATTERN: Final = re.compile(r"[\x21-\x7e]{1,200}")
_ETAG_PATTERN: Final = re.compile(r'"r([0-9]{1,9})"')
_NO_SUCH_REVISION: Final = 0


class IfMatch(Enum):
    """Whether an operation asks which revision the caller has seen."""

    NO = "no"
    OPTIONAL = "optional"
    REQUIRED = "required"


@dataclass(frozen=True)
class Spec:
    """What one method of one address takes and gives: the contract, and the source of its page in the schema."""

    scopes: tuple[str, ...]
    answers: Any
    summary: str
    status: int = 200
    takes: Schema | None = None
    # Shapes that an act checks by itself are published, but not checked twice.
    checked_by_act: bool = False
    # A form with a file may be sent in place of JSON.
    takes_form: bool = False
    query: Mapping[str, Schema] = field(default_factory=dict)
    if_match: IfMatch = IfMatch.NO
    tagged: bool = False
    keyed: bool = False
    # The answer holds a secret: it is kept for a repeat encrypted, as the secret itself is.
    encrypted: bool = False
    refuses: tuple[type[Problem], ...] = ()
    example: Mapping[str, Any] | None = None
    description: str = ""

    @cached_property
    def body_validator(self) -> Draft202012Validator:
        return build_validator(self.takes or {})

    @cached_property
    def query_validator(self) -> Draft202012Validator:
        return build_validator(as_record((), **self.query))


@dataclass(frozen=True)
class Call:
    """What one caller asks for, read and checked."""

    user: User
    at: datetime
    query: Mapping[str, Any]
    body: Mapping[str, Any]
    tag: str | None
    request: Request

    @property
    def day(self) -> date:
        return to_local_day(self.at)

    @cached_property
    def language(self) -> str:
        return get_language() or "en"

    def get_case(self, case_id: UUID) -> Case:
        """The case, if this caller may know of it; else it is missing, whatever the reason."""
        rows = Case.objects.for_lists().select_related("procedure", "plan", "decision", "licence")
        return rows.get_visible(case_id, self.user, on=self.at)

    def get_licence(self, licence_id: UUID) -> Licence:
        return Licence.objects.for_lists().get_visible(licence_id, self.user, on=self.at)

    def get_reader(self, subject: Case | Licence) -> Reader:
        return load_reader(subject, self.user, at=self.at, day=self.day, language=self.language)

    def get_expected_revision(self, subject: Case | Licence) -> int | None:
        """The revision named in If-Match, for the act to compare inside the lock."""
        if self.tag is None or self.tag == "*":
            return None
        if isinstance(subject, Case) and get_visible_revision(subject, self.get_reader(subject)) is None:
            # Others deliberate on it: the caller was given no revision to send, and is told none.
            raise Stale
        named = _ETAG_PATTERN.fullmatch(self.tag)
        return int(named[1]) if named else _NO_SUCH_REVISION


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
            result = method(view, _read_call(request, spec, body={}), **where)
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
            key = _read_idempotency_key(request, spec)
            call = _read_call(request, spec, body=_read_body(request, spec))

            def respond() -> StoredResponse:
                answer = _to_stored_response(spec, carry_out(view, call, **where))
                return replace(answer, body=encryption.encrypt(answer.body)) if spec.encrypted else answer

            answer = idempotently(call.user, key, _fingerprint_call(request, call), respond) if key else respond()
            return _to_http_response(replace(answer, body=encryption.decrypt(answer.body)) if spec.encrypted else answer)

        _SPECS[operation] = replace(spec, description=(operation.__doc__ or "").strip())
        return operation

    return declare


def format_etag(revision: int) -> str:
    return f'"r{revision}"'


def _read_call(request: Request, spec: Spec, *, body: Mapping[str, Any]) -> Call:
    tag = request.headers.get("If-Match", "").strip() or None if spec.if_match is not IfMatch.NO else None
    if spec.if_match is IfMatch.REQUIRED and tag in (None, "*"):
        raise VersionRequired
    caller = request.user
    assert isinstance(caller, User)  # HasScope lets nobody in who is not signed in
    return Call(user=caller, at=now(), query=_read_query(request, spec), body=body, tag=tag, request=request)


def _read_query(request: Request, spec: Spec) -> Mapping[str, Any]:
    """The parameters of the address; one that is not offered is refused, never ignored."""
    sent = request.query_params
    values = {name: _convert_parameter(sent[name], spec.query.get(name, {})) for name in sent}
    found = find_gaps(spec.query_validator, values)
    found += [Gap("invalid", name, _("Send this once.")) for name in sent if len(sent.getlist(name)) > 1]
    if found:
        raise Invalid(gaps=found)
    return values


def _convert_parameter(text: str, shape: Schema) -> str | int:
    """Everything in an address is text; a whole number is meant as one."""
    return int(text) if shape.get("type") == "integer" and re.fullmatch("[0-9]{1,9}", text) else text


def _read_body(request: Request, spec: Spec) -> Mapping[str, Any]:
    if "chunked" in request.headers.get("Transfer-Encoding", ""):
        raise LengthRequired
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BODY_BYTES:
        raise TooLarge
    body: Any = parse_form(request.data) if isinstance(request.data, QueryDict) else request.data
    if not spec.checked_by_act and (found := find_gaps(spec.body_validator, body)):
        raise Invalid(gaps=found)
    checked: Mapping[str, Any] = body  # here by its shape, or in the act that checks it
    return checked


def _read_idempotency_key(request: Request, spec: Spec) -> str:
    key = request.headers.get("Idempotency-Key", "")
    if not key and spec.keyed:
        raise KeyRequired
    if key and not _KEY_PATTERN.fullmatch(key):
        sentence = _("Use up to 200 visible ASCII characters, such as a UUID.")
        raise Invalid(gaps=[Gap("wrong_form", "Idempotency-Key", sentence)])
    return key


def _fingerprint_call(request: Request, call: Call) -> str:
    """What makes two commands the same: who, what, where, and the content of what was sent, however it is spelled."""
    return fingerprint_command(method=str(request.method), path=request.get_full_path(), person=call.user.pk, content=call.body)


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
