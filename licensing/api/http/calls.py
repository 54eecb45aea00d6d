"""One call, read strictly: its parameters, its body, its key and the revision that the caller has read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from rest_framework.request import Request

from licensing.acts.acting import now, to_local_day
from licensing.api.http.problems import LengthRequired
from licensing.api.http.spec import IfMatch, Spec
from licensing.api.http.wire import MAX_BODY_BYTES, TooLarge, parse_form
from licensing.errors import Gap, Invalid, KeyRequired, Stale, VersionRequired
from licensing.models import Case, Licence, User
from licensing.models.read_models import Reader, get_visible_revision, load_reader
from licensing.policy.record.digests import fingerprint_command
from licensing.policy.shapes import Schema, find_gaps

_KEY_PATTERN: Final = re.compile(r"[\x21-\x7e]{1,200}")
_ETAG_PATTERN: Final = re.compile(r'"r([0-9]{1,9})"')
# No row ever has this revision, so a tag of another form (weak, a list, unquoted) compares as stale, not as absent.
_NO_SUCH_REVISION: Final = 0


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


def read_call(request: Request, spec: Spec, *, body: Mapping[str, Any]) -> Call:
    tag = request.headers.get("If-Match", "").strip() or None if spec.if_match is not IfMatch.NO else None
    if spec.if_match is IfMatch.REQUIRED and tag in (None, "*"):
        raise VersionRequired
    caller = request.user
    assert isinstance(caller, User)  # HasScope lets nobody in who is not signed in
    return Call(user=caller, at=now(), query=_read_query(request, spec), body=body, tag=tag, request=request)


def read_body(request: Request, spec: Spec) -> Mapping[str, Any]:
    if "chunked" in request.headers.get("Transfer-Encoding", ""):
        raise LengthRequired
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BODY_BYTES:
        raise TooLarge
    body: Any = parse_form(request.data) if isinstance(request.data, QueryDict) else request.data
    if not spec.checked_by_act and (found := find_gaps(spec.body_validator, body)):
        raise Invalid(gaps=found)
    checked: Mapping[str, Any] = body  # here by its shape, or in the act that checks it
    return checked


def read_idempotency_key(request: Request, spec: Spec) -> str:
    key = request.headers.get("Idempotency-Key", "")
    if not key and spec.keyed:
        raise KeyRequired
    if key and not _KEY_PATTERN.fullmatch(key):
        sentence = _("Use up to 200 visible ASCII characters, such as a UUID.")
        raise Invalid(gaps=[Gap("wrong_form", "Idempotency-Key", sentence)])
    return key


def fingerprint_call(request: Request, call: Call) -> str:
    """What makes two commands the same: who, what, where, and the content of what was sent, however it is spelled."""
    return fingerprint_command(method=str(request.method), path=request.get_full_path(), person=call.user.pk, content=call.body)


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
