"""The suspensions of a licence by officers, as its holder and the authority read them. Nobody is named to the holder."""

from __future__ import annotations

from licensing.choices import LicenceState, SuspensionEnd
from licensing.models.licences.changing.suspension import LicenceSuspension, find_reinstatement
from licensing.models.licences.licence import Licence
from licensing.models.read_models.licences.obligations import may_read_duties
from licensing.models.read_models.reader import Reader
from licensing.models.read_models.views import LicenceSuspensionView, ReinstatementView


def read_suspensions(licence: Licence) -> list[LicenceSuspensionView]:
    """The suspensions of a licence by officers, the newest first."""
    return [_build_suspension_view(one) for one in licence.suspensions.order_by("-ordered_at", "-pk")]


def read_reinstatement(licence: Licence, reader: Reader) -> ReinstatementView | None:
    """What is proposed to end the suspension, for the authority alone: the holder hears of it once it is confirmed."""
    if licence.state != LicenceState.SUSPENDED or reader.is_applicant(licence.case):
        return None
    found = find_reinstatement(licence) if may_read_duties(licence, reader) else None
    return ReinstatementView(id=found.pk, reason=found.reason, proposed_at=found.proposed_at) if found else None


def _build_suspension_view(one: LicenceSuspension) -> LicenceSuspensionView:
    return LicenceSuspensionView(
        id=one.pk,
        reason=one.reason,
        ordered_at=one.ordered_at,
        confirm_by=one.confirm_by,
        confirmed_at=one.confirmed_at,
        ended_at=one.ended_at,
        ended_as=SuspensionEnd(one.ended_as) if one.ended_as else None,
        ended_because=one.ended_because,
    )
