"""Who may do what with an endpoint: those who answer for it all, an administrator of people only stop it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from licensing.choices import MembershipRole, Office
from licensing.errors import NotAllowed
from licensing.models import Endpoint, Membership, User, read_actor
from licensing.models.clocks.days import to_local_day
from licensing.outbox.webhooks.recording import find_answering_person


def may_keep_endpoint(endpoint: Endpoint, user: User, *, at: datetime) -> bool:
    """Whether somebody answers for an endpoint: its owner, and of a system's account also whoever answers for that system.

    Of an organisation's system its administrators do too. Administrators of people do not: with a secret that they made they
    would speak to the receiver as Dozvil.
    """
    if not User.objects.filter(pk=user.pk, is_active=True).exists():
        return False
    if user.pk in (endpoint.owner_id, find_answering_person(endpoint).pk):
        return True
    rows = Membership.objects.in_force(to_local_day(at)).filter(user=user, role=MembershipRole.ADMINISTRATOR)
    of_organisation = endpoint.owner.is_system and endpoint.organisation_id is not None
    return of_organisation and not user.is_system and rows.filter(organisation=endpoint.organisation_id).exists()


def may_stop_endpoint(endpoint: Endpoint, user: User, *, at: datetime) -> bool:
    """Whether somebody may suspend or end an endpoint: who answers for it, and an administrator of people."""
    keeps_rights = not user.is_system and Office.ADMINISTRATOR in read_actor(user, on=to_local_day(at)).appointments
    return keeps_rights or may_keep_endpoint(endpoint, user, at=at)


def refuse_other_keepers(endpoint: Endpoint, user: User, *, at: datetime) -> None:
    """Raise NotAllowed for whoever does not answer for an endpoint."""
    if not may_keep_endpoint(endpoint, user, at=at):
        raise NotAllowed(_("Only who answers for this endpoint makes its secret and lets it be called."))


def refuse_outsiders(endpoint: Endpoint, user: User, *, at: datetime) -> None:
    """Raise NotAllowed for whoever neither answers for an endpoint nor keeps the rights of people."""
    if not may_stop_endpoint(endpoint, user, at=at):
        raise NotAllowed(_("Only who answers for this endpoint, or an administrator of people, may do this."))
