"""Who may do what with an endpoint: those who answer for it all; administrators of its organisation and of people stop it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from licensing.choices import MembershipRole, Office, ProposalState
from licensing.errors import NotAllowed
from licensing.models import Endpoint, Membership, System, User, read_actor
from licensing.models.clocks.days import to_local_day


def list_kept_endpoints(user: User, *, at: datetime) -> QuerySet[Endpoint]:
    """The endpoints that somebody answers for, oldest first; as `may_keep_endpoint` of each."""
    rows = Membership.objects.in_force(to_local_day(at)).filter(user=user, role=MembershipRole.ADMINISTRATOR)
    own = System.objects.filter(owner=user, state=ProposalState.CONFIRMED, ended_at=None, account__isnull=False)
    kept = Q(owner=user) | Q(owner__in=own.values("account"))
    # Of the account only while it is a member there too: moved to another organisation, its news is not theirs any more.
    members = Membership.objects.in_force(to_local_day(at)).filter(organisation__in=rows.values("organisation"))
    kept |= Q(owner__is_system=True, organisation__in=rows.values("organisation"), owner__in=members.values("user"))
    return Endpoint.objects.filter(kept).select_related("owner", "organisation").order_by("created_at", "pk")


def list_stoppable_endpoints(user: User, *, at: datetime) -> QuerySet[Endpoint]:
    """The endpoints that somebody of a partner may switch off: those they answer for, and all of organisations they administer.

    An administrator is told of what a colleague set up, and ends it, without ever having its secret.
    """
    rows = Membership.objects.in_force(to_local_day(at)).filter(user=user, role=MembershipRole.ADMINISTRATOR)
    ways = Q(pk__in=list_kept_endpoints(user, at=at).values("pk")) | Q(organisation__in=rows.values("organisation"))
    return Endpoint.objects.filter(ways).select_related("owner", "organisation").order_by("created_at", "pk")


def may_keep_endpoint(endpoint: Endpoint, user: User, *, at: datetime) -> bool:
    """Whether somebody answers for an endpoint: its owner, and of a system's account also whoever answers for that system.

    Of an organisation's system its administrators do too. Administrators of people do not: with a secret that they made they
    would speak to the receiver as Dozvil.
    """
    if not User.objects.filter(pk=user.pk, is_active=True).exists():
        return False
    return list_kept_endpoints(user, at=at).filter(pk=endpoint.pk).exists()


def may_stop_endpoint(endpoint: Endpoint, user: User, *, at: datetime) -> bool:
    """Whether somebody may suspend or end one: who answers for it, who administers its organisation, or keeps all rights."""
    keeps_rights = not user.is_system and Office.ADMINISTRATOR in read_actor(user, on=to_local_day(at)).appointments
    if keeps_rights or may_keep_endpoint(endpoint, user, at=at):
        return True
    is_open = User.objects.filter(pk=user.pk, is_active=True).exists()
    return is_open and list_stoppable_endpoints(user, at=at).filter(pk=endpoint.pk).exists()


def refuse_other_keepers(endpoint: Endpoint, user: User, *, at: datetime) -> None:
    """Raise NotAllowed for whoever does not answer for an endpoint."""
    if not may_keep_endpoint(endpoint, user, at=at):
        raise NotAllowed(_("Only who answers for this endpoint makes its secret and lets it be called."))


def refuse_outsiders(endpoint: Endpoint, user: User, *, at: datetime) -> None:
    """Raise NotAllowed for whoever neither answers for an endpoint nor keeps the rights of people."""
    if not may_stop_endpoint(endpoint, user, at=at):
        raise NotAllowed(
            _("Only who answers for this endpoint, or an administrator of its organisation or of people, may do this.")
        )
