"""Templates of end-user certificates: a governed list of what each kind of certificate must say."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from licensing.models.reference.names import CurrentQuerySet, Named
from licensing.policy.assessment.certificates.templates import Template


class CertificateTemplate(Named):
    """Which elements a certificate of this kind must have, which are looked at beside, and which steps confirm one."""

    code = models.CharField(_("code"), primary_key=True, max_length=24)
    required = models.JSONField(_("required elements"), default=list)
    optional = models.JSONField(_("optional elements"), default=list, blank=True)
    confirmed_by = models.JSONField(_("steps of which one must confirm it"), default=list)
    active = models.BooleanField(_("still in use"), default=True, db_default=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = CurrentQuerySet.as_manager()

    class Meta:
        verbose_name = _("template of a certificate")
        verbose_name_plural = _("templates of certificates")

    def as_policy(self) -> Template:
        """The template as certificates are judged by it."""
        return Template(tuple(self.required), tuple(self.optional), tuple(self.confirmed_by))
