"""The suspensions of a licence by officers, as its holder and the authority read them. Nobody is named to the holder."""

from __future__ import annotations

from licensing.choices import SuspensionEnd
from licensing.models.licences.licence import Licence
from licensing.models.licences.suspension import LicenceSuspension
from licensing.models.read_models.views import LicenceSuspensionView


def read_suspensions(licence: Licence) -> list[LicenceSuspensionView]:
    """The suspensions of a licence by officers, the newest first."""
    return [_build_suspension_view(one) for one in licence.suspensions.order_by("-ordered_at", "-pk")]


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
