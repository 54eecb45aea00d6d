"""Who may do what with an endpoint: those who answer for it all; administrators of its organisation and of people stop it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from licensing.choices import MembershipRole, Office
from licensing.errors import NotAllowed, WrongState
from licensing.models import Endpoint, Membership, Organisation, System, User, list_organisations_of, read_actor
from licensing.models.clocks.days import to_local_day


def list_kept_endpoints(user: User, *, at: datetime) -> QuerySet[Endpoint]:
    """The endpoints that somebody answers for, oldest first; as `may_keep_endpoint` of each."""
    administered = _list_administered(user, at)
    # Of the account only while it is a member there too: moved to another organisation, its news is not theirs any more.
    members = Membership.objects.in_force(to_local_day(at)).filter(organisation__in=administered)
    of_systems = Q(owner__is_system=True, organisation__in=administered, owner__in=members.values("user"))
    return _select_endpoints(_is_of(user) | of_systems)


def list_stoppable_endpoints(user: User, *, at: datetime) -> QuerySet[Endpoint]:
    """The endpoints that somebody of a partner may switch off: those they answer for, and all of organisations they administer.

    An administrator is told of what a colleague set up, and ends it, without ever having its secret.
    """
    return _select_endpoints(_is_of(user) | Q(organisation__in=_list_administered(user, at)))


def may_keep_endpoint(endpoint: Endpoint, user: User, *, at: datetime) -> bool:
    """Whether somebody answers for an endpoint: its owner, and of a system's account also whoever answers for that system.

    Of an organisation's system its administrators do too. Administrators of people do not: with a secret that they made they
    would speak to the receiver as Dozvil.
    """
    return _is_open(user) and list_kept_endpoints(user, at=at).filter(pk=endpoint.pk).exists()


def may_stop_endpoint(endpoint: Endpoint, user: User, *, at: datetime) -> bool:
    """Whether somebody may suspend or end one: who answers for it, who administers its organisation, or keeps all rights."""
    if not user.is_system and Office.ADMINISTRATOR in read_actor(user, on=to_local_day(at)).appointments:
        return True
    return _is_open(user) and list_stoppable_endpoints(user, at=at).filter(pk=endpoint.pk).exists()


def _list_administered(user: User, at: datetime) -> QuerySet[Organisation]:
    return list_organisations_of(user, on=to_local_day(at), roles=[MembershipRole.ADMINISTRATOR])


def _is_of(user: User) -> Q:
    """Those of somebody's own account, and of the accounts of systems that they answer for."""
    systems = System.objects.live().filter(owner=user, account__isnull=False)
    return Q(owner=user) | Q(owner__in=systems.values("account"))


def _select_endpoints(which: Q) -> QuerySet[Endpoint]:
    return Endpoint.objects.filter(which).select_related("owner", "organisation").order_by("created_at", "pk")


def _is_open(user: User) -> bool:
    # From the database: the account may have been closed since it was read.
    return User.objects.filter(pk=user.pk, is_active=True).exists()


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


def refuse_ended(endpoint: Endpoint) -> None:
    """Raise WrongState for an endpoint that has ended: nobody does anything with it any more."""
    if endpoint.ended_at is not None:
        raise WrongState(_("This endpoint has ended. Register another one."))


def refuse_without_secret(endpoint: Endpoint) -> None:
    """Raise WrongState for an endpoint whose secrets have ended: nothing could be signed."""
    if not endpoint.secret:
        raise WrongState(_("The secrets of this endpoint have ended. Look at its address and make a new secret first."))
