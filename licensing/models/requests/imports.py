"""Spreadsheets of items that somebody is importing."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from licensing.models.people.users import User
from licensing.models.requests.case import Case


class ItemImport(models.Model):
    """A spreadsheet that somebody has sent and looks at before its lines are imported; only they see it.

    It is no part of the request. It is kept, so that nothing is lost when the browser goes, until it is imported, discarded
    or forgotten for some weeks.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    file_name = models.CharField(_("file"), max_length=200)
    content = models.BinaryField()
    created_at = models.DateTimeField()
    # What the person has chosen, how the file is read by it, and how many of its lines have been checked with what result.
    choices = models.JSONField(default=dict)
    reading = models.JSONField(default=dict)
    checked = models.PositiveIntegerField(default=0)
    faults = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["case", "user"], name="item_import_of_a_person")]

    def __str__(self) -> str:
        return self.file_name
