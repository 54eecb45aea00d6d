"""Requests: drafted, filed, amended and withdrawn by the applicant; taken on, accepted and sent back by an officer."""

from __future__ import annotations

import json
from typing import Any, Final, TypedDict
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.urls import path, reverse

from licensing.acts.decisions import appeal
from licensing.acts.requests import amending, drafting, submission
from licensing.api.http.operations import Ask, Door, IfMatch, Reply, does, reads
from licensing.api.http.pagination import PAGING, Page, following, moment_in, newest_first, strange_cursor
from licensing.choices import CaseState
from licensing.errors import (
    FileRefused,
    Immutable,
    Incomplete,
    Invalid,
    NoProcedure,
    NotAllowed,
    Stale,
    StaleVersion,
    Unseen,
    VersionRequired,
    WrongState,
)
from licensing.models import Case, Event, Organisation
from licensing.models.read_models import case_rows, history_of, read_case, read_history, read_version, revision_for
from licensing.models.read_models.views import CaseRow, CaseView, EventView, VersionRow, VersionView
from licensing.policy.requests.materiality import Change
from licensing.policy.requests.schema import PROPERTIES, SCHEMA
from licensing.policy.shapes import FLAG, ID, INSTANT, Schema, code, filled, one_of, prose, record, several, whole

READ, WRITE, HANDLE = "cases:read", "cases:write", "cases:handle"
# Where one case has its address, and under it whatever belongs to it.
CASE: Final = "cases/<uuid:case_id>/"

FILTERS: dict[str, Schema] = {
    "state": one_of(CaseState),
    "kind": code("kind of case", 32),
    "partner_country": code("ISO 3166-1 alpha-2", 2),
    "reference": code("reference", 24),
    "created_since": INSTANT,
    "created_before": INSTANT,
    "changed_since": INSTANT | {"title": "only cases with an event since then that you may read"},
    **PAGING,
}
REASON = record(("reason",), reason=filled(prose(2000)))
SUBMIT = record(("declared",), declared=FLAG | {"title": "declares that what is filed is true and complete"})
SEND_BACK = record(
    ("reason",), reason=filled(prose(4000)), grounds=several(code("ground for a return, from the reference list", 8), 20)
)
SECTIONS: Schema = record((), **{name: shape for name, shape in PROPERTIES.items() if name != "kind"})
AMEND = record(
    ("sections", "version"),
    sections=SECTIONS,
    version=whole(1, 999, "the version that you have read"),
    reason=prose(2000),
    confirmed=FLAG | {"title": "false: only report what it would cost"},
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


class ChangeView(TypedDict):
    path: str
    before: Any
    after: Any


class AmendmentView(TypedDict):
    """What an amendment does, or would do: how many signatures are asked for again, never whose."""

    filed: bool
    version: int | None
    signatures_asked_again: int
    goes_back_to: str | None
    changes: list[ChangeView]


class Cases(Door):
    @reads(Page[CaseRow], READ, summary="List cases", query=FILTERS)
    def get(self, ask: Ask) -> Reply:
        """Those that you may see, newest first. An unknown filter is refused."""
        cases = Case.objects.visible_to(ask.user, on=ask.at)
        plain = {name: ask.query[name] for name in ("state", "kind", "partner_country", "reference") if name in ask.query}
        cases = cases.filter(**plain)
        if since := moment_in(ask, "created_since"):
            cases = cases.filter(created_at__gte=since)
        if before := moment_in(ask, "created_before"):
            cases = cases.filter(created_at__lt=before)
        if changed := moment_in(ask, "changed_since"):
            cases = cases.filter(Exists(_news(ask).filter(case=OuterRef("pk"), at__gte=changed)))
        return Reply(newest_first(cases, ask, "created_at", case_rows))

    @does(
        CaseView,
        WRITE,
        summary="Begin a request",
        takes=SCHEMA,
        checked_by_act=True,
        status=201,
        tagged=True,
        query={"organisation": ID | {"title": "for which of your organisations, if there are several"}},
        refuses=(FileRefused, Invalid, NotAllowed, Unseen),
        example=EXAMPLE_DRAFT,
    )
    def post(self, ask: Ask) -> Reply:
        """A draft may leave out anything but its kind. Unknown fields and codes are refused, each with its path."""
        case = drafting.create_case(ask.user, ask.body, organisation=_organisation(ask))
        return shown(ask, case.pk, new=True)


class OneCase(Door):
    @reads(CaseView, READ, summary="Read a case", tagged=True, refuses=(Unseen,))
    def get(self, ask: Ask, case_id: UUID) -> Reply:
        """What you may see of it: an applicant sees neither who took part nor how anybody voted."""
        return shown(ask, case_id)

    @does(
        CaseView,
        WRITE,
        summary="Edit a draft",
        method="patch",
        takes=record((), **PROPERTIES),
        checked_by_act=True,
        if_match=IfMatch.REQUIRED,
        tagged=True,
        refuses=(FileRefused, Immutable, Invalid, NotAllowed, Unseen, Stale, VersionRequired, WrongState),
        example={"title": "Forty-two reconnaissance UAVs"},
    )
    def patch(self, ask: Ask, case_id: UUID) -> Reply:
        """Replaces whole sections; sections that are not sent stay as they are."""
        case = ask.case(case_id)
        drafting.edit_case(case, ask.user, ask.body, expected=ask.expected(case))
        return shown(ask, case_id)


class Missing(Door):
    @reads(MissingList, READ, summary="Read what is still missing", refuses=(Unseen,))
    def get(self, ask: Ask, case_id: UUID) -> Reply:
        """Everything that still prevents the request from being submitted, in the order of the task list."""
        gaps = submission.missing_in(ask.case(case_id), at=ask.at)
        missing = [MissingView(path=gap.path, code=gap.code, sentence=gap.sentence) for gap in gaps]
        return Reply(MissingList(complete=not missing, missing=missing))


class Submit(Door):
    @does(
        CaseView,
        WRITE,
        summary="Submit a request",
        takes=SUBMIT,
        if_match=IfMatch.REQUIRED,
        tagged=True,
        refuses=(Incomplete, Invalid, NotAllowed, Unseen, Stale, VersionRequired, WrongState),
        example={"declared": True},
    )
    def post(self, ask: Ask, case_id: UUID) -> Reply:
        """Freezes a version and starts the completeness check. If anything is missing, all of it is listed."""
        case = ask.case(case_id)
        submission.submit_case(case, ask.user, declared=ask.body["declared"], expected=ask.expected(case))
        return shown(ask, case_id)


class Amend(Door):
    @does(
        AmendmentView,
        WRITE,
        summary="Amend a filed request",
        takes=AMEND,
        refuses=(FileRefused, Incomplete, Invalid, NotAllowed, Unseen, StaleVersion, WrongState),
        example={"sections": {"title": "Forty-two UAVs"}, "version": 1, "reason": "The buyer asks for two more."},
    )
    def post(self, ask: Ask, case_id: UUID) -> Reply:
        """Files a new version. Send `confirmed: false` first to learn which changes count and what they cost."""
        case, sections = ask.case(case_id), ask.body["sections"]
        cost = amending.amendment_cost(case, ask.user, sections)
        filed = None
        if ask.body.get("confirmed", True):
            filed = amending.amend_case(
                case, ask.user, sections, reason=ask.body.get("reason", ""), version=ask.body["version"]
            ).number
        return Reply(_amendment(cost, filed))


class Appeal(Door):
    @does(
        CaseView,
        WRITE,
        summary="Appeal against a refusal",
        takes=REASON,
        if_match=IfMatch.OPTIONAL,
        tagged=True,
        refuses=(Invalid, NotAllowed, Unseen, Stale, WrongState),
        example={"reason": "The end user has given the guarantee that was missing."},
    )
    def post(self, ask: Ask, case_id: UUID) -> Reply:
        """Within the time limit of the procedure; the government decides again on the request as it was filed."""
        case = ask.case(case_id)
        appeal.appeal_case(case, ask.user, reason=ask.body["reason"], expected=ask.expected(case))
        return shown(ask, case_id)


class Withdraw(Door):
    @does(
        CaseView,
        WRITE,
        summary="Withdraw a request",
        takes=REASON,
        if_match=IfMatch.OPTIONAL,
        tagged=True,
        refuses=(Invalid, NotAllowed, Unseen, Stale, WrongState),
        example={"reason": "The buyer has cancelled."},
    )
    def post(self, ask: Ask, case_id: UUID) -> Reply:
        """Permanently: nobody can act on it any more. It stays in your history."""
        case = ask.case(case_id)
        submission.withdraw_case(case, ask.user, reason=ask.body["reason"], expected=ask.expected(case))
        return shown(ask, case_id)


class Copy(Door):
    @does(CaseView, WRITE, summary="Copy a request into a new draft", status=201, tagged=True, refuses=(NotAllowed, Unseen))
    def post(self, ask: Ask, case_id: UUID) -> Reply:
        """Documents that have expired are not copied."""
        copy = drafting.copy_case(ask.case(case_id), ask.user)
        return shown(ask, copy.pk, new=True)


class TakeOn(Door):
    @does(CaseView, HANDLE, summary="Take on a file", tagged=True, refuses=(NotAllowed, Unseen, WrongState))
    def post(self, ask: Ask, case_id: UUID) -> Reply:
        """You become the case officer of this request."""
        submission.take_on_case(ask.case(case_id), ask.user)
        return shown(ask, case_id)


class Accept(Door):
    @does(
        CaseView,
        HANDLE,
        summary="Accept a file as complete",
        if_match=IfMatch.REQUIRED,
        tagged=True,
        refuses=(NotAllowed, NoProcedure, Unseen, Stale, VersionRequired, WrongState),
    )
    def post(self, ask: Ask, case_id: UUID) -> Reply:
        """The legal time limit starts, and the first stage of sign-off opens."""
        case = ask.case(case_id)
        submission.accept_case(case, ask.user, expected=ask.expected(case))
        return shown(ask, case_id)


class SendBack(Door):
    @does(
        CaseView,
        HANDLE,
        summary="Return a request",
        takes=SEND_BACK,
        if_match=IfMatch.REQUIRED,
        tagged=True,
        refuses=(Invalid, NotAllowed, Unseen, Stale, VersionRequired, WrongState),
        example={"reason": "The end-user certificate is not signed.", "grounds": ["N01"]},
    )
    def post(self, ask: Ask, case_id: UUID) -> Reply:
        """To the applicant, who may change it and submit it again."""
        case = ask.case(case_id)
        submission.send_back_case(
            case,
            ask.user,
            grounds=list(ask.body.get("grounds", ())),
            reason=ask.body["reason"],
            expected=ask.expected(case),
        )
        return shown(ask, case_id)


class History(Door):
    @reads(Page[EventView], READ, summary="Read the history of a case", query=PAGING, refuses=(Unseen,))
    def get(self, ask: Ask, case_id: UUID) -> Reply:
        """Oldest first. An applicant sees nothing of the deliberation and no names of the authority's people."""
        case = ask.case(case_id)
        reader, limit = ask.reader(case), int(ask.query.get("limit", 50))
        events = history_of(case, reader)
        if cursor := ask.query.get("cursor"):
            # An event is known by its digest: its number would tell how much happens in other cases.
            last = events.filter(digest=cursor).values_list("number", flat=True).first()
            if last is None:
                raise strange_cursor()
            events = events.filter(number__gt=last)
        found = read_history(case, events[: limit + 1], reader)
        rest = following(ask, found[limit - 1]["id"]) if len(found) > limit else None
        return Reply(Page(results=found[:limit], next=rest))


class Versions(Door):
    @reads(list[VersionRow], READ, summary="List the versions that were filed", refuses=(Unseen,))
    def get(self, ask: Ask, case_id: UUID) -> Reply:
        """Oldest first."""
        rows = ask.case(case_id).versions.order_by("number")
        return Reply([VersionRow(number=one.number, digest=one.digest, made_at=one.made_at) for one in rows])


class OneVersion(Door):
    @reads(VersionView, READ, summary="Read what was filed", refuses=(Unseen,))
    def get(self, ask: Ask, case_id: UUID, number: int) -> Reply:
        """The request as it was frozen, with the exact bytes that people sign."""
        version = ask.case(case_id).versions.filter(number=number).first()
        if version is None:
            raise Unseen
        return Reply(read_version(version, json.loads(version.canonical)))


def shown(ask: Ask, case_id: UUID, *, new: bool = False) -> Reply:
    """The case as it stands now, to whoever asks."""
    case = ask.case(case_id)
    reader = ask.reader(case)
    location = reverse("api:case", args=[case.pk]) if new else ""
    return Reply(read_case(case, reader), revision=revision_for(case, reader), location=location)


def _organisation(ask: Ask) -> Organisation | None:
    if "organisation" not in ask.query:
        return None
    found = Organisation.objects.filter(pk=ask.query["organisation"], memberships__user=ask.user).first()
    if found is None:
        raise Unseen
    return found


def _news(ask: Ask) -> Any:
    """Events that may tell this caller of a change: an applicant hears nothing of the authority's work."""
    return Event.objects.for_applicant() if ask.user.memberships.exists() else Event.objects.all()


def _amendment(cost: amending.Cost, filed: int | None) -> AmendmentView:
    return AmendmentView(
        filed=filed is not None,
        version=filed,
        signatures_asked_again=cost.signatures,
        goes_back_to=cost.stage.code if cost.stage else None,
        changes=[_change(one) for one in cost.changes],
    )


def _change(change: Change) -> ChangeView:
    return ChangeView(path=change.path, before=change.before, after=change.after)


PATHS: Final = (
    path("cases/", Cases.as_view(), name="cases"),
    path(CASE, OneCase.as_view(), name="case"),
    path(f"{CASE}missing/", Missing.as_view(), name="missing"),
    path(f"{CASE}submit/", Submit.as_view(), name="submit"),
    path(f"{CASE}amend/", Amend.as_view(), name="amend"),
    path(f"{CASE}appeal/", Appeal.as_view(), name="appeal"),
    path(f"{CASE}withdraw/", Withdraw.as_view(), name="withdraw"),
    path(f"{CASE}copy/", Copy.as_view(), name="copy"),
    path(f"{CASE}take-on/", TakeOn.as_view(), name="take_on"),
    path(f"{CASE}accept/", Accept.as_view(), name="accept"),
    path(f"{CASE}send-back/", SendBack.as_view(), name="send_back"),
    path(f"{CASE}history/", History.as_view(), name="history"),
    path(f"{CASE}versions/", Versions.as_view(), name="versions"),
    path(f"{CASE}versions/<int:number>/", OneVersion.as_view(), name="version"),
)
