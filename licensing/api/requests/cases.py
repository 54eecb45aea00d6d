"""Requests as their applicant works with them: listed, drafted, edited, submitted, withdrawn and copied."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypedDict
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.urls import path, reverse

from licensing.acts.requests import drafting, submission
from licensing.api.http.operations import ApiView, Call, IfMatch, Result, command, query
from licensing.api.http.pagination import PAGING, Page, paginate_newest_first
from licensing.choices import CaseState
from licensing.errors import (
    BarredFromFiling,
    FileRefused,
    Immutable,
    Incomplete,
    Invalid,
    KindRetired,
    NotAllowed,
    NotFound,
    Stale,
    VersionRequired,
    WrongState,
)
from licensing.models import Case, Event, Organisation, list_organisations_of
from licensing.models.read_models import get_visible_revision, read_case, read_case_rows
from licensing.models.read_models.views import CaseRow, CaseView
from licensing.policy.requests.schema import PROPERTIES, SCHEMA
from licensing.policy.shapes import (
    FLAG,
    ID,
    INSTANT,
    Schema,
    as_code,
    as_line,
    as_prose,
    as_record,
    choose_from,
    forbid_empty,
    list_of,
)

READ, WRITE, HANDLE = "cases:read", "cases:write", "cases:handle"
# Drafting alone, which a token for submitting may do too.
DRAFT = ("cases:draft", WRITE)
# The address of one case; whatever belongs to a case has its address below it.
CASE: Final = "cases/<uuid:case_id>/"

FILTERS: dict[str, Schema] = {
    "state": choose_from(CaseState),
    "kind": as_code("kind of case", 32),
    "partner_country": as_code("ISO 3166-1 alpha-2", 2),
    "reference": as_code("reference", 24),
    "created_since": INSTANT,
    "created_before": INSTANT,
    "changed_since": INSTANT | {"title": "only cases with an event since then that you may read"},
    **PAGING,
}
REASON = as_record(("reason",), reason=forbid_empty(as_prose(2000)))
EXPLANATIONS: Schema = list_of(
    as_record(
        ("code", "path", "explanation"),
        code=as_code("code of the finding"),
        path=as_line(120, "place of the finding"),
        explanation=forbid_empty(as_prose(4000)),
    ),
    200,
) | {"title": "explanations of findings that are graded explain"}
SUBMIT = as_record(
    ("declared",),
    declared=FLAG | {"title": "declares that what is filed is true and complete"},
    explanations=EXPLANATIONS,
)
EXAMPLE_DRAFT: dict[str, Any] = {
    "kind": "single_permit",
    "title": "Forty reconnaissance UAVs",
    "partner_country": "EE",
    "cooperation_form": "direct_sale",
    "items": [
        {
            "name": "Reconnaissance UAV",
            "model": "Z-40",
            "quantity": "40",
            "unit": "NAR",
            "unit_price": "80000.00",
            "currency": "EUR",
            "control_entries": ["ML10"],
        }
    ],
    "parties": [{"role": "end_user", "name": "Fictional Defence Depot", "country": "EE", "kind": "government"}],
}


class MissingView(TypedDict):
    """One thing that still keeps the request from being filed."""

    path: str
    code: str
    sentence: str


class MissingList(TypedDict):
    complete: bool
    missing: list[MissingView]


class Cases(ApiView):
    @query(Page[CaseRow], READ, summary="List cases", query=FILTERS)
    def get(self, call: Call) -> Result:
        """Those that you may see, newest first. An unknown filter is refused."""
        cases = Case.objects.visible_to(call.user, on=call.at)
        plain = {name: call.query[name] for name in ("state", "kind", "partner_country", "reference") if name in call.query}
        cases = cases.filter(**plain)
        if since := call.query.get("created_since"):
            cases = cases.filter(created_at__gte=since)
        if before := call.query.get("created_before"):
            cases = cases.filter(created_at__lt=before)
        if changed := call.query.get("changed_since"):
            cases = cases.filter(Exists(_visible_events(call).filter(case=OuterRef("pk"), at__gte=changed)))
        return Result(paginate_newest_first(cases, call, "created_at", read_case_rows))

    @command(
        CaseView,
        *DRAFT,
        summary="Begin a request",
        takes=SCHEMA,
        checked_by_act=True,
        status=201,
        tagged=True,
        query={"organisation": ID | {"title": "for which of your organisations, if there are several"}},
        refuses=(FileRefused, Invalid, KindRetired, NotAllowed, NotFound),
        example=EXAMPLE_DRAFT,
    )
    def post(self, call: Call) -> Result:
        """A draft may leave out anything but its kind. Unknown fields and codes are refused, each with its path."""
        case = drafting.create_case(call.user, call.body, organisation=_find_organisation(call))
        return show_case(call, case.pk, new=True)


class OneCase(ApiView):
    @query(CaseView, READ, summary="Read a case", tagged=True, refuses=(NotFound,))
    def get(self, call: Call, case_id: UUID) -> Result:
        """What you may see of it: an applicant sees neither who took part nor how anybody voted."""
        return show_case(call, case_id)

    @command(
        CaseView,
        *DRAFT,
        summary="Edit a draft",
        method="patch",
        takes=as_record((), **PROPERTIES),
        checked_by_act=True,
        if_match=IfMatch.REQUIRED,
        tagged=True,
        refuses=(FileRefused, Immutable, Invalid, KindRetired, NotAllowed, NotFound, Stale, VersionRequired, WrongState),
        example={"title": "Forty-two reconnaissance UAVs"},
    )
    def patch(self, call: Call, case_id: UUID) -> Result:
        """Replaces whole sections; sections that are not sent stay as they are."""
        case = call.get_case(case_id)
        drafting.edit_case(case, call.user, call.body, expected=call.get_expected_revision(case))
        return show_case(call, case_id)


class Missing(ApiView):
    @query(MissingList, READ, summary="Read what is still missing", refuses=(NotFound,))
    def get(self, call: Call, case_id: UUID) -> Result:
        """Everything that still prevents the request from being submitted, in the order of the task list."""
        gaps = submission.find_missing(call.get_case(case_id), at=call.at)
        missing = [MissingView(path=gap.path, code=gap.code, sentence=gap.sentence) for gap in gaps]
        return Result(MissingList(complete=not missing, missing=missing))


class Submit(ApiView):
    @command(
        CaseView,
        WRITE,
        summary="Submit a request",
        takes=SUBMIT,
        if_match=IfMatch.REQUIRED,
        tagged=True,
        refuses=(
            *(BarredFromFiling, Incomplete, Invalid, KindRetired, NotAllowed, NotFound),
            *(Stale, VersionRequired, WrongState),
        ),
        example={"declared": True},
    )
    def post(self, call: Call, case_id: UUID) -> Result:
        """Freezes a version and starts the completeness check. If anything is missing or not explained, all of it is listed."""
        case = call.get_case(case_id)
        submission.submit_case(
            case,
            call.user,
            declared=call.body["declared"],
            explanations=read_explanations(call.body),
            expected=call.get_expected_revision(case),
        )
        return show_case(call, case_id)


class Withdraw(ApiView):
    @command(
        CaseView,
        WRITE,
        summary="Withdraw a request",
        takes=REASON,
        if_match=IfMatch.OPTIONAL,
        tagged=True,
        refuses=(Invalid, NotAllowed, NotFound, Stale, WrongState),
        example={"reason": "The buyer has cancelled."},
    )
    def post(self, call: Call, case_id: UUID) -> Result:
        """Permanently: nobody can act on it any more. It stays in your history."""
        case = call.get_case(case_id)
        submission.withdraw_case(case, call.user, reason=call.body["reason"], expected=call.get_expected_revision(case))
        return show_case(call, case_id)


class Copy(ApiView):
    @command(
        CaseView,
        *DRAFT,
        summary="Copy a request into a new draft",
        status=201,
        tagged=True,
        refuses=(KindRetired, NotAllowed, NotFound),
    )
    def post(self, call: Call, case_id: UUID) -> Result:
        """Documents that have expired are not copied."""
        copy = drafting.copy_case(call.get_case(case_id), call.user)
        return show_case(call, copy.pk, new=True)


def read_explanations(body: Mapping[str, Any]) -> dict[str, str]:
    """The explanations of a command by the key of the finding that each explains."""
    return {f"{one['code']}:{one['path']}": one["explanation"] for one in body.get("explanations", ())}


def show_case(call: Call, case_id: UUID, *, new: bool = False) -> Result:
    """The case as it is now, as far as this caller may see it; with `new`, its address for Location. Raises NotFound."""
    # Fetched again after an act, which worked on a locked row of its own.
    case = call.get_case(case_id)
    reader = call.get_reader(case)
    location = reverse("api:case", args=[case.pk]) if new else ""
    return Result(read_case(case, reader), revision=get_visible_revision(case, reader), location=location)


def _find_organisation(call: Call) -> Organisation | None:
    """The organisation named in the address, one of the caller's own; None leaves the choice to the act."""
    return call.get_organisation(call.query["organisation"]) if "organisation" in call.query else None


def _visible_events(call: Call) -> Any:
    """The events that count as a change for this caller."""
    # Without this, an applicant who asks for what changed since a minute ago would learn when a body signs.
    return Event.objects.for_applicant() if list_organisations_of(call.user, on=call.day).exists() else Event.objects.all()


PATHS: Final = (
    path("cases/", Cases.as_view(), name="cases"),
    path(CASE, OneCase.as_view(), name="case"),
    path(f"{CASE}missing/", Missing.as_view(), name="missing"),
    path(f"{CASE}submit/", Submit.as_view(), name="submit"),
    path(f"{CASE}withdraw/", Withdraw.as_view(), name="withdraw"),
    path(f"{CASE}copy/", Copy.as_view(), name="copy"),
)
