"""What every operation shares: it is read strictly, carried out once, and answered with the state it led to.

A view declares each method with `reads` or `does`; from the same declaration come its checks and its page in the schema.
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

from licensing.acts.acting import StoredResponse, idempotently, local_day, now
from licensing.api.http.auth import BearerToken, BrowserSession, HasScope
from licensing.api.http.problems import LengthRequired
from licensing.api.http.wire import HEADERS, LARGEST, StrictJSON, TooLarge, as_json, command_of
from licensing.errors import Gap, Invalid, KeyRequired, Problem, Stale, VersionRequired
from licensing.models import Case, Licence, User
from licensing.models.read_models import Reader, reader_of, revision_for
from licensing.outbox.webhooks import encryption
from licensing.policy.record.digests import fingerprint_command
from licensing.policy.shapes import Schema, gaps, record, validator

_KEY: Final = re.compile(r"[\x21-\x7e]{1,200}")
_TAG: Final = re.compile(r'"r([0-9]{1,9})"')
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
    # The answer holds a secret: it is kept for a repeat under seal, as the secret itself is.
    sealed: bool = False
    refuses: tuple[type[Problem], ...] = ()
    example: Mapping[str, Any] | None = None
    description: str = ""

    @cached_property
    def body_shape(self) -> Draft202012Validator:
        return validator(self.takes or {})

    @cached_property
    def query_shape(self) -> Draft202012Validator:
        return validator(record((), **self.query))


@dataclass(frozen=True)
class Ask:
    """What one caller asks for, read and checked."""

    user: User
    at: datetime
    query: Mapping[str, Any]
    body: Mapping[str, Any]
    tag: str | None
    request: Request

    @property
    def day(self) -> date:
        return local_day(self.at)

    @cached_property
    def language(self) -> str:
        return get_language() or "en"

    def case(self, case_id: UUID) -> Case:
        """The case, if this caller may know of it; else it is missing, whatever the reason."""
        rows = Case.objects.for_lists().select_related("procedure", "plan", "decision", "licence")
        return rows.get_visible(case_id, self.user, on=self.at)

    def licence(self, licence_id: UUID) -> Licence:
        return Licence.objects.for_lists().get_visible(licence_id, self.user, on=self.at)

    def reader(self, subject: Case | Licence) -> Reader:
        return reader_of(subject, self.user, at=self.at, day=self.day, language=self.language)

    def expected(self, subject: Case | Licence) -> int | None:
        """The revision named in If-Match, for the act to compare inside the lock."""
        if self.tag is None or self.tag == "*":
            return None
        if isinstance(subject, Case) and revision_for(subject, self.reader(subject)) is None:
            # Others deliberate on it: the caller was given no revision to send, and is told none.
            raise Stale
        named = _TAG.fullmatch(self.tag)
        return int(named[1]) if named else _NO_SUCH_REVISION


@dataclass(frozen=True)
class Reply:
    """What an operation has to say."""

    body: Any = None
    revision: int | None = None
    location: str = ""


class OurChoice(BaseContentNegotiation):
    """There is one representation, so whatever a caller accepts, it is the one they get."""

    def select_parser(self, request: Request, parsers: Iterable[Any]) -> Any:
        sent = (request.content_type or "").partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == sent), None)

    def select_renderer(self, request: Request, renderers: Iterable[Any], format_suffix: str | None = None) -> Any:
        first = next(iter(renderers))
        return first, first.media_type


Method = Callable[..., Any]

_SPECS: Final[dict[Method, Spec]] = {}


class Door(APIView):
    """An address of the API."""

    # What each method of it takes and gives, by the method's name in lower case.
    specs: ClassVar[Mapping[str, Spec]] = {}

    authentication_classes = (BearerToken, BrowserSession)
    permission_classes = (HasScope,)
    parser_classes: Sequence[Any] = (StrictJSON,)
    content_negotiation_class = OurChoice
    http_method_names: Sequence[str] = ("get", "head", "post", "patch", "delete")

    def __init_subclass__(cls, **given: Any) -> None:
        super().__init_subclass__(**given)
        own = {name: _SPECS[one] for name, one in vars(cls).items() if isinstance(one, FunctionType) and one in _SPECS}
        cls.specs = {**cls.specs, **own}

    def scopes_for(self, method: str) -> tuple[str, ...]:
        """What a token must have been asked for to call this method."""
        spec = self.specs.get("get" if method == "HEAD" else method.lower())
        return spec.scopes if spec else ()

    def finalize_response(self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any) -> Response:
        final = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[arg-type]
        for name, value in HEADERS.items():
            final.headers.setdefault(name, value)
        return final


def reads(answers: Any, *scopes: str, summary: str, query: Mapping[str, Schema] | None = None, **more: Any) -> Any:
    """Declare an operation that only looks."""
    spec = Spec(scopes=scopes, answers=answers, summary=summary, query=query or {}, **more)

    def declare(method: Method) -> Method:
        @wraps(method)
        def operation(view: Door, request: Request, **where: Any) -> HttpResponseBase:
            reply = method(view, _ask(request, spec, body={}), **where)
            return reply if isinstance(reply, HttpResponseBase) else _sent(_given(spec, reply))

        _SPECS[operation] = replace(spec, description=(operation.__doc__ or "").strip())
        return operation

    return declare


def does(
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
        takes=takes if takes is not None else record(),
        keyed=keyed and method == "post",
        **more,
    )

    def declare(carry_out: Method) -> Method:
        @wraps(carry_out)
        def operation(view: Door, request: Request, **where: Any) -> HttpResponseBase:
            key = _key(request, spec)
            ask = _ask(request, spec, body=_body(request, spec))

            def given() -> StoredResponse:
                answer = _given(spec, carry_out(view, ask, **where))
                return replace(answer, body=encryption.sealed(answer.body)) if spec.sealed else answer

            answer = idempotently(ask.user, key, _fingerprint(request, ask), given) if key else given()
            return _sent(replace(answer, body=encryption.opened(answer.body)) if spec.sealed else answer)

        _SPECS[operation] = replace(spec, description=(operation.__doc__ or "").strip())
        return operation

    return declare


def etag(revision: int) -> str:
    return f'"r{revision}"'


def _ask(request: Request, spec: Spec, *, body: Mapping[str, Any]) -> Ask:
    tag = request.headers.get("If-Match", "").strip() or None if spec.if_match is not IfMatch.NO else None
    if spec.if_match is IfMatch.REQUIRED and tag in (None, "*"):
        raise VersionRequired
    caller = request.user
    assert isinstance(caller, User)  # HasScope lets nobody in who is not signed in
    return Ask(user=caller, at=now(), query=_query(request, spec), body=body, tag=tag, request=request)


def _query(request: Request, spec: Spec) -> Mapping[str, Any]:
    """The parameters of the address; one that is not offered is refused, never ignored."""
    sent = request.query_params
    values = {name: _typed(sent[name], spec.query.get(name, {})) for name in sent}
    found = gaps(spec.query_shape, values)
    found += [Gap("invalid", name, _("Send this once.")) for name in sent if len(sent.getlist(name)) > 1]
    if found:
        raise Invalid(gaps=found)
    return values


def _typed(text: str, shape: Schema) -> str | int:
    """Everything in an address is text; a whole number is meant as one."""
    return int(text) if shape.get("type") == "integer" and re.fullmatch("[0-9]{1,9}", text) else text


def _body(request: Request, spec: Spec) -> Mapping[str, Any]:
    if "chunked" in request.headers.get("Transfer-Encoding", ""):
        raise LengthRequired
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        raise TooLarge
    body: Any = command_of(request.data) if isinstance(request.data, QueryDict) else request.data
    if not spec.checked_by_act and (found := gaps(spec.body_shape, body)):
        raise Invalid(gaps=found)
    checked: Mapping[str, Any] = body  # here by its shape, or in the act that checks it
    return checked


def _key(request: Request, spec: Spec) -> str:
    key = request.headers.get("Idempotency-Key", "")
    if not key and spec.keyed:
        raise KeyRequired
    if key and not _KEY.fullmatch(key):
        sentence = _("Use up to 200 visible ASCII characters, such as a UUID.")
        raise Invalid(gaps=[Gap("wrong_form", "Idempotency-Key", sentence)])
    return key


def _fingerprint(request: Request, ask: Ask) -> str:
    """What makes two commands the same: who, what, where, and the content of what was sent, however it is spelled."""
    return fingerprint_command(method=str(request.method), path=request.get_full_path(), person=ask.user.pk, content=ask.body)


def _given(spec: Spec, reply: Reply | None) -> StoredResponse:
    """An answer as it goes over the wire, and as it is kept for a repeat."""
    reply = reply or Reply()
    headers = {}
    if reply.revision is not None:
        headers["ETag"] = etag(reply.revision)
    if reply.location:
        headers["Location"] = reply.location
    return StoredResponse(spec.status, "" if spec.status == 204 else as_json(reply.body), headers)


def _sent(given: StoredResponse) -> HttpResponse:
    response = HttpResponse(given.body, status=given.status, headers=dict(given.headers))
    if given.status == 204:
        del response["Content-Type"]
    else:
        response["Content-Type"] = "application/json"
    if given.replayed:
        response["Idempotency-Replayed"] = "true"
    return response
