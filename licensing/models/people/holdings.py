"""What ties a person to an organisation, a body or an office for a period."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from licensing.choices import MandateKind, MembershipRole, Office
from licensing.models.clocks.days import begin_local_day
from licensing.models.people.bodies import Body, Organisation
from licensing.models.people.users import User


def _hash_pair(other: Any) -> models.Func:
    """A person and something else as a range: without btree_gist, a GiST exclusion cannot say that two are equal."""
    return models.Func(
        Cast("user", models.TextField()),
        other,
        arg_joiner=" || ",
        template="int8range(hashtextextended(%(expressions)s, 0), hashtextextended(%(expressions)s, 0), '[]')",
    )


class RightQuerySet(models.QuerySet[Any]):
    """Rights of people: each holds for a period, unless it was taken away at once before its end."""

    def in_force(self, on: date) -> Self:
        """Those that hold on a local day of the authority."""
        return self.filter(period__contains=on, ended_at__isnull=True)

    def held_on(self, day: date) -> Self:
        """Those that held at some moment of a past local day: one taken away at noon held in the morning."""
        begun = begin_local_day(day)
        return self.filter(Q(ended_at__isnull=True) | Q(ended_at__gte=begun), period__contains=day)

    def not_over(self, on: date) -> Self:
        """Those that hold on a day or will hold later."""
        return self.filter(period__overlap=DateRange(on, None), ended_at__isnull=True)


class Right(models.Model):
    """What ties a person to something for a period; the end day is not included. It is ended and never deleted."""

    # Set where a right is taken away at once. Its period includes that day: what was done in its morning was done under it.
    ended_at = models.DateTimeField(_("taken away at"), null=True, blank=True)
    # Under which proposal it was given; None for what is older than proposals, and for the first rights of an installation.
    proposal = models.ForeignKey(
        "licensing.RightProposal", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("given under")
    )

    objects: ClassVar[Any] = RightQuerySet.as_manager()

    class Meta:
        abstract = True


def get_unbounded_period() -> DateRange:
    """Of a membership that nobody has given a first day: it holds until it is ended."""
    return DateRange(None, None)


class Membership(Right):
    """A person of a partner organisation. Leaving ends it; the requests stay with the organisation."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name=_("person"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships", verbose_name=_("organisation"))
    role = models.CharField(_("role"), max_length=16, choices=MembershipRole.choices)
    period = DateRangeField(_("from, to"), default=get_unbounded_period)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            ExclusionConstraint(
                name="member_once_per_organisation",
                index_type="GIST",
                expressions=[
                    (_hash_pair(Cast("organisation", models.TextField())), RangeOperators.OVERLAPS),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(condition=Q(period__isempty=False), name="membership_period_is_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation}"


def list_organisations_of(
    user: User, *, on: date, roles: Collection[MembershipRole] = tuple(MembershipRole)
) -> models.QuerySet[Organisation]:
    """The organisations that a person belongs to on a local day, in one of these roles."""
    return Organisation.objects.filter(memberships__in=Membership.objects.in_force(on).filter(user=user, role__in=roles))


class Appointment(Right):
    """A standing duty in the authority for a period; the end day is not included."""

    user = models.ForeignKey(User, models.PROTECT, related_name="appointments", verbose_name=_("person"))
    kind = models.CharField(_("duty"), max_length=16, choices=Office.choices)
    period = DateRangeField(_("from, to"))

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "period"], name="appointed_once_per_period", condition=Q(ended_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_kind_display()}"


class Mandate(Right):
    """A person may speak for a body, as holder or as deputy, in a period and, where said, for some kinds of case only."""

    user = models.ForeignKey(User, models.PROTECT, related_name="mandates", verbose_name=_("person"))
    body = models.ForeignKey(Body, models.PROTECT, related_name="mandates", verbose_name=_("body"))
    kind = models.CharField(_("kind"), max_length=8, choices=MandateKind.choices, default=MandateKind.HOLDER)
    order = models.PositiveSmallIntegerField(_("order among deputies"), default=1)
    period = DateRangeField(_("from, to"))
    scope = models.JSONField(_("only these kinds of case (empty: all)"), default=list, blank=True)
    given_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("given by"))

    class Meta:
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        constraints = [
            ExclusionConstraint(
                name="mandates_of_a_person_do_not_overlap",
                index_type="GIST",
                expressions=[
                    (_hash_pair("body"), RangeOperators.OVERLAPS),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(ended_at__isnull=True),
            ),
            # An empty range overlaps nothing, so the constraint above would let in any number of them.
            models.CheckConstraint(condition=Q(period__isempty=False), name="mandate_period_is_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.body_id}"
