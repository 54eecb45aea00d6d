"""Kinds of source: a governed list of what an assessment may rest on beside documents of the case and lists of parties."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from licensing.models.reference.names import CurrentQuerySet, Named


class SourceKind(Named):
    """What a source is that somebody names in words: the catalogue of a maker, a public register, a report of an embassy."""

    code = models.CharField(_("code"), primary_key=True, max_length=24)
    # False: it has ended. Nobody chooses it any more; what was assessed by it still names it.
    active = models.BooleanField(_("still in use"), default=True, db_default=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = CurrentQuerySet.as_manager()

    class Meta:
        verbose_name = _("kind of source")
        verbose_name_plural = _("kinds of source")
