"""The licence that follows a grant: its lines, its conditions, and the ledger of what has been drawn."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, Final, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from licensing.choices import EvidenceKind, LicenceState, Office
from licensing.messages import TranslatedText
from licensing.models.clocks.days import to_local_day
from licensing.models.licences.lifecycle import LicenceLifecycle
from licensing.models.people.bodies import Organisation
from licensing.models.people.users import User
from licensing.models.record.guards import append_only, enforce_graph, require_event
from licensing.models.reference.lists import Condition, Unit
from licensing.models.requests.case import SEE_EVERY_FILE, Case, GuardedQuerySet
from licensing.models.requests.visibility import read_sight
from licensing.policy.licences import validity
from licensing.policy.licences.clearance import LineFacts
from licensing.policy.licences.customs.gate_rules import BindingRule, read_rule

# States of a licence under which goods may still leave, at once or once a suspension is over.
LIVE_STATES: Final = (LicenceState.ISSUED, LicenceState.SUSPENDED)


class LicenceQuerySet(GuardedQuerySet["Licence"]):
    def visible_to(self, user: User, *, on: datetime) -> Self:
        """The applicant's own licences; all of them for the authority and for customs."""
        sight = read_sight(user, on=to_local_day(on))
        if sight.has_office(*SEE_EVERY_FILE, Office.CUSTOMS):
            seen = self.all()
        else:
            seen = self.filter(sight.match_own()) if sight.is_member else self.none()
        return seen.exclude(sight.match_conflict("case"))

    def drawing_on(self, case: Case) -> Self:
        """Those under which goods leave that draw on what a case was granted: of its call-offs, and its own if it has one."""
        return self.filter(Q(case__plan=case) | Q(case=case))

    def live(self) -> Self:
        """Those under which goods may still leave; the same question as `Licence.is_live`."""
        return self.filter(state__in=LIVE_STATES)

    def past_last_day(self, today: date) -> Self:
        """Those whose last day is over and that are not closed yet; the term of a dormant one has not begun."""
        return self.live().filter(valid_from__isnull=False, valid_until__lt=today)

    def for_act(self) -> Self:
        """With what most acts look at."""
        return self.select_related("case__kind", "case__procedure__calendar", "organisation")

    def for_lists(self) -> Self:
        """With the rows that a list of licences prints, so that no line of it costs a statement of its own."""
        return self.select_related("case", "case__kind", "organisation", "case__partner_country")


class Licence(LicenceLifecycle):
    """A permit in its life after the grant. `valid_from` empty means dormant: it waits for an event to start."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("number"), max_length=32, unique=True)
    case = models.OneToOneField(Case, models.PROTECT, related_name="licence")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="licences")
    issued_at = models.DateTimeField(_("issued at"))
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"))
    # Raised by each variation; customs goes by the row as it is, which is the version in force.
    version = models.PositiveSmallIntegerField(_("version"), default=1, db_default=1)
    zone = models.CharField(max_length=64, default="Europe/Kyiv")
    state_reason = models.TextField(_("why it is in this state"), blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = LicenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("licence")
        verbose_name_plural = _("licences")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_from__lte=F("valid_until")),
                name="licence_starts_before_it_ends",
            )
        ]
        indexes = [
            models.Index(fields=["-issued_at", "-id"], name="licence_newest_first"),
            models.Index(fields=["valid_until"], condition=Q(state__in=["issued", "suspended"]), name="licence_by_end"),
        ]
        triggers: ClassVar[list[Any]] = [
            *enforce_graph("licence", LicenceState.ISSUED, LicenceLifecycle.list_edges()),
            require_event("licence", "licence_id"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_live(self) -> bool:
        """Whether goods may still leave under it, at once or once its suspension is over."""
        return self.state in LIVE_STATES

    @property
    def is_dormant(self) -> bool:
        """Granted, but waiting for an event to start, such as an advance payment; customs clears nothing under it."""
        return self.valid_from is None

    def list_reports_due(self) -> tuple[validity.ReportDue, ...]:
        """The periods that its holder reports on, from its start. An end before its time ends the last period with it.

        While a licence is dormant, none has begun.
        """
        if self.is_dormant and not self.closed_at:
            return ()
        cut_short = self.state in (LicenceState.REVOKED, LicenceState.SURRENDERED) and self.closed_at
        ends_on = min(self.valid_until, to_local_day(self.closed_at)) if cut_short and self.closed_at else self.valid_until
        begins_on = self.valid_from or to_local_day(self.issued_at)
        return validity.list_reports_due(begins_on, ends_on, self.case.kind.permit_policy())


def find_licence(case: Case) -> Licence | None:
    """The licence that a case has led to, whatever became of it."""
    try:
        return case.licence
    except Licence.DoesNotExist:
        return None


def find_live_licence(case: Case) -> Licence | None:
    """The same, while goods may still leave under it."""
    licence = find_licence(case)
    return licence if licence is not None and licence.is_live else None


class LicenceLine(models.Model):
    """An authorised quantity in its fixed unit, and how much of it is used."""

    licence = models.ForeignKey(Licence, models.PROTECT, related_name="lines")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    model = models.CharField(max_length=120, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT)
    authorised = models.DecimalField(max_digits=18, decimal_places=3)
    # Stored and not summed from the ledger, so that the database itself refuses to draw more than is authorised.
    used = models.DecimalField(max_digits=18, decimal_places=3, default=Decimal(0))
    # What customs reported afterwards beyond what is authorised. Beside `used`, so that no draw-down can ever go there.
    excess = models.DecimalField(max_digits=18, decimal_places=3, default=Decimal(0), db_default=Decimal(0))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["licence", "number"], name="line_number_once_per_licence"),
            models.CheckConstraint(condition=Q(used__gte=0, used__lte=F("authorised")), name="used_within_authorised"),
            models.CheckConstraint(
                condition=Q(excess=0) | Q(excess__gt=0, used=F("authorised")), name="excess_only_when_used_up"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"

    @property
    def left(self) -> Decimal:
        """What customs may still clear, in the unit of the line; the database keeps it from falling below zero."""
        return self.authorised - self.used

    @property
    def cleared(self) -> Decimal:
        """All that has left the country by the ledger, what was reported beyond the authorised quantity included."""
        return self.used + self.excess

    def grant_quantity(self, quantity: Decimal) -> None:
        """Let the line be for another quantity, no less than has left: what had left beyond it may be within it now."""
        cleared, self.authorised = self.cleared, quantity
        self.used = min(cleared, quantity)
        self.excess = cleared - self.used

    def as_policy(self) -> LineFacts:
        """The line as a clearance is judged by it; needs its unit."""
        return LineFacts(self.number, self.unit_id, self.unit.decimals, self.authorised, self.cleared)


class UsageQuerySet(models.QuerySet["Usage"]):
    def for_ledger(self) -> Self:
        """With what a line of the ledger prints."""
        return self.select_related("line__unit", "system", "reversed_by", "review__reviewed_by")

    def irregular(self) -> Self:
        """What was reported although the licence did not cover it any more: not in force, or too little left."""
        return self.filter(Q(late=True) | Q(left_after__lt=0), reverses__isnull=True)

    def to_review(self) -> Self:
        """Irregular entries that no officer has looked at; one that was reversed needs no look."""
        return self.irregular().filter(reversed_by__isnull=True, review__isnull=True)


class Usage(models.Model):
    """An entry of the ledger. A mistake is put right by an entry that reverses it.

    `left_after` is the balance: below zero where reports went beyond what is authorised.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    line = models.ForeignKey(LicenceLine, models.PROTECT, related_name="usages")
    system = models.ForeignKey(User, models.PROTECT, related_name="+")
    message_id = models.CharField(_("message of the customs system"), max_length=100)
    declaration_no = models.CharField(_("declaration number"), max_length=60)
    customs_office = models.CharField(_("customs office"), max_length=60, blank=True)
    quantity = models.DecimalField(max_digits=18, decimal_places=3)
    left_after = models.DecimalField(max_digits=18, decimal_places=3)
    # One to one: an entry is reversed once, also by two messages that come at the same moment.
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversed_by")
    cleared_on = models.DateField()
    drawn_at = models.DateTimeField()
    # Reported after the goods had left, and not drawn before; late if the licence was not in force any more by then.
    reported = models.BooleanField(default=False, db_default=False)
    late = models.BooleanField(default=False, db_default=False)
    # What a draw-down would have been refused with when a late entry was reported: the code, and its words by language. The
    # holder is told in words of their own, because of some of it only the authority reads.
    stopped_by = models.CharField(_("what stopped it"), max_length=40, blank=True, default="", db_default="")
    stopped_because = models.JSONField(default=dict, blank=True, db_default={})
    holder_stopped_by = models.CharField(max_length=40, blank=True, default="", db_default="")
    holder_stopped_because = models.JSONField(default=dict, blank=True, db_default={})

    objects = UsageQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of a ledger")
        verbose_name_plural = _("entries of ledgers")
        indexes = [
            models.Index(
                fields=["-drawn_at"],
                condition=Q(reverses__isnull=True) & (Q(late=True) | Q(left_after__lt=0)),
                name="irregular_newest_first",
            ),
        ]
        constraints = [
            # A customs system repeats a message that it got no answer to; the goods must be drawn once.
            models.UniqueConstraint(fields=["system", "message_id"], name="usage_once_per_message"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, reverses__isnull=True) | Q(quantity__lt=0, reverses__isnull=False),
                name="only_reversals_are_negative",
            ),
            models.CheckConstraint(
                condition=Q(left_after__gte=0) | Q(reported=True) | Q(reverses__isnull=False),
                name="only_reports_overdraw",
            ),
            models.CheckConstraint(condition=Q(late=False) | Q(reported=True), name="only_reports_are_late"),
            models.CheckConstraint(
                condition=Q(late=True) | Q(stopped_by="", stopped_because={}, holder_stopped_by="", holder_stopped_because={}),
                name="only_what_is_late_was_stopped",
            ),
        ]
        triggers: ClassVar[list[Any]] = append_only("usage")

    def __str__(self) -> str:
        return f"{self.declaration_no}: {self.quantity}"

    @property
    def is_irregular(self) -> bool:
        """Whether the licence did not cover it when it was reported, so that an officer looks at it."""
        return self.reverses_id is None and (self.late or self.left_after < 0)

    @property
    def excess_after(self) -> Decimal:
        """How much had left beyond what is authorised, after this entry."""
        return max(-self.left_after, Decimal(0))


class UsageReview(models.Model):
    """What an officer found about an irregular entry. It stays in the ledger as it was reported."""

    usage = models.OneToOneField(Usage, models.PROTECT, related_name="review", primary_key=True)
    note = models.TextField(_("what was found"))
    reviewed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar[list[Any]] = append_only("usagereview")

    def __str__(self) -> str:
        return f"{self.usage_id}: {self.note}"


class LicenceConditionQuerySet(models.QuerySet["LicenceCondition"]):
    def binding(self) -> Self:
        """Those that bind now: neither struck out nor changed on appeal."""
        return self.filter(ended_at__isnull=True)


class LicenceCondition(models.Model):
    """A proviso that binds this licence: from the library with its parameters, or in free words."""

    licence = models.ForeignKey(Licence, models.PROTECT, related_name="conditions")
    number = models.PositiveSmallIntegerField()
    condition = models.ForeignKey(Condition, models.PROTECT, null=True, blank=True)
    parameters = models.JSONField(default=dict, blank=True)
    texts = models.JSONField(default=dict)  # by language, as they were when the licence was issued
    blocks_start = models.BooleanField(default=False)
    # What customs is held to by it, with its figures, as the library had it at the grant; empty of one that binds on paper.
    rule = models.JSONField(default=dict, blank=True, db_default={})
    # What follows when it is not met by its day, as the library had it at the grant.
    breach = models.CharField(max_length=16, blank=True, default="", db_default="")
    # What shows that it is met, likewise.
    evidence = models.CharField(max_length=16, choices=EvidenceKind.choices, blank=True, default="", db_default="")
    met_at = models.DateTimeField(null=True, blank=True)
    # When an appeal struck it out or changed it. What it was changed into is a row of its own, which replaces it.
    ended_at = models.DateTimeField(null=True, blank=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")

    objects = LicenceConditionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["licence", "number"], name="condition_number_once")]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """The words in the language of the reader."""
        return str(TranslatedText(self.texts))

    @property
    def binding_rule(self) -> BindingRule | None:
        """What customs is held to by it; None of one that binds on paper."""
        return read_rule(self.rule)

    def was_changed_since(self, day: date) -> bool:
        """Whether an appeal changed another condition into this one on a day or after it, so that it does not owe that day."""
        former = self.replaces
        return former is not None and former.ended_at is not None and day <= to_local_day(former.ended_at)
