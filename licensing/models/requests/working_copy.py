"""An amendment in the making: what somebody has changed in a filed request, until it is filed or given up."""

from __future__ import annotations

from django.db import models

from licensing.models.people.users import User
from licensing.models.requests.case import Case


class WorkingCopy(models.Model):
    """The sections that one person has changed. Nobody else sees them. A row: a session ends before the work."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    author = models.ForeignKey(User, models.CASCADE, related_name="+")
    # The version that was read when the amendment was begun.
    version = models.PositiveIntegerField()
    # Counts the saves, so that two tabs of one person do not write over one another.
    revision = models.PositiveIntegerField(default=0)
    sections = models.JSONField(default=dict)
    # The files of new documents, by their digest: what the store said of them. They lie in it already.
    files = models.JSONField(default=dict, db_default={})

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "author"], name="one_working_copy_of_a_person")]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.author_id}"
