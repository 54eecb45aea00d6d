"""Versions of lists of listed parties: prepared by one policy officer from a file, published by another, never edited."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from licensing.choices import ListShape, ListVersionState
from licensing.models.people.users import User


class ListVersionQuerySet(models.QuerySet["ListVersion"]):
    def published(self) -> Self:
        """Those that were ever published."""
        return self.filter(state=ListVersionState.PUBLISHED)

    def in_force(self) -> Self:
        """Of each list the version that was published last, without what it says: that is read once in a process."""
        return self.published().order_by("code", "-number").distinct("code").defer("content", "note")


class ListVersion(models.Model):
    """A version of a list, whole. Whoever stands on it is in `content`, which the digest stands for."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(_("list"), max_length=16)
    number = models.PositiveIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=200)
    source = models.CharField(_("source"), max_length=300)
    shape = models.CharField(_("shape of the file"), max_length=8, choices=ListShape.choices)
    file_digest = models.CharField(_("digest of the file"), max_length=64)
    content = models.TextField(editable=False)
    digest = models.CharField(_("digest of the list"), max_length=64)
    as_of = models.DateField(_("day of the list"))
    entries = models.PositiveIntegerField(_("parties"))
    names = models.PositiveIntegerField(_("names"))
    state = models.CharField(_("state"), max_length=10, choices=ListVersionState.choices, default=ListVersionState.PREPARED)
    prepared_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("prepared by"))
    prepared_at = models.DateTimeField(_("prepared at"))
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("settled by"))
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects: ClassVar[Any] = ListVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("list of listed parties")
        verbose_name_plural = _("lists of listed parties")
        constraints = [
            models.UniqueConstraint(fields=["code", "number"], name="a_list_has_each_version_once"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(state=ListVersionState.PREPARED), name="one_prepared_version_of_a_list"
            ),
            models.CheckConstraint(
                condition=~Q(state=ListVersionState.PUBLISHED) | Q(settled_by__isnull=False) & ~Q(settled_by=F("prepared_by")),
                name="a_list_is_published_by_another_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}, {self.number}"
