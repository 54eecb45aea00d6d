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
from licensing.errors import Gap, Invalid, KeyRequired, NotFound, Stale, VersionRequired
from licensing.models import Case, CountryPlan, Licence, Organisation, User, list_organisations_of
from licensing.models.read_models import Reader, get_visible_revision, load_reader
from licensing.policy.input.moments import parse_moment
from licensing.policy.input.texts import clean_text, clean_values
from licensing.policy.record.digests import fingerprint_command
from licensing.policy.shapes import Schema, find_gaps

_KEY_PATTERN: Final = re.compile(r"[\x21-\x7e]{1,200}")
_ETAG_PATTERN: Final = re.compile(r'"r([0-9]{1,9})"')
# No row ever has this revision, so a tag of another form (weak, a list, unquoted) compares as stale, not as absent.
_NO_SUCH_REVISION: Final = 0


@dataclass(frozen=True)
class Call:
    """One request after its checks: who calls, when, with which parameters and body.

    `at` is the instant that this call reads the database as of; an act takes its own under its lock.
    `tag` is the text of If-Match, None where none was sent.
    """

    user: User
    at: datetime
    query: Mapping[str, Any]
    body: Mapping[str, Any]
    tag: str | None
    request: Request

    @property
    def day(self) -> date:
        """The day of the call in the authority's time zone, which appointments, mandates and licences are read for."""
        return to_local_day(self.at)

    @cached_property
    def language(self) -> str:
        """The language of Accept-Language, in which sentences and names are answered."""
        return get_language() or "en"

    def get_case(self, case_id: UUID) -> Case:
        """The case as it is in the database now; NotFound if there is none or this caller may not know of it.

        Call it again after an act: the act changes a locked row of its own, not the one that it was given.
        """
        rows = Case.objects.for_lists().select_related("procedure", "plan", "decision", "licence")
        return rows.get_visible(case_id, self.user, on=self.at)

    def get_licence(self, licence_id: UUID) -> Licence:
        """The licence as it is now; NotFound if there is none or this caller may not know of it."""
        return Licence.objects.for_lists().get_visible(licence_id, self.user, on=self.at)

    def get_country_plan(self, plan_id: UUID) -> CountryPlan:
        """The country plan as it is now; NotFound if there is none or this caller may not know of it."""
        rows = CountryPlan.objects.visible_to(self.user, on=self.day).select_related("country", "owner")
        found: CountryPlan | None = rows.filter(pk=plan_id).first()
        if found is None:
            raise NotFound
        return found

    def get_organisation(self, organisation_id: str) -> Organisation:
        """One of the organisations that this caller belongs to; NotFound for any other."""
        found = list_organisations_of(self.user, on=self.day).filter(pk=organisation_id).first()
        if found is None:
            raise NotFound
        return found

    def get_reader(self, subject: Case | Licence) -> Reader:
        """What this caller may read of the case or licence: as applicant, authority, customs or body."""
        return load_reader(subject, self.user, at=self.at, day=self.day, language=self.language)

    def get_expected_revision(self, subject: Case | Licence | CountryPlan) -> int | None:
        """The revision named in If-Match, for the act to compare inside its lock; None where any revision will do.

        Raises Stale where the caller has no revision to name.
        """
        if self.tag is None or self.tag == "*":
            return None
        if isinstance(subject, Case) and get_visible_revision(subject, self.get_reader(subject)) is None:
            # During deliberation an applicant is shown no revision. A comparison would let them find it by trying
            # numbers, and with it how often the authority acts on their case.
            raise Stale
        named = _ETAG_PATTERN.fullmatch(self.tag)
        return int(named[1]) if named else _NO_SUCH_REVISION


def read_call(request: Request, spec: Spec, *, body: Mapping[str, Any]) -> Call:
    """The call with its parameters checked. Raises VersionRequired where the operation needs If-Match, and Invalid."""
    tag = request.headers.get("If-Match", "").strip() or None
    # RFC 9110 lets `*` match any revision: where a revision is required, that is the same as naming none.
    if spec.if_match is IfMatch.REQUIRED and tag in (None, "*"):
        raise VersionRequired
    caller = request.user
    assert isinstance(caller, User)  # HasScope lets nobody in who is not signed in
    return Call(user=caller, at=now(), query=_read_query(request, spec), body=body, tag=tag, request=request)


def read_body(request: Request, spec: Spec) -> Mapping[str, Any]:
    """The body with its texts in normal form, in its declared shape. Raises LengthRequired, TooLarge, Malformed or Invalid."""
    # A chunked body comes without Content-Length, so it would pass the check of its size below. Both checks come
    # before `request.data`, which reads and parses the body at its first use.
    if "chunked" in request.headers.get("Transfer-Encoding", ""):
        raise LengthRequired
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BODY_BYTES:
        raise TooLarge
    body: Any = clean_values(parse_form(request.data) if isinstance(request.data, QueryDict) else request.data)
    if not spec.checked_by_act and (found := find_gaps(spec.body_validator, body)):
        raise Invalid(gaps=found)
    checked: Mapping[str, Any] = body  # a mapping by the check above, or else the act refuses it
    return checked


def read_idempotency_key(request: Request, spec: Spec) -> str:
    """The Idempotency-Key, empty where none was sent and none is needed. Raises KeyRequired or Invalid."""
    key = request.headers.get("Idempotency-Key", "")
    if not key and spec.keyed:
        raise KeyRequired
    if key and not _KEY_PATTERN.fullmatch(key):
        sentence = _("Use up to 200 visible ASCII characters, such as a UUID.")
        raise Invalid(gaps=[Gap("wrong_form", "Idempotency-Key", sentence)])
    return key


def compute_fingerprint(request: Request, call: Call) -> str:
    """What makes two commands the same: caller, method, address and content, whatever the spelling of the JSON."""
    # With the query string: `?organisation=` decides for whom a case is created.
    return fingerprint_command(method=str(request.method), path=request.get_full_path(), person=call.user.pk, content=call.body)


def _read_query(request: Request, spec: Spec) -> Mapping[str, Any]:
    """The parameters of the address; one that is not offered is refused, never ignored."""
    sent = request.query_params
    values = {name: _convert_parameter(clean_text(sent[name]), spec.query.get(name, {})) for name in sent}
    found = find_gaps(spec.query_validator, values)
    # `sent[name]` gives the last of several values; without this, the others would be dropped in silence.
    found += [Gap("invalid", name, _("Send this once.")) for name in sent if len(sent.getlist(name)) > 1]
    if found:
        raise Invalid(gaps=found)
    return {name: _normalise_parameter(value, spec.query[name]) for name, value in values.items()}


def _normalise_parameter(value: str | int, shape: Schema) -> str | int | datetime:
    """A parameter that has its shape, as views and the database read it: moments in UTC."""
    # Not every distance from Greenwich that RFC 3339 allows is one that PostgreSQL takes.
    return parse_moment(str(value)) if shape.get("format") == "date-time" else value


def _convert_parameter(text: str, shape: Schema) -> str | int:
    """A parameter as its shape wants it: text, or a whole number where it is written as one."""
    # The pattern comes before int(), which also reads " 7 ", "+7", "1_0" and digits of other scripts.
    return int(text) if shape.get("type") == "integer" and re.fullmatch("[0-9]{1,9}", text) else text
