"""Questions of the authority to the applicant, as objects with a due date and a state. Opening one is not answering it."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from licensing.choices import QuestionState
from licensing.models.people.users import User
from licensing.models.record.guards import append_only
from licensing.models.requests.case import Case
from licensing.models.requests.content import Document


class Question(models.Model):
    """A request for information; while it is open it may stop the clock."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="questions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(_("question"))
    section = models.CharField(_("about"), max_length=16, blank=True)
    due_on = models.DateField(_("answer by"))
    stops_clock = models.BooleanField(_("the clock stands still until it is answered"), default=True)
    state = models.CharField(max_length=10, choices=QuestionState.choices, default=QuestionState.OPEN)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="question_number_once_per_case")]
        indexes = [models.Index(fields=["due_on"], condition=Q(state="open"), name="open_question_by_day")]

    def __str__(self) -> str:
        return f"{self.number}. {self.text[:60]}"

    @property
    def is_open(self) -> bool:
        return self.state == QuestionState.OPEN


class Answer(models.Model):
    """An answer, or a part of one (`complete` false leaves the question open), or a request for more time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    text = models.TextField(_("answer"))
    complete = models.BooleanField(_("this answers the question in full"), default=True)
    more_time_until = models.DateField(_("asks for time until"), null=True, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    answered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar[list[Any]] = append_only("answer")

    def __str__(self) -> str:
        return self.text[:60]
