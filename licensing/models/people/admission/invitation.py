"""Invitations: an address at which somebody may take up an account, and a role in an organisation with it."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from licensing.choices import InvitationState, MembershipRole
from licensing.models.people.admission.links import derive_token
from licensing.models.people.bodies import Organisation
from licensing.models.people.rights import RightProposal
from licensing.models.people.users import User, list_languages
from licensing.policy.people.secrets import digest_secret

_PURPOSE = "invitation"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def pending(self) -> Self:
        """Those that nobody has taken up yet, or taken back."""
        return self.filter(state=InvitationState.PENDING)

    def overdue(self, at: datetime) -> Self:
        """Those whose link has ended without being used."""
        return self.pending().filter(ends_at__lte=at)

    def with_token(self, token: str) -> Self:
        """The one, if any, to which a link leads."""
        return self.filter(token_digest=digest_secret(token))


class Invitation(models.Model):
    """Somebody who is asked to join an organisation, or, without one, the authority's staff. The account comes later."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language of the letter"), max_length=10, choices=list_languages)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="invitations", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=16, choices=MembershipRole.choices, blank=True)
    reason = models.TextField(_("reason"))
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("invited by"))
    invited_at = models.DateTimeField(_("invited at"))
    # How often it was sent: each time with another link, and the one before leads nowhere.
    sent = models.PositiveSmallIntegerField(_("times sent"), default=1)
    token_digest = models.CharField(max_length=64, unique=True)
    ends_at = models.DateTimeField(_("link ends at"))
    reminded_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=InvitationState.choices, default=InvitationState.PENDING)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("settled by"))
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    # What became of the role: it holds already, or waits for a second person.
    proposal = models.OneToOneField(
        RightProposal, models.PROTECT, null=True, blank=True, related_name="invitation", verbose_name=_("proposed right")
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            # Without nulls_distinct=False the authority could invite one address any number of times.
            models.UniqueConstraint(
                fields=["email", "organisation"],
                condition=Q(state=InvitationState.PENDING),
                name="invited_once_at_a_time",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=True, role="") | Q(organisation__isnull=False, role__in=MembershipRole.values),
                name="invitation_to_an_organisation_names_a_role",
            ),
        ]
        indexes = [models.Index(fields=["ends_at"], condition=Q(state="pending"), name="invitation_by_end")]

    def __str__(self) -> str:
        return self.email

    @property
    def token(self) -> str:
        """The secret part of the link that was sent last. It goes into the letter alone."""
        return derive_token(_PURPOSE, self.pk, self.sent)

    @property
    def is_for_staff(self) -> bool:
        """Whether it is the authority that invites, to the desk; else an organisation to the portal."""
        return self.organisation_id is None

    def renew_link(self, ends_at: datetime) -> None:
        """Take the present link's place by a new one, which holds until `ends_at`; to be saved."""
        self.token_digest, self.ends_at, self.reminded_at = digest_secret(self.token), ends_at, None
