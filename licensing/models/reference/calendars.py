"""When the authority works and when people are reminded: calendars, days off, quiet hours, reminder rules."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from licensing.choices import Audience, DeadlineKind, TermUnit
from licensing.models.reference.names import CurrentQuerySet, Named
from licensing.models.reference.texts import TextsField, in_reader_language
from licensing.policy.clocks import deadlines, reminders
from licensing.policy.record.digests import compute_digest


class Calendar(Named):
    """A calendar of days off, with its zone and its version, so that any due date can be recomputed."""

    code = models.CharField(_("code"), primary_key=True, max_length=16)
    zone = models.CharField(_("time zone"), max_length=64)
    version = models.CharField(_("version"), max_length=24)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("calendar")
        verbose_name_plural = _("calendars")

    def as_policy(self) -> deadlines.Calendar:
        """The days as policy reads them; one statement for its days off and on.

        The version names the days themselves, so that no edit, by whatever way, goes without a new one.
        """
        days = list(self.days.values_list("on", "kind"))
        named = sorted(f"{on.isoformat()} {kind}" for on, kind in days)
        return deadlines.Calendar(
            zone=self.zone,
            version=f"{self.version}+{compute_digest([self.zone, named])[:12]}",
            days_off=frozenset(on for on, kind in days if kind == "off"),
            days_on=frozenset(on for on, kind in days if kind == "working"),
        )


class Holiday(models.Model):
    """A day off, or a working day that a weekend would have been."""

    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="days", verbose_name=_("calendar"))
    on = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=8, choices=[("off", _("off")), ("working", _("working"))])
    names = TextsField(pgettext_lazy("of a thing", "name"), stem="name", max_length=120)

    class Meta:
        verbose_name = _("day off")
        verbose_name_plural = _("days off")
        constraints = [models.UniqueConstraint(fields=["calendar", "on"], name="one_entry_per_calendar_day")]

    def __str__(self) -> str:
        return f"{self.calendar_id} {self.on}"


class QuietHours(Named):
    """Hours in which a reminder waits for the morning, in the time zone of its reader. They may pass midnight."""

    code = models.CharField(_("code"), primary_key=True, max_length=16)
    starts = models.TimeField(_("from"))
    ends = models.TimeField(_("to"))
    working_days_only = models.BooleanField(_("weekends are quiet too"), default=False)

    class Meta:
        verbose_name = _("quiet hours")
        verbose_name_plural = _("quiet hours")

    def as_policy(self) -> reminders.QuietHours:
        """The hours without a time zone: policy takes them in the zone of the reader."""
        return reminders.QuietHours(self.starts, self.ends, self.working_days_only)


class ReminderRule(models.Model):
    """When, before or after a deadline, who is reminded, by which ways, and at which hours not."""

    code = models.CharField(_("code"), primary_key=True, max_length=48)
    clock = models.CharField(_("deadline"), max_length=16, choices=DeadlineKind.choices)
    offset_days = models.SmallIntegerField(_("days before (-) or after"))
    unit = models.CharField(_("kind of days"), max_length=8, choices=TermUnit.choices)
    repeat_every = models.PositiveSmallIntegerField(_("again every so many days"), null=True, blank=True)
    repeat_until = models.PositiveSmallIntegerField(_("until so many days after"), null=True, blank=True)
    audience = models.CharField(_("who is reminded"), max_length=10, choices=Audience.choices)
    by_mail = models.BooleanField(_("by mail"), default=True, db_default=True)
    by_webhook = models.BooleanField(_("by webhook"), default=False, db_default=False)
    quiet = models.ForeignKey(
        QuietHours, models.PROTECT, null=True, blank=True, verbose_name=_("quiet hours"), related_name="rules"
    )
    sentences = TextsField(_("sentence"), stem="sentence", max_length=300)
    # False: it has ended. Nobody chooses it any more; what cites it still reads it.
    active = models.BooleanField(_("still in use"), default=True, db_default=True)

    objects = CurrentQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder rule")
        verbose_name_plural = _("reminder rules")
        constraints = [
            # What is due inside the authority is nobody else's business.
            models.CheckConstraint(
                condition=Q(by_webhook=False) | Q(audience=Audience.APPLICANT), name="only_applicants_are_reminded_by_webhook"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def sentence(self) -> str:
        """What a reminder says, in the language of the reader."""
        return in_reader_language(self.sentences)

    def as_policy(self) -> reminders.ReminderRule:
        """What policy needs to find the moments of a rule: days with their unit, never the channels or the sentence."""
        return reminders.ReminderRule(
            code=self.code,
            offset_days=self.offset_days,
            audience=Audience(self.audience),
            unit=TermUnit(self.unit),
            repeat_every=self.repeat_every,
            repeat_until=self.repeat_until,
        )
