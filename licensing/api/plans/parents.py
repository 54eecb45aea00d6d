"""What requests draw on, over the API: the figures for the authority, one word for the applicant, and the decider's changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final, TypedDict
from uuid import UUID

from django.urls import path

from licensing.acts.acting import to_local_day
from licensing.acts.plans.parents.changing import Reduction, amend_authorisation
from licensing.acts.plans.parents.reading import CaseDraw, assess_draw, describe_draw, read_parent
from licensing.api.decisions.government import DECIDE
from licensing.api.http.operations import ApiView, Call, IfMatch, Result, command, query
from licensing.api.plans.reviews import ContractReviewView, build_review_view
from licensing.api.requests.cases import CASE, READ, show_case
from licensing.choices import Fit, ParentChange, ParentState
from licensing.errors import Invalid, NotAllowed, NotFound, Stale, VersionRequired, WrongState
from licensing.models import Case, ParentCeiling
from licensing.models.plans.contract_reviews import list_reviews_of
from licensing.models.plans.parents import find_parent_of, find_parents
from licensing.models.read_models.views import CaseView
from licensing.policy.exact import write_amount
from licensing.policy.plans.parents import Balance, Share, compute_status
from licensing.policy.shapes import (
    allow_null,
    as_money,
    as_prose,
    as_quantity,
    as_record,
    as_whole,
    choose_from,
    forbid_empty,
    list_of,
)

_CEILING = as_record(
    ("line",),
    line=allow_null(as_whole(1, 5_000, "the line; null for that of all lines")),
    year=allow_null(as_whole(1, 50, "the year; left out for the whole time")),
    quantity=as_quantity("the new quantity, lower than now"),
    value=as_money("the new value, lower than now"),
)
AMEND = as_record(
    ("change", "reason"),
    change=choose_from(ParentChange),
    reason=forbid_empty(as_prose(2000)),
    ceilings=list_of(_CEILING, 100) | {"title": "of a reduction: each ceiling that is to be lower"},
)


class BalanceView(TypedDict):
    """What stands on the three accounts of a ceiling, as exact text."""

    reserved: str
    granted: str
    delivered: str


class CeilingView(TypedDict):
    """One ceiling; `line` is null where it is of all lines, `year` where it is of the whole time."""

    line: int | None
    year: int | None
    name: str
    unit: str | None
    quantity: str | None
    drawn: BalanceView
    left: str | None
    currency: str | None
    value: str | None
    value_drawn: BalanceView
    value_left: str | None
    price: str | None


class DrawView(TypedDict):
    """What one item of a request stands with. `case` and `reference` are null where the reader may not see that request."""

    case: UUID | None
    reference: str | None
    state: str | None
    item: int
    line: int
    year: int | None
    drawn: BalanceView


class AuthorisationView(TypedDict):
    """What requests draw on, with all ceilings and each request under it."""

    reference: str
    binding: bool
    state: ParentState
    starts_on: date
    ends_on: date
    years: int | None
    ceilings: list[CeilingView]
    draws: list[DrawView]
    reviews: list[ContractReviewView]


class ParentView(TypedDict):
    """What a request draws on, and whether it fits what is left: in one word, and never a figure.

    `reference` is null where the request fills a project of a country plan alone, whose number stays with the authority;
    `project_fit` is the word for that project, null where the request fills none.
    """

    reference: str | None
    year: int | None
    state: ParentState
    ends_on: date
    fit: Fit
    sentence: str
    project_fit: Fit | None


class ReadAuthorisation(ApiView):
    @query(AuthorisationView, READ, summary="Read what was drawn on an authorisation", refuses=(NotAllowed, NotFound))
    def get(self, call: Call, case_id: UUID) -> Result:
        """For the authority only: what is reserved, granted and delivered of a granted framework, contract, leave to negotiate
        or plan.

        Not found where nothing was granted that requests draw on.
        """
        case = call.get_case(case_id)
        if call.get_reader(case).is_applicant(case):
            raise NotAllowed
        parent = find_parent_of(case.pk)
        if parent is None:
            raise NotFound
        reading = read_parent(parent)
        seen = {str(one.pk): one for one in Case.objects.visible_to(call.user, on=call.at).drawing_on(case)}
        view = AuthorisationView(
            reference=parent.reference,
            binding=parent.binding,
            state=ParentState(parent.state),
            starts_on=parent.starts_on,
            ends_on=parent.ends_on,
            years=parent.years,
            ceilings=[_build_ceiling_view(row, reading.shares) for row in parent.ceilings.in_order()],
            draws=[_build_draw(share, held, seen.get(share.case)) for share, held in reading.shares.items()],
            reviews=[build_review_view(one) for one in list_reviews_of(case)],
        )
        return Result(view)


class ReadParent(ApiView):
    @query(ParentView, READ, summary="Read whether a request fits what it draws on", refuses=(NotFound,))
    def get(self, call: Call, case_id: UUID) -> Result:
        """In the same words for everybody. Not found where the request names nothing that was granted and fills no project."""
        case = call.get_case(case_id)
        draws = [assess_draw(parent, case, today=to_local_day(call.at)) for parent in find_parents(case)]
        if not draws:
            raise NotFound
        # What the request names itself comes before the project that the authority has named for it.
        draws.sort(key=lambda one: one.reading.parent.project_id is not None)
        parent, last = draws[0].reading.parent, draws[-1]
        view = ParentView(
            reference=None if parent.project_id else parent.reference,
            year=None if parent.project_id else case.plan_year,
            state=ParentState(parent.state),
            ends_on=parent.ends_on,
            fit=_judge(draws[0]),
            sentence=str(describe_draw(draws[0])),
            project_fit=_judge(last) if last.reading.parent.project_id else None,
        )
        return Result(view)


def _judge(draw: CaseDraw) -> Fit:
    return Fit.NO if draw.gaps and draw.reading.parent.binding else draw.fit


class AmendAuthorisation(ApiView):
    @command(
        CaseView,
        DECIDE,
        summary="Suspend, end or reduce an authorisation",
        takes=AMEND,
        if_match=IfMatch.REQUIRED,
        tagged=True,
        refuses=(Invalid, NotAllowed, NotFound, Stale, VersionRequired, WrongState),
        example={"change": "reduce", "reason": "Less is made.", "ceilings": [{"line": 1, "year": 2, "quantity": "400"}]},
    )
    def post(self, call: Call, case_id: UUID) -> Result:
        """Open requests under it stop while it does not hold. What was granted under it stays granted."""
        case, body = call.get_case(case_id), call.body
        amend_authorisation(
            case,
            call.user,
            ParentChange(body["change"]),
            reason=body["reason"],
            reductions=[_read_reduction(one) for one in body.get("ceilings", [])],
            expected=call.get_expected_revision(case),
        )
        return show_case(call, case_id)


def _read_reduction(written: dict[str, Any]) -> Reduction:
    quantity, value = (Decimal(written[name]) if written.get(name) else None for name in ("quantity", "value"))
    return Reduction(written["line"], written.get("year"), quantity, value)


def _build_ceiling_view(row: ParentCeiling, shares: Mapping[Share, Balance]) -> CeilingView:
    status = compute_status(row.as_policy(), shares)
    return CeilingView(
        line=row.line,
        year=row.year,
        name=row.name,
        unit=row.unit_id,
        quantity=write_amount(row.quantity),
        drawn=_build_balance(status.volume),
        left=write_amount(status.left),
        currency=row.currency_id,
        value=write_amount(row.value),
        value_drawn=_build_balance(status.value),
        value_left=write_amount(status.value_left),
        price=write_amount(row.price),
    )


def _build_draw(share: Share, held: Balance, case: Case | None) -> DrawView:
    return DrawView(
        case=case.pk if case else None,
        reference=case.reference if case else None,
        state=case.state if case else None,
        item=share.item,
        line=share.line,
        year=share.year,
        drawn=_build_balance(held),
    )


def _build_balance(held: Balance) -> BalanceView:
    reserved, committed, used = (write_amount(one) or "0" for one in (held.reserved, held.committed, held.used))
    return BalanceView(reserved=reserved, granted=committed, delivered=used)


PATHS: Final = (
    path(f"{CASE}authorisation/", ReadAuthorisation.as_view(), name="authorisation"),
    path(f"{CASE}parent/", ReadParent.as_view(), name="parent"),
    path(f"{CASE}amend-authorisation/", AmendAuthorisation.as_view(), name="amend_authorisation"),
)
