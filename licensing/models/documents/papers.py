"""Papers that left the authority: what each says, kept as it was, so that it is made again byte by byte."""

from __future__ import annotations

import secrets
import uuid
from datetime import date
from typing import Any, ClassVar, Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Count, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.utils.translation import gettext_lazy as _

from licensing.choices import Consequence, LicenceState, PaperKind
from licensing.models.decisions.correction import DecisionCorrection
from licensing.models.decisions.decision import Decision
from licensing.models.decisions.sitting import Sitting
from licensing.models.licences.changing.suspension import LicenceSuspension
from licensing.models.licences.consequence import DutyConsequence
from licensing.models.licences.licence import Licence, LicenceLine
from licensing.models.people.users import User
from licensing.models.record.guards import append_only
from licensing.models.requests.case import Case, CaseVersion

_TOKEN_BYTES: Final = 24


def generate_token() -> str:
    """What the code on a paper leads to: 192 random bits, which nobody guesses and which say nothing of the paper."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


class PaperQuerySet(models.QuerySet["Paper"]):
    def with_later(self) -> Any:
        """With `has_later`: whether a newer paper has taken its place; `basis_now` and `stop_now`: what others would go by.

        That is, another paper of its licence, and another notice of its suspension.
        """
        later = Paper.objects.filter(licence=OuterRef("licence"), kind=OuterRef("kind"), number__gt=OuterRef("number"))
        # The first paper of a decision is about it as it was recorded, the next about its first correction.
        corrected = DecisionCorrection.objects.filter(decision=OuterRef("decision"), number__gte=OuterRef("number"))
        # What a variation has made of a request was not filed: the receipt of what was stays the newest.
        filed = CaseVersion.objects.filter(
            case=OuterRef("version__case"), number__gt=OuterRef("version__number"), variation__isnull=True
        )
        licence = Licence.objects.filter(pk=OuterRef("licence"))
        return self.select_related("licence", "case").annotate(
            has_later=Exists(later) | Exists(corrected) | Exists(filed),
            basis_now=Subquery(annotate_basis(licence).values("basis_now")[:1]),
            stop_now=Subquery(annotate_stop(licence).values("stop_now")[:1]),
        )


class Paper(models.Model):
    """One paper: its values as canonical JSON with their digest, and the template that lays them out.

    A later paper about the same takes its place; `number` counts them, and both are kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=PaperKind.choices)
    case = models.ForeignKey(Case, models.PROTECT, related_name="papers")
    licence = models.ForeignKey(Licence, models.PROTECT, null=True, blank=True, related_name="papers")
    # What it is about, where it is not about the licence: a decision, or a version as it was filed.
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="papers")
    version = models.ForeignKey(CaseVersion, models.PROTECT, null=True, blank=True, related_name="papers")
    # Of an extract from minutes: the sitting that they are of. It says of this case alone what was decided.
    sitting = models.ForeignKey(Sitting, models.PROTECT, null=True, blank=True, related_name="papers")
    number = models.PositiveSmallIntegerField(_("number"))
    # The version of the licence that it is about.
    licence_version = models.PositiveSmallIntegerField(_("version"), null=True, blank=True)
    # What of the licence the paper was made of, as `annotate_basis` has it: once that is another, the paper says what was.
    basis = models.JSONField(default=dict, blank=True, db_default={})
    token = models.CharField(max_length=43, unique=True, default=generate_token, editable=False)
    form = models.CharField(_("template"), max_length=12)
    form_digest = models.CharField(_("digest of the template"), max_length=64)
    canonical = models.TextField()
    digest = models.CharField(max_length=64)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        constraints = [
            models.UniqueConstraint(fields=["licence", "kind", "number"], name="paper_number_once_per_licence"),
            models.UniqueConstraint(fields=["decision", "number"], name="paper_number_once_per_decision"),
            models.UniqueConstraint(fields=["version"], name="one_receipt_per_version"),
            models.UniqueConstraint(fields=["sitting", "case"], name="one_extract_per_sitting_and_case"),
            models.UniqueConstraint(fields=["case"], condition=Q(kind=PaperKind.NO_LICENCE), name="one_letter_per_case"),
            models.CheckConstraint(
                condition=(~Q(kind=PaperKind.DECISION) | Q(decision__isnull=False))
                & (~Q(kind=PaperKind.RECEIPT) | Q(version__isnull=False)),
                name="paper_names_what_it_is_about",
            ),
            models.CheckConstraint(
                condition=~Q(kind=PaperKind.LICENCE) | Q(licence__isnull=False, licence_version__isnull=False),
                name="paper_of_a_licence_names_its_version",
            ),
            models.CheckConstraint(
                condition=~Q(kind=PaperKind.MINUTES) | Q(sitting__isnull=False), name="extract_names_its_sitting"
            ),
            models.CheckConstraint(
                condition=~Q(kind=PaperKind.SUSPENSION) | Q(licence__isnull=False, licence_version__isnull=False),
                name="notice_names_the_licence_and_its_version",
            ),
        ]
        triggers: ClassVar[list[Any]] = append_only("paper")

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


def find_paper(licence: Licence, number: int | None = None, *, kind: PaperKind = PaperKind.LICENCE) -> Paper | None:
    """The paper of a licence that bears a number, or the notice; without one the newest, whichever version it is about."""
    papers = licence.papers.filter(kind=kind).select_related("licence", "case").order_by("-number")
    return papers.first() if number is None else papers.filter(number=number).first()


def list_papers(licence: Licence, *, kind: PaperKind = PaperKind.LICENCE) -> Any:
    """The papers of a licence, or its notices, the oldest first, each with whether a newer one has taken its place."""
    return Paper.objects.filter(licence=licence, kind=kind).with_later().select_related("made_by").order_by("number")


def annotate_basis(licences: models.QuerySet[Licence]) -> Any:
    """Licences with `basis_now`: what of one an act can change that its paper says, with its resolution as it reads now.

    A start, an addition on appeal and a correction leave the version of the licence as it is, so it is compared whole.
    """
    corrections = DecisionCorrection.objects.filter(decision=OuterRef("case__decision")).order_by("-number")
    lines = LicenceLine.objects.filter(licence=OuterRef("pk")).order_by().values("licence").annotate(counted=Count("pk"))
    return licences.annotate(
        basis_now=JSONObject(
            version=F("version"),
            valid_from=F("valid_from"),
            valid_until=F("valid_until"),
            lines=Subquery(lines.values("counted")),
            decision=F("case__decision"),
            resolution_no=Coalesce(Subquery(corrections.values("resolution_no")[:1]), "case__decision__resolution_no"),
            resolution_on=Coalesce(Subquery(corrections.values("resolution_on")[:1]), "case__decision__resolution_on"),
        )
    )


def read_basis(licence: Licence) -> dict[str, Any]:
    """What a paper of a licence goes by now."""
    found: dict[str, Any] = annotate_basis(Licence.objects.filter(pk=licence.pk)).values_list("basis_now", flat=True).get()
    return found


def annotate_stop(licences: models.QuerySet[Licence]) -> Any:
    """Licences with `stop_now`: what suspends one, and whether a decider has confirmed it, as a notice of it says.

    `unmet` are the numbers of the conditions that suspend it because they were not met by their day.
    """
    ordered = LicenceSuspension.objects.in_effect().filter(licence=OuterRef("pk"))
    unmet = DutyConsequence.objects.in_effect().filter(kind=Consequence.SUSPEND, duty__condition__licence=OuterRef("pk"))
    return licences.annotate(
        stop_now=JSONObject(
            suspension=Subquery(ordered.values("pk")[:1]),
            confirmed=Exists(ordered.filter(confirmed_at__isnull=False)),
            unmet=ArraySubquery(unmet.order_by("duty__condition__number", "pk").values("duty__condition__number")),
        )
    )


def read_stop(licence: Licence) -> dict[str, Any]:
    """What a notice of the suspension of a licence goes by now."""
    found: dict[str, Any] = annotate_stop(Licence.objects.filter(pk=licence.pk)).values_list("stop_now", flat=True).get()
    return found


def list_licences_to_print(cases: models.QuerySet[Case], *, today: date) -> Any:
    """The licences of some cases of which no paper, or no notice, says how they are now; the oldest first.

    With `is_stopped`, of a suspended one, which waits for a notice and no paper; else with `has_paper`: whether one was
    issued that says what was.
    """
    papers = Paper.objects.filter(licence=OuterRef("pk"), kind=PaperKind.LICENCE)
    due = Q(pk__in=select_due_papers(today=today).values("pk")) | Q(pk__in=select_due_notices(today=today).values("pk"))
    found = Licence.objects.filter(due, case__in=cases).select_related("case")
    stopped = ExpressionWrapper(Q(state=LicenceState.SUSPENDED), models.BooleanField())
    return found.annotate(has_paper=Exists(papers), is_stopped=stopped).order_by("issued_at", "pk")


def select_due_papers(*, today: date) -> Any:
    """The licences that goods leave under and of which no paper says how they are now."""
    found = annotate_basis(Licence.objects.filter(~_over(today), state=LicenceState.ISSUED))
    printed = found.annotate(printed=Subquery(_find_newest_basis(PaperKind.LICENCE)))
    return printed.exclude(printed__isnull=False, printed=F("basis_now"))


def select_due_notices(*, today: date) -> Any:
    """The suspended licences of which no notice says what suspends them now."""
    found = annotate_stop(Licence.objects.filter(~_over(today), state=LicenceState.SUSPENDED))
    printed = found.annotate(printed=Subquery(_find_newest_basis(PaperKind.SUSPENSION)))
    return printed.exclude(printed__isnull=False, printed=F("stop_now"))


def is_paper_due(licence: Licence, *, today: date) -> bool:
    """Whether no paper, or of a suspended licence no notice, says how it is now."""
    select = select_due_notices if licence.state == LicenceState.SUSPENDED else select_due_papers
    return bool(select(today=today).filter(pk=licence.pk).exists())


def _over(today: date) -> Q:
    return Q(valid_from__isnull=False, valid_until__lt=today)


def _find_newest_basis(kind: PaperKind) -> Any:
    return Paper.objects.filter(licence=OuterRef("pk"), kind=kind).order_by("-number").values("basis")[:1]
