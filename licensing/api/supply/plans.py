"""Supply plans over the API, for the bodies that keep them: their figures leave by these operations alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final, TypedDict
from uuid import UUID

from django.urls import path

from licensing.acts.supply.plans import enter_plan
from licensing.api.http.operations import ApiView, Call, Result, command, query
from licensing.choices import NeedVerdict
from licensing.errors import Gap, Invalid, NoMandate, ProgramRefused
from licensing.messages import Message
from licensing.models import ItemFamily, SupplyPlan
from licensing.models.supply.plans import may_keep_plans
from licensing.policy.exact import format_decimal, write_amount
from licensing.policy.shapes import DATE, as_code, as_line, as_prose, as_quantity, as_record, choose_from, list_of
from licensing.policy.supply.plans import MOST_PERIODS, PlanInput, PlannedPeriod

_SCOPE: Final = "positions:write"
PERIOD = as_record(
    ("first_on", "last_on", "planned", "confirmed", "allocation"),
    first_on=DATE,
    last_on=DATE,
    planned=as_quantity("output that is planned"),
    confirmed=as_quantity("the part of it that is confirmed"),
    allocation=as_quantity("what the forces get"),
)
PLAN = as_record(
    ("family", "data_on"),
    family=as_code("item family", 24),
    data_on=DATE,
    opening_stock=as_quantity("stock at the beginning of the first period"),
    reserve_floor=as_quantity("reserve that must stay"),
    domestic_orders=as_quantity("domestic orders in all periods"),
    periods=list_of(PERIOD, MOST_PERIODS),
    verdict=choose_from(NeedVerdict),
    document_no=as_line(80, "the document that holds the figures, where they are kept elsewhere"),
    note=as_prose(),
)


class SupplyPeriodView(TypedDict):
    first_on: date
    last_on: date
    planned: str
    confirmed: str
    allocation: str


class SupplyPlanView(TypedDict):
    """Figures, or a document with its verdict; what is not given is null."""

    id: UUID
    family: str
    unit: str
    number: int
    body: str
    data_on: date
    opening_stock: str | None
    reserve_floor: str | None
    domestic_orders: str | None
    periods: list[SupplyPeriodView]
    verdict: NeedVerdict | None
    document_no: str
    note: str


class SupplyPlans(ApiView):
    @query(list[SupplyPlanView], _SCOPE, summary="Read the supply plans", refuses=(NoMandate,))
    def get(self, call: Call) -> Result:
        """The newest of each item family. For people who speak for a body that keeps the plans, and for nobody else."""
        if not may_keep_plans(call.user, on=call.day):
            raise NoMandate
        plans = SupplyPlan.objects.newest().select_related("family").prefetch_related("periods")
        return Result([_build_plan_view(plan) for plan in plans])

    @command(
        SupplyPlanView,
        _SCOPE,
        summary="Enter a supply plan",
        takes=PLAN,
        status=201,
        refuses=(Invalid, NoMandate, ProgramRefused),
        example={
            "family": "vessels",
            "data_on": "2026-05-04",
            "opening_stock": "400",
            "reserve_floor": "200",
            "periods": [
                {
                    "first_on": "2026-04-01",
                    "last_on": "2026-06-30",
                    "planned": "320",
                    "confirmed": "300",
                    "allocation": "250",
                },
            ],
        },
    )
    def post(self, call: Call) -> Result:
        """A new version, which supersedes the one before. Give either figures, or a document with its verdict."""
        body = call.body
        family = ItemFamily.objects.select_related("unit").filter(pk=body["family"], active=True).first()
        if family is None:
            sentence = Message("There is no item family “%(code)s”.", code=body["family"])
            raise Invalid(gaps=[Gap("unknown_code", "family", sentence)])
        return Result(_build_plan_view(enter_plan(call.user, family, _read_plan(body))))


def _read_plan(body: Mapping[str, Any]) -> PlanInput:
    amounts = {name: Decimal(body[name]) for name in ("opening_stock", "reserve_floor", "domestic_orders") if name in body}
    return PlanInput(
        data_on=date.fromisoformat(body["data_on"]),
        **amounts,
        periods=tuple(
            PlannedPeriod(
                date.fromisoformat(one["first_on"]),
                date.fromisoformat(one["last_on"]),
                *(Decimal(one[name]) for name in ("planned", "confirmed", "allocation")),
            )
            for one in body.get("periods", ())
        ),
        verdict=NeedVerdict(body["verdict"]) if "verdict" in body else None,
        document_no=body.get("document_no", ""),
        note=body.get("note", ""),
    )


def _build_plan_view(plan: SupplyPlan) -> SupplyPlanView:
    entered = plan.as_policy()
    return SupplyPlanView(
        id=plan.pk,
        family=plan.family_id,
        unit=plan.family.unit_id,
        number=plan.number,
        body=plan.body_id,
        data_on=plan.data_on,
        opening_stock=write_amount(entered.opening_stock),
        reserve_floor=write_amount(entered.reserve_floor),
        domestic_orders=write_amount(entered.domestic_orders),
        periods=[
            SupplyPeriodView(
                first_on=one.first_on,
                last_on=one.last_on,
                planned=format_decimal(one.planned),
                confirmed=format_decimal(one.confirmed),
                allocation=format_decimal(one.allocation),
            )
            for one in entered.periods
        ],
        verdict=entered.verdict,
        document_no=entered.document_no,
        note=entered.note,
    )


PATHS: Final = (path("supply-plans/", SupplyPlans.as_view(), name="supply_plans"),)
