"""Trials of changes that take longer than a page may: the worker makes them in portions."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from licensing.choices import TrialState
from licensing.models.people.users import User
from licensing.models.reference.change_sets import ChangeSet


class TrialRunQuerySet(models.QuerySet["TrialRun"]):
    def free(self, at: datetime) -> Self:
        """Those under way on which no worker is at work: none has taken them, or the one that had has died."""
        return self.filter(Q(taken_until=None) | Q(taken_until__lt=at), state=TrialState.WAITING)


class TrialRun(models.Model):
    """A trial of a draft on very many cases. A step of a change set rests on it as long as it is true of now.

    `lines` are the rows as they are tried, which may be more than the draft had when somebody tried what they had typed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # None: what was tried was to go into a new change set.
    change_set = models.ForeignKey(
        ChangeSet, models.PROTECT, null=True, blank=True, related_name="trial_runs", verbose_name=_("change set")
    )
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked at"))
    state = models.CharField(_("state"), max_length=8, choices=TrialState.choices, default=TrialState.WAITING)
    lines = models.JSONField(default=list)
    typed = models.BooleanField(default=False)
    # The digest of the draft and of its first day; another one now means that this trial speaks of what was.
    base = models.CharField(max_length=64)
    release = models.PositiveIntegerField(null=True, blank=True)
    cases = models.JSONField(default=list)
    looked = models.PositiveIntegerField(default=0)
    # The trial of the cases that were looked at so far.
    result = models.JSONField(default=dict)
    refusal = models.JSONField(default=list, blank=True)
    # Until when a worker is at work on it, and how often one began without getting any further.
    taken_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = TrialRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("trial")
        verbose_name_plural = _("trials")
        indexes = [
            models.Index(fields=["change_set", "asked_at"], name="trial_run_of_a_change_set"),
            models.Index(fields=["asked_at"], condition=Q(state="waiting"), name="trial_run_under_way"),
        ]

    def __str__(self) -> str:
        return f"{self.looked} / {len(self.cases)}"

    @property
    def number(self) -> int:
        """How many cases it looks at."""
        return len(self.cases)

    @property
    def percent(self) -> int:
        """How far it is, in whole per cent."""
        return 100 * self.looked // len(self.cases) if self.cases else 100
