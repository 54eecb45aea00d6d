"""What two administrators do to an account together: one proposed it, another confirms or declines it."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from licensing.choices import AccountStep, ProposalState
from licensing.models.people.proposals import Proposal
from licensing.models.people.users import User


class AccountProposalQuerySet(models.QuerySet["AccountProposal"]):
    def waiting(self, at: datetime) -> Self:
        """Those that a second administrator can still settle at a moment."""
        return self.filter(state=ProposalState.PENDING, due_at__gt=at)


class AccountProposal(Proposal):
    """A second factor to be reset, an account to be opened or an identity to be connected, and what became of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    step = models.CharField(_("what"), max_length=16, choices=AccountStep.choices)
    person = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("person"))
    # The name of the person at the sign-in service; empty for a reset.
    subject = models.CharField(_("subject at the sign-in service"), max_length=255, blank=True)

    objects: ClassVar[Any] = AccountProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed change of an account")
        verbose_name_plural = _("proposed changes of accounts")
        constraints = [
            models.CheckConstraint(condition=~Q(proposed_by=F("person")), name="nobody_proposes_a_change_of_their_own_account"),
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True) | ~Q(settled_by=F("person")) & ~Q(settled_by=F("proposed_by")),
                name="an_account_is_settled_by_a_third_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_step_display()}"

    def find_state(self, at: datetime) -> ProposalState:
        """What became of it by a moment: one that nobody confirmed in time has lapsed."""
        is_over = self.state == ProposalState.PENDING and self.due_at <= at
        return ProposalState.LAPSED if is_over else ProposalState(self.state)
