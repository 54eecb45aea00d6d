"""A licence, its lines and the parties to it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypedDict
from uuid import UUID

from licensing.choices import LicenceState, Verb
from licensing.models.read_models.views.licences.changing import (
    LicenceSuspensionView,
    LicenceVariationView,
    ReinstatementView,
    RevocationAppealView,
)
from licensing.models.read_models.views.licences.conditions import LicenceConditionView
from licensing.models.read_models.views.licences.monitoring import LicenceReviewView, LicenceVisitView
from licensing.models.read_models.views.licences.reports import DifferenceView, ReportPeriodView
from licensing.models.read_models.views.shared import ChargeView, OrganisationView


class CaseLink(TypedDict):
    id: UUID
    reference: str | None


class LicenceRow(TypedDict):
    """A licence in a list."""

    id: UUID
    number: str
    state: LicenceState
    case: CaseLink
    organisation: OrganisationView
    issued_at: datetime
    valid_from: date | None
    valid_until: date


class LineView(TypedDict):
    """What may be delivered; `name_uk` is empty where none was filed.

    `leaving_now` is what of `left` the conditions and the years of what it draws on let leave now.
    `excess` is what customs reported beyond it; `value` is of the whole authorised quantity.
    """

    number: int
    name: str
    name_uk: str
    model: str
    control_entries: list[str]
    customs_code: str
    origin: str | None
    unit: str
    authorised: str
    used: str
    left: str
    leaving_now: str
    excess: str
    unit_price: str | None
    value: str | None
    currency: str | None


class LicencePartyView(TypedDict):
    """Somebody whom customs finds on the papers of a shipment."""

    name: str
    name_original: str
    country: str
    address: str


class LicenceView(LicenceRow):
    """A licence. Destination, parties and goods are those of the request as it was granted.

    `appeal_by` is until the end of which day its revocation can be appealed against. Customs is shown neither this nor
    appeals nor suspensions nor variations; `version` is that which is in force, raised by each variation. `reinstatement` is
    what waits for a decider; the authority alone reads it, and `reviews`. `under_review` is since when something that became
    known after the grant is looked into: customs is told, too, and the licence holds as its `state` says; its holder is not.
    Customs reads no `visits`.
    """

    revision: int
    destination: str | None
    exporters: list[LicencePartyView]
    consignees: list[LicencePartyView]
    end_users: list[LicencePartyView]
    dormant: bool
    zone: str
    state_reason: str
    closed_at: datetime | None
    lines: list[LineView]
    conditions: list[LicenceConditionView]
    charges: list[ChargeView]
    reports: list[ReportPeriodView]
    differences: list[DifferenceView]
    appeal_by: date | None
    appeals: list[RevocationAppealView]
    suspensions: list[LicenceSuspensionView]
    reinstatement: ReinstatementView | None
    version: int
    variations: list[LicenceVariationView]
    under_review: datetime | None
    reviews: list[LicenceReviewView]
    visits: list[LicenceVisitView]
    actions: list[Verb]
