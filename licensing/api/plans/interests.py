"""Expressions of interest over the API: filed and spoken for by partners, answered by case officers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, TypedDict
from uuid import UUID

from django.urls import path

from licensing.acts.plans import interests as acts
from licensing.api.http.operations import ApiView, Call, Result, command, query
from licensing.api.http.pagination import PAGING, Page, paginate_newest_first
from licensing.choices import CooperationForm, InterestState, InterestStepKind, Urgency
from licensing.errors import Gap, Invalid, NotAllowed, NotFound, Stale, WrongState
from licensing.messages import Message
from licensing.models import Interest, InterestStep, Organisation, list_organisations_of
from licensing.policy.exact import format_decimal
from licensing.policy.plans.interests import (
    LONGEST_GOODS,
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_LINES,
    MOST_YEARS,
    InterestInput,
    OfferInput,
    WantedLine,
    YearVolume,
)
from licensing.policy.shapes import (
    DATE,
    ID,
    Schema,
    as_code,
    as_line,
    as_prose,
    as_quantity,
    as_record,
    as_whole,
    choose_from,
    forbid_empty,
    list_of,
)

READ, WRITE, HANDLE = "cases:read", "cases:write", "cases:handle"
_ONE: Final = "interests/<uuid:interest_id>/"
_LAST_STEP: Final = as_whole(
    1, 100_000, "number of the last step that you have read; refused where there was another one since"
)
_LINES: Final = list_of(
    as_record(
        ("volumes",),
        family=as_code("item family; its unit goes with it", 24),
        goods=as_line(LONGEST_GOODS, "goods of no family, in words"),
        unit=as_code("unit of goods of no family", 3),
        volumes=list_of(
            as_record(("year", "quantity"), year=as_whole(2000, 2200, "calendar year"), quantity=as_quantity("volume")),
            MOST_YEARS + 1,
        ),
    ),
    MOST_LINES,
)
INTEREST: Final = as_record(
    ("title", "lines", "cooperation", "urgency"),
    organisation=ID | {"title": "for which of your organisations; needed where you belong to several"},
    title=forbid_empty(as_line(LONGEST_TITLE)),
    lines=_LINES,
    cooperation=choose_from(CooperationForm),
    urgency=choose_from(Urgency),
    financing=as_prose(LONGEST_TEXT),
    text=as_prose(LONGEST_TEXT),
    carried_from=ID | {"title": "the country plan of your organisation that was carried over, and goes on as this"},
)
_GOODS: Final = {"text": forbid_empty(as_prose(LONGEST_TEXT)), "lines": _LINES, "cooperation": choose_from(CooperationForm)}
OFFER: Final = as_record(("text", "lines", "cooperation", "valid_until"), **_GOODS, valid_until=DATE, step=_LAST_STEP)
COUNTER: Final = as_record(("text", "lines", "cooperation"), **_GOODS, step=_LAST_STEP)
ANSWER: Final = as_record(("text",), text=forbid_empty(as_prose(LONGEST_TEXT)), step=_LAST_STEP)
REASON: Final = as_record(("reason",), reason=forbid_empty(as_prose(2000)), step=_LAST_STEP)
AGREEMENT: Final = as_record(("step",), step=_LAST_STEP)
FILTERS: Final[dict[str, Schema]] = {"state": choose_from(InterestState), **PAGING}
_REFUSES: Final = (Invalid, NotAllowed, NotFound, Stale, WrongState)
_EXAMPLE_LINES: Final = [{"goods": "Pressure vessels", "unit": "NAR", "volumes": [{"year": 2027, "quantity": "40"}]}]


class VolumeView(TypedDict):
    year: int
    quantity: str


class WantedLineView(TypedDict):
    """Goods of a family by its code, or in words; `family` is null where there is none."""

    family: str | None
    goods: str
    unit: str
    volumes: list[VolumeView]


class InterestStepView(TypedDict):
    """A step of the log. Who of the authority took it is not told."""

    number: int
    kind: InterestStepKind
    at: datetime
    text: str
    cooperation: CooperationForm | None
    valid_until: date | None
    lines: list[WantedLineView]


class InterestRow(TypedDict):
    id: UUID
    reference: str
    organisation: UUID
    title: str
    urgency: Urgency
    financing: str
    state: InterestState
    step: int
    filed_at: datetime
    offer_ends_on: date | None


class InterestView(InterestRow):
    """With its log. `carried_from` is the country plan of a partner that goes on as this interest."""

    carried_from: UUID | None
    steps: list[InterestStepView]


class Interests(ApiView):
    @query(Page[InterestRow], READ, summary="List expressions of interest", query=FILTERS)
    def get(self, call: Call) -> Result:
        """Those of your organisations, newest first; for who weighs requests at the authority those of all partners."""
        rows = Interest.objects.visible_to(call.user, on=call.day)
        if "state" in call.query:
            rows = rows.filter(state=call.query["state"])
        return Result(paginate_newest_first(rows, call, "filed_at", lambda found: [_build_interest_row(one) for one in found]))

    @command(
        InterestView,
        WRITE,
        summary="Express an interest",
        takes=INTEREST,
        status=201,
        refuses=(Invalid, NotAllowed, NotFound),
        example={
            "title": "Vessels for the coast",
            "lines": _EXAMPLE_LINES,
            "cooperation": "long_term",
            "urgency": "soon",
            "financing": "A loan over ten years.",
        },
    )
    def post(self, call: Call) -> Result:
        """Before any request, and without a promise of either side. The authority answers it, or makes an offer."""
        given, organisation = _read_interest(call.body), _find_spoken_for(call, call.body.get("organisation"))
        old_plan = UUID(call.body["carried_from"]) if "carried_from" in call.body else None
        return _show_interest(call, acts.file_interest(call.user, organisation, given, carried_from=old_plan).pk)


class OneInterest(ApiView):
    @query(InterestView, READ, summary="Read an expression of interest", refuses=(NotFound,))
    def get(self, call: Call, interest_id: UUID) -> Result:
        """With all that was said about it."""
        return _show_interest(call, interest_id)


class WithdrawInterest(ApiView):
    @command(
        InterestView,
        WRITE,
        summary="Withdraw an expression of interest",
        takes=REASON,
        refuses=_REFUSES,
        example={"reason": "The need is covered.", "step": 1},
    )
    def post(self, call: Call, interest_id: UUID) -> Result:
        """By the partner, with a reason."""
        return _take_step(call, interest_id, acts.withdraw_interest, reason=call.body["reason"])


class CounterOffer(ApiView):
    @command(
        InterestView,
        WRITE,
        summary="Make a counter-offer",
        takes=COUNTER,
        refuses=_REFUSES,
        example={"text": "Forty a year.", "lines": _EXAMPLE_LINES, "cooperation": "long_term", "step": 2},
    )
    def post(self, call: Call, interest_id: UUID) -> Result:
        """By the partner, on a standing offer, which is then no longer open."""
        return _take_step(call, interest_id, acts.make_counter_offer, given=_read_offer(call.body))


class AcceptOffer(ApiView):
    @command(InterestView, WRITE, summary="Accept an offer", takes=AGREEMENT, refuses=_REFUSES, example={"step": 2})
    def post(self, call: Call, interest_id: UUID) -> Result:
        """By the partner. It binds nobody before a request is granted; that request follows."""
        return _take_step(call, interest_id, acts.accept_offer)


class AnswerInterest(ApiView):
    @command(
        InterestView,
        HANDLE,
        summary="Answer an expression of interest",
        takes=ANSWER,
        refuses=_REFUSES,
        example={"text": "We look into it.", "step": 1},
    )
    def post(self, call: Call, interest_id: UUID) -> Result:
        """By a case officer, without an offer."""
        return _take_step(call, interest_id, acts.answer_interest, text=call.body["text"])


class MakeOffer(ApiView):
    @command(
        InterestView,
        HANDLE,
        summary="Make an offer of the state",
        takes=OFFER,
        refuses=_REFUSES,
        example={
            "text": "Thirty a year.",
            "lines": _EXAMPLE_LINES,
            "cooperation": "direct_sale",
            "valid_until": "2026-12-31",
            "step": 1,
        },
    )
    def post(self, call: Call, interest_id: UUID) -> Result:
        """By a case officer. It takes the place of an offer that stands, and lapses after its last day."""
        return _take_step(call, interest_id, acts.make_offer, given=_read_offer(call.body))


class AcceptCounterOffer(ApiView):
    @command(InterestView, HANDLE, summary="Accept a counter-offer", takes=AGREEMENT, refuses=_REFUSES, example={"step": 3})
    def post(self, call: Call, interest_id: UUID) -> Result:
        """By a case officer. It binds nobody before a request is granted."""
        return _take_step(call, interest_id, acts.accept_counter_offer)


class DeclineInterest(ApiView):
    @command(
        InterestView,
        HANDLE,
        summary="Decline an expression of interest",
        takes=REASON,
        refuses=_REFUSES,
        example={"reason": "None can be spared.", "step": 1},
    )
    def post(self, call: Call, interest_id: UUID) -> Result:
        """By a case officer, with a reason that the partner reads."""
        return _take_step(call, interest_id, acts.decline_interest, reason=call.body["reason"])


def _take_step(call: Call, interest_id: UUID, act: Callable[..., Interest], **given: Any) -> Result:
    act(_get_interest(call, interest_id), call.user, expected=call.body.get("step"), **given)
    return _show_interest(call, interest_id)


def _get_interest(call: Call, interest_id: UUID) -> Interest:
    found = Interest.objects.visible_to(call.user, on=call.day).filter(pk=interest_id).first()
    if found is None:
        raise NotFound
    return found


def _find_spoken_for(call: Call, named: str | None) -> Organisation:
    """The organisation that is named, one of the caller's own; where none is, the only one that they belong to."""
    if named:
        return call.get_organisation(named)
    found = list(list_organisations_of(call.user, on=call.day)[:2])
    if len(found) != 1:
        sentence = Message("Say for which organisation you speak.")
        raise (Invalid(gaps=[Gap("required", "organisation", sentence)]) if found else NotAllowed())
    return found[0]


def _read_interest(body: Mapping[str, Any]) -> InterestInput:
    return InterestInput(
        title=body["title"],
        lines=_read_wanted_lines(body["lines"]),
        cooperation=CooperationForm(body["cooperation"]),
        urgency=Urgency(body["urgency"]),
        financing=body.get("financing", ""),
        text=body.get("text", ""),
    )


def _read_offer(body: Mapping[str, Any]) -> OfferInput:
    until = date.fromisoformat(body["valid_until"]) if "valid_until" in body else None
    return OfferInput(body["text"], _read_wanted_lines(body["lines"]), CooperationForm(body["cooperation"]), until)


def _read_wanted_lines(sent: list[Mapping[str, Any]]) -> tuple[WantedLine, ...]:
    return tuple(
        WantedLine(
            volumes=tuple(YearVolume(one["year"], Decimal(one["quantity"])) for one in line["volumes"]),
            family=line.get("family", ""),
            goods=line.get("goods", ""),
            unit=line.get("unit", ""),
        )
        for line in sent
    )


def _show_interest(call: Call, interest_id: UUID) -> Result:
    interest = _get_interest(call, interest_id)
    steps = interest.steps.prefetch_related("volumes")
    log = [_build_step(one) for one in steps]
    return Result(InterestView(**_build_interest_row(interest), carried_from=interest.carried_from_id, steps=log))


def _build_interest_row(interest: Interest) -> InterestRow:
    return InterestRow(
        id=interest.pk,
        reference=interest.reference,
        organisation=interest.organisation_id,
        title=interest.title,
        urgency=Urgency(interest.urgency),
        financing=interest.financing,
        state=InterestState(interest.state),
        step=interest.revision,
        filed_at=interest.filed_at,
        offer_ends_on=interest.offer_ends_on,
    )


def _build_step(step: InterestStep) -> InterestStepView:
    return InterestStepView(
        number=step.number,
        kind=InterestStepKind(step.kind),
        at=step.at,
        text=step.text,
        cooperation=CooperationForm(step.cooperation) if step.cooperation else None,
        valid_until=step.valid_until,
        lines=[
            WantedLineView(
                family=line.family or None,
                goods=line.goods,
                unit=line.unit,
                volumes=[VolumeView(year=one.year, quantity=format_decimal(one.quantity)) for one in line.volumes],
            )
            for line in step.read_lines()
        ],
    )


PATHS: Final = (
    path("interests/", Interests.as_view(), name="interests"),
    path(_ONE, OneInterest.as_view(), name="interest"),
    path(f"{_ONE}withdraw/", WithdrawInterest.as_view(), name="withdraw_interest"),
    path(f"{_ONE}counter-offer/", CounterOffer.as_view(), name="counter_offer"),
    path(f"{_ONE}accept-offer/", AcceptOffer.as_view(), name="accept_offer"),
    path(f"{_ONE}answer/", AnswerInterest.as_view(), name="answer_interest"),
    path(f"{_ONE}offer/", MakeOffer.as_view(), name="make_offer"),
    path(f"{_ONE}accept-counter-offer/", AcceptCounterOffer.as_view(), name="accept_counter_offer"),
    path(f"{_ONE}decline/", DeclineInterest.as_view(), name="decline_interest"),
)
