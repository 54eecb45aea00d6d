"""Who takes part: people, partner organisations, state bodies, and what ties a person to them at a moment."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import CharField, Func, Q, Value
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import get_language_info, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from licensing.choices import MandateKind, MembershipRole, Office, RightKind
from licensing.models.clocks.days import begin_local_day
from licensing.models.reference.texts import TextsField, in_reader_language
from licensing.permissions import Actor


class UserManager(BaseUserManager["User"]):
    """Accounts by e-mail address, which is stored in lower case and is the same address in any case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """An account with a hashed password; without one nobody can sign in to it with any password."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """An account for the administrators' pages. It has no act in any case by being one: permissions ignore the flag."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        """The account that somebody signs in to, however they wrote their address."""
        return self.get(email__iexact=username)


def list_languages() -> list[tuple[str, str]]:
    """The languages of the site by code, each by its own name: its speakers may not read any other."""
    return [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]


class User(AbstractBaseUser, PermissionsMixin):
    """A person, or the account of a system. What they may do follows from appointments, memberships and mandates."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    # The function and not its list, so that a further language makes no migration. Migration 0001 names it by its path.
    language = models.CharField(_("language"), max_length=10, choices=list_languages, default="en")
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/Kyiv")
    is_system = models.BooleanField(_("is a system, not a person"), default=False)
    is_staff = models.BooleanField(_("may open the reviewers' desk"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    wants_digest = models.BooleanField(_("one mail a day"), default=False)
    date_joined = models.DateTimeField(_("joined at"), default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] if self.name else self.email


class Organisation(models.Model):
    """A partner: a foreign ministry, a buyer, or a maker who sells. Its people share its requests."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=200)
    name_original = models.CharField(_("name in its own script"), max_length=200, blank=True)
    register_no = models.CharField(_("register number"), max_length=40, blank=True)
    country = models.ForeignKey("Country", models.PROTECT, verbose_name=_("country"))
    address = models.TextField(_("address"), blank=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [models.UniqueConstraint(fields=["name", "country"], name="organisation_named_once_per_country")]

    def __str__(self) -> str:
        return self.name


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


class Body(models.Model):
    """A state body that has a seat in sign-off."""

    code = models.CharField(_("code"), primary_key=True, max_length=24)
    names = TextsField(pgettext_lazy("of a thing", "name"), stem="name", max_length=200, required=["uk"])
    short_names = TextsField(_("short name"), stem="short", max_length=40, required=["uk"])
    states_need = models.BooleanField(_("consolidates domestic need"), default=False)
    plans_supply = models.BooleanField(_("keeps the supply plans"), default=False, db_default=False)
    head = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="heads", verbose_name=_("head"))
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the reader, or in English."""
        return in_reader_language(self.names)

    @property
    def short(self) -> str:
        """The abbreviation that tables and letters use, such as MOD, in the language of the reader."""
        return in_reader_language(self.short_names)


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


class Recusal(models.Model):
    """A conflict of interest in one case: the person neither speaks nor reads from then on."""

    case = models.ForeignKey("Case", models.PROTECT, related_name="recusals")
    person = models.ForeignKey(User, models.PROTECT, related_name="recusals")
    reason = models.CharField(max_length=16)
    note = models.TextField(blank=True)
    imposed = models.BooleanField(default=False)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "person"], name="recused_once_per_case")]

    def __str__(self) -> str:
        return f"{self.person} · {self.case_id}"


class CaseDuty(models.Model):
    """The one part a person has in one case; the constraint is the separation of duties."""

    case = models.ForeignKey("Case", models.PROTECT, related_name="duties")
    person = models.ForeignKey(User, models.PROTECT, related_name="duties")
    duty = models.CharField(max_length=16)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "person"], name="one_duty_per_person_and_case")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.duty}"


def read_actor(user: User | None, *, on: date, case_id: uuid.UUID | None = None, kind: str | None = None) -> Actor:
    """The facts of a person that permissions ask for, on a local day and in one case; one statement.

    Without a user it is the clock. Without a case there is no role and no recusal, and without a kind every mandate counts.
    """
    if user is None:
        return Actor(id=None)
    if not user.is_active:
        return Actor(id=user.pk)
    facts = _select_actor_facts(user, on, case_id, kind)
    found: dict[str, list[str]] = defaultdict(list)
    # One union instead of five statements, as every request asks; each row says which fact it is.
    for what, word in facts[0].union(*facts[1:], all=True):
        found[what].append(word)
    return Actor(
        id=user.pk,
        appointments=frozenset(one.split()[0] for one in found["appointment"]),
        memberships={uuid.UUID(one.split()[0]): one.split()[1] for one in found["membership"]},
        bodies=dict(sorted((one.split()[:2] for one in found["mandate"]), reverse=True)),
        rights=_name_rights(found),
        case_roles=frozenset(found["role"]),
        recused=bool(found["recusal"]),
        is_program=user.is_system,
    )


_CITED = (RightKind.MANDATE, RightKind.APPOINTMENT, RightKind.MEMBERSHIP)


def _name_rights(found: dict[str, list[str]]) -> dict[tuple[str, str], int]:
    """The row behind each mandate, appointment and membership. Appointments to one office may overlap: the oldest is cited."""
    facts = [(str(what), *one.split()) for what in _CITED for one in found[what]]
    return {(what, subject): int(row) for what, subject, *_words, row in sorted(facts, key=lambda one: -int(one[-1]))}


def _select_actor_facts(user: User, on: date, case_id: uuid.UUID | None, kind: str | None) -> list[Any]:
    # A body that gave a mandate for some kinds only is not a body to speak for in the others.
    mandates = Mandate.objects.in_force(on).filter(user=user)
    if kind is not None:
        mandates = mandates.filter(Q(scope=[]) | Q(scope__contains=[kind]))
    facts = [
        _select_facts("appointment", Appointment.objects.in_force(on).filter(user=user), "kind", "id"),
        _select_facts("membership", Membership.objects.in_force(on).filter(user=user), "organisation_id", "role", "id"),
        _select_facts("mandate", mandates, "body_id", "kind", "id"),
    ]
    if case_id is not None:
        facts += [
            _select_facts("role", CaseDuty.objects.filter(case_id=case_id, person=user), "duty"),
            _select_facts("recusal", Recusal.objects.filter(case_id=case_id, person=user), "reason"),
        ]
    return facts


def _select_facts(what: str, rows: Any, *columns: str) -> Any:
    return rows.order_by().annotate(what=Value(what, CharField()), word=join_words(*columns)).values_list("what", "word")


def join_words(*columns: str) -> Func:
    """The columns of a row as one text, with a blank between them; an empty one is left out."""
    # Not Cast and Concat: every request and act asks, and what Django takes to write the statement is most of its cost.
    return Func(Value(" "), *columns, function="concat_ws", output_field=CharField())
