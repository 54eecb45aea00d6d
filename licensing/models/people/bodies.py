"""Who takes part and is no person: partner organisations, and state bodies."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from licensing.models.people.users import User
from licensing.models.reference.texts import TextsField, in_reader_language


class Organisation(models.Model):
    """A partner: a foreign ministry, a buyer, or a maker who sells. Its people share its requests."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=200)
    name_original = models.CharField(_("name in its own script"), max_length=200, blank=True)
    register_no = models.CharField(_("register number"), max_length=40, blank=True)
    country = models.ForeignKey("Country", models.PROTECT, verbose_name=_("country"))
    address = models.TextField(_("address"), blank=True)
    # In whatever script, the oldest first: who was listed under one of them is so under the present one.
    former_names = models.JSONField(_("former names"), default=list, db_default=[], blank=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [models.UniqueConstraint(fields=["name", "country"], name="organisation_named_once_per_country")]

    def __str__(self) -> str:
        return self.name

    @property
    def known_as(self) -> list[Any]:
        """The names by which it is held against lists: the present ones, and the former ones as a list."""
        return [self.name, self.name_original, self.former_names]


class Body(models.Model):
    """A state body that has a seat in sign-off."""

    code = models.CharField(_("code"), primary_key=True, max_length=24)
    names = TextsField(pgettext_lazy("of a thing", "name"), stem="name", max_length=200, required=["uk"])
    short_names = TextsField(_("short name"), stem="short", max_length=40, required=["uk"])
    states_need = models.BooleanField(_("consolidates domestic need"), default=False)
    plans_supply = models.BooleanField(_("keeps the supply plans"), default=False, db_default=False)
    leads_plans = models.BooleanField(_("leads the work on country plans"), default=False, db_default=False)
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
