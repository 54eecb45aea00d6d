"""What one person proposes and another settles: the columns that every such row has."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from licensing.choices import ProposalState
from licensing.models.people.users import User


class Proposal(models.Model):
    """Something that waits until a second person confirms or declines it, and lapses at `due_at`."""

    reason = models.TextField(_("reason"))
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("proposed by"))
    proposed_at = models.DateTimeField(_("proposed at"))
    due_at = models.DateTimeField(_("to be confirmed by"))
    state = models.CharField(_("state"), max_length=10, choices=ProposalState.choices, default=ProposalState.PENDING)
    # Nobody where it lapsed: the clock is no person.
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("settled by"))
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        abstract = True
