"""Criteria by which requests are weighed: sets under a version, the criteria of each, and the questions that settle one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from licensing.messages import TranslatedText
from licensing.models.reference.names import CurrentQuerySet, Named, Titled, Worded
from licensing.policy.assessment.criteria import questionnaire


class CriterionSet(Named):
    """A set of criteria under a version, such as the EU Common Position; findings cite the version that they were made by."""

    code = models.CharField(_("code"), primary_key=True, max_length=8)
    version = models.CharField(_("version"), max_length=24)
    applies_if = models.JSONField(_("applies if"), default=dict, blank=True)
    source = models.CharField(_("source"), max_length=120, blank=True)
    # False: it has ended. Nobody chooses it any more; what cites it still reads it.
    active = models.BooleanField(_("still in use"), default=True, db_default=True)

    objects = CurrentQuerySet.as_manager()

    class Meta:
        verbose_name = _("set of criteria")
        verbose_name_plural = _("sets of criteria")


class Criterion(Titled):
    """An assessment criterion of a set (EU, ATT, national); an absolute one cannot be out-voted."""

    code = models.CharField(_("code"), primary_key=True, max_length=16)
    # Installations have had criteria before their sets were rows: those come with the next release, and not with a migration,
    # because governed rows change by two persons alone.
    set = models.ForeignKey(
        CriterionSet,
        models.PROTECT,
        db_column="set",
        db_constraint=False,
        related_name="criteria",
        verbose_name=_("set of criteria"),
    )
    test = models.CharField(_("test"), max_length=12)
    source = models.CharField(_("source"), max_length=120, blank=True)
    # False: it has ended. Nobody chooses it any more; what cites it still reads it.
    active = models.BooleanField(_("still in use"), default=True, db_default=True)

    objects = CurrentQuerySet.as_manager()

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")


class CriterionQuestion(Worded):
    """A question of a criterion. “Yes” always speaks for a risk; it is asked where the request fits `applies_if`."""

    code = models.CharField(_("code"), primary_key=True, max_length=24)
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="questions", verbose_name=_("criterion"))
    applies_if = models.JSONField(_("applies if"), default=dict, blank=True)
    source = models.CharField(_("source"), max_length=120, blank=True)
    # False: it has ended. Nobody chooses it any more; what cites it still reads it.
    active = models.BooleanField(_("still in use"), default=True, db_default=True)

    objects = CurrentQuerySet.as_manager()

    class Meta:
        verbose_name = _("question of a criterion")
        verbose_name_plural = _("questions of criteria")

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


def load_questionnaire(document: Mapping[str, Any]) -> list[questionnaire.CriteriaSet]:
    """What a request is asked by the sets that are in force now, in the order of their codes."""
    questions = defaultdict[str, list[questionnaire.Question]](list)
    for row in CriterionQuestion.objects.current().order_by("code"):
        questions[row.criterion_id].append(questionnaire.Question(row.code, TranslatedText(row.texts), row.applies_if))
    criteria = defaultdict[str, list[questionnaire.Criterion]](list)
    for row in sorted(Criterion.objects.current(), key=lambda one: questionnaire.build_code_key(one.code)):
        asked = questions[row.code]
        criteria[row.set_id].append(questionnaire.Criterion(row.code, TranslatedText(row.titles), row.test, asked))
    sets = [
        questionnaire.CriteriaSet(row.code, TranslatedText(row.names), row.version, row.applies_if, criteria[row.code])
        for row in CriterionSet.objects.current().order_by("code")
    ]
    return questionnaire.select_applicable(sets, document)
