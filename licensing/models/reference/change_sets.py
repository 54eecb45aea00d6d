"""How governed data change: rows that are changed together, who drafted and who approved it, and the release that it became."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import connection, models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from licensing.choices import ChangeAction, ChangeSetState
from licensing.models.people.users import User
from licensing.models.record.guards import append_only, freeze_when

_SENT_SQL = """
    SELECT COALESCE(bool_or(s.state <> 'draft'), false) INTO published FROM licensing_changeset s
    WHERE (TG_OP <> 'INSERT' AND s.id = OLD.change_set_id) OR (TG_OP <> 'DELETE' AND s.id = NEW.change_set_id);
"""
# What the second person has read is what comes into force.
_WORDS_OF_SENT_SQL = """
    published := TG_OP = 'UPDATE' AND OLD.state <> 'draft'
        AND (OLD.title, OLD.reason, OLD.emergency, OLD.in_force_from, OLD.drafted_by_id, OLD.drafted_at, OLD.sent_at,
             OLD.trial, OLD.conflicts)
        IS DISTINCT FROM
        (NEW.title, NEW.reason, NEW.emergency, NEW.in_force_from, NEW.drafted_by_id, NEW.drafted_at, NEW.sent_at,
             NEW.trial, NEW.conflicts);
"""


class ChangeSetQuerySet(models.QuerySet["ChangeSet"]):
    def waiting(self) -> Self:
        """Those that wait for a second person."""
        return self.filter(state=ChangeSetState.SENT)

    def overdue(self, at: datetime) -> Self:
        """Those that nobody has settled by their due moment."""
        return self.waiting().filter(due_at__lte=at)

    def to_begin(self, at: datetime) -> Self:
        """Approved ones whose moment has come."""
        return self.filter(state=ChangeSetState.APPROVED, in_force_from__lte=at)

    def in_force(self) -> Self:
        """The releases: those that have come into force."""
        return self.filter(state=ChangeSetState.IN_FORCE)


class ChangeSet(models.Model):
    """Changes of governed rows that come into force together, once a second policy officer has approved them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(_("title"), max_length=200)
    reason = models.TextField(_("reason"))
    state = models.CharField(_("state"), max_length=10, choices=ChangeSetState.choices, default=ChangeSetState.DRAFT)
    emergency = models.BooleanField(_("at once, as an emergency"), default=False)
    # Empty is at once, when it is approved.
    in_force_from = models.DateTimeField(_("in force from"), null=True, blank=True)
    # None: proposed by what was shipped with a version of Dozvil, until a policy officer takes it on.
    drafted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("drafted by"))
    drafted_at = models.DateTimeField(_("drafted at"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    due_at = models.DateTimeField(_("to be settled by"), null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("settled by"))
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    # What it would have done to past and open cases, as the trial said when it was sent.
    trial = models.JSONField(_("trial"), null=True, blank=True)
    # What it was found to do when it was approved, which the second person has seen, and when it came into force later.
    approved_trial = models.JSONField(_("trial at its approval"), null=True, blank=True)
    released_trial = models.JSONField(_("trial when it came into force"), null=True, blank=True)
    # Values that were changed here and are shipped otherwise, which nobody decides but the officer.
    conflicts = models.JSONField(_("conflicts with what is shipped"), default=list, blank=True)
    # The running number under which it came into force; cases, positions and decisions cite it.
    release = models.PositiveIntegerField(_("release"), null=True, blank=True, unique=True)
    in_force_at = models.DateTimeField(_("in force since"), null=True, blank=True)

    objects = ChangeSetQuerySet.as_manager()

    class Meta:
        verbose_name = _("change set")
        verbose_name_plural = _("change sets")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=[ChangeSetState.APPROVED, ChangeSetState.IN_FORCE, ChangeSetState.DECLINED])
                | Q(drafted_by__isnull=True)
                | Q(settled_by__isnull=False) & ~Q(settled_by=F("drafted_by")),
                name="nobody_settles_their_own_change_set",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[ChangeSetState.DRAFT, ChangeSetState.WITHDRAWN])
                | Q(drafted_by__isnull=False)
                | Q(release=1),
                name="a_sent_change_set_has_a_drafter",
            ),
            models.CheckConstraint(
                condition=Q(state=ChangeSetState.IN_FORCE, release__isnull=False, in_force_at__isnull=False)
                | ~Q(state=ChangeSetState.IN_FORCE) & Q(release__isnull=True, in_force_at__isnull=True),
                name="a_change_set_in_force_is_a_release",
            ),
            models.CheckConstraint(
                condition=Q(emergency=False) | Q(in_force_from__isnull=True), name="an_emergency_is_in_force_at_once"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="sent"), name="change_set_by_due"),
        ]
        triggers: ClassVar[list[Any]] = [
            freeze_when("change_set", _WORDS_OF_SENT_SQL, "a change set that was sent never changes")
        ]

    def __str__(self) -> str:
        return self.title


class ChangeLine(models.Model):
    """One row of one list as it was and as it will be; `after` is empty where the row is taken out."""

    id = models.BigAutoField(primary_key=True)
    change_set = models.ForeignKey(ChangeSet, models.PROTECT, related_name="lines", verbose_name=_("change set"))
    list = models.CharField(_("list"), max_length=24)
    key = models.CharField(_("row"), max_length=120)
    action = models.CharField(_("what"), max_length=4, choices=ChangeAction.choices)
    before = models.JSONField(_("before"), null=True, blank=True)
    after = models.JSONField(_("after"), null=True, blank=True)

    class Meta:
        verbose_name = _("changed row")
        verbose_name_plural = _("changed rows")
        constraints = [
            models.UniqueConstraint(fields=["change_set", "list", "key"], name="a_row_stands_once_in_a_change_set"),
        ]
        triggers: ClassVar[list[Any]] = [freeze_when("change_line", _SENT_SQL, "a change set that was sent never changes")]

    def __str__(self) -> str:
        return f"{self.list} {self.key}"


class Rewording(models.Model):
    """A label, translation or help text of one row that one person has changed: it decides nothing, and can be taken back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    list = models.CharField(_("list"), max_length=24)
    key = models.CharField(_("row"), max_length=120)
    before = models.JSONField(_("before"))
    after = models.JSONField(_("after"))
    reason = models.TextField(_("reason"))
    reworded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("reworded by"))
    reworded_at = models.DateTimeField(_("reworded at"))
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("undone by"))
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    class Meta:
        verbose_name = _("rewording")
        verbose_name_plural = _("rewordings")

    def __str__(self) -> str:
        return f"{self.list} {self.key}"


class Shipment(models.Model):
    """The governed rows as a version of Dozvil brought them, so that the next one can be told from what was changed here."""

    id = models.BigAutoField(primary_key=True)
    taken_at = models.DateTimeField(_("taken at"))
    # By file, and the rows by list and key.
    digests = models.JSONField(_("digests of the files"))
    rows = models.JSONField(_("rows"))
    # None where nothing of it was to be decided.
    change_set = models.OneToOneField(
        ChangeSet, models.PROTECT, null=True, blank=True, related_name="shipment", verbose_name=_("change set")
    )

    class Meta:
        verbose_name = _("shipment")
        verbose_name_plural = _("shipments")
        triggers: ClassVar[list[Any]] = append_only("shipment")

    def __str__(self) -> str:
        return f"{self.taken_at:%Y-%m-%d}"


class ReleaseHead(models.Model):
    """The number of the release in force, which every act that cites it holds until it is committed."""

    name = models.CharField(max_length=16, primary_key=True)
    number = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} {self.number}"


def lock_releases() -> ReleaseHead:
    """The head of the releases, locked: acts that hold the release are over by then, and later ones wait for this one.

    Measures of the state lock it, too. So in the order of the chain an act stands behind what it was judged by, and before
    what comes next.
    """
    head, _is_new = ReleaseHead.objects.select_for_update(no_key=True).get_or_create(name="releases")
    return head


def hold_release() -> int | None:
    """The release in force, kept from being followed by another until the transaction ends; None where there is none yet."""
    with connection.cursor() as cursor:
        # FOR SHARE waits for a release that is coming into force, and reads the new number then.
        cursor.execute("SELECT number FROM licensing_releasehead WHERE name = 'releases' FOR SHARE")
        found = cursor.fetchone()
    return found[0] or None if found else None
