"""What somebody sent while they were not signed in: kept for a short time, so that they find it again after signing in."""

from __future__ import annotations

import uuid

from django.db import models

from licensing.models.people.users import User


class KeptForm(models.Model):
    """A form that was sent and not acted on. Only its owner is ever offered it, and it never acts by itself."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(User, models.CASCADE, related_name="+")
    # Where it was sent to, and the page on which it was filled in.
    path = models.CharField(max_length=500)
    page = models.CharField(max_length=500)
    # Encrypted: it may hold what is confidential, and nobody but its owner has asked for it to be stored.
    content = models.TextField()
    kept_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["kept_at"], name="kept_form_by_age")]

    def __str__(self) -> str:
        return self.path
