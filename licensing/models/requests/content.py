"""What a request contains: goods, parties, route, documents, projects of a plan."""

from __future__ import annotations

import uuid
from typing import Any, NamedTuple

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from licensing.choices import (
    CooperationForm,
    ForeignContent,
    GoodsCondition,
    MtcrCategory,
    PartyKind,
    PartyRole,
    ScanVerdict,
    SignatureStanding,
    TransportMode,
)
from licensing.messages import TranslatedText
from licensing.models.people.users import User
from licensing.models.reference.case_kinds import DocumentType
from licensing.models.reference.lists import ControlEntry, Country, Currency, Unit
from licensing.models.requests.case import Case
from licensing.policy.requests.sections import name_goods


class Item(models.Model):
    """A line of goods, software or technology, in an exact quantity of one unit."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(_("name"), max_length=200)
    name_uk = models.CharField(_("name in Ukrainian"), max_length=200, blank=True)
    model = models.CharField(_("model"), max_length=120, blank=True)
    maker = models.CharField(_("maker"), max_length=200, blank=True)
    serial_numbers = models.TextField(blank=True, default="", db_default="")
    # The line of the plan or framework that it draws on, where its goods do not tell.
    plan_line = models.PositiveSmallIntegerField(_("line of the plan or framework"), null=True, blank=True)
    quantity = models.DecimalField(_("quantity"), max_digits=18, decimal_places=3, validators=[MinValueValidator(0)])
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("unit"))
    unit_price = models.DecimalField(_("price of one"), max_digits=22, decimal_places=6, null=True, blank=True)
    currency = models.ForeignKey(Currency, models.PROTECT, null=True, blank=True, verbose_name=_("currency"))
    condition = models.CharField(_("condition"), max_length=12, choices=GoodsCondition.choices, default=GoodsCondition.NEW)
    control_entries = models.ManyToManyField(ControlEntry, blank=True, verbose_name=_("control entries"))
    uktzed = models.CharField(_("UKTZED code"), max_length=10, blank=True)
    mtcr = models.CharField(_("MTCR category"), max_length=8, choices=MtcrCategory.choices, default=MtcrCategory.UNKNOWN)
    origin = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, related_name="+")
    foreign_content = models.CharField(max_length=10, choices=ForeignContent.choices, default=ForeignContent.NONE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="item_number_once_per_case"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="item_quantity_is_positive"),
            models.CheckConstraint(
                condition=Q(unit_price__isnull=True) | Q(unit_price__gte=0, currency__isnull=False),
                name="item_price_has_a_currency",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"

    @property
    def called(self) -> TranslatedText:
        """The goods as their reader calls them: by the Ukrainian name to who reads Ukrainian, where one was filed."""
        return name_goods({"name": self.name, "name_uk": self.name_uk})


class Party(models.Model):
    """Somebody who takes part in the transfer, in one role."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="parties")
    number = models.PositiveSmallIntegerField()
    role = models.CharField(_("role"), max_length=24, choices=PartyRole.choices)
    name = models.CharField(_("name"), max_length=200)
    name_original = models.CharField(_("name in its own script"), max_length=200, blank=True)
    country = models.ForeignKey(Country, models.PROTECT, related_name="+", verbose_name=_("country"))
    kind = models.CharField(_("kind"), max_length=12, choices=PartyKind.choices)
    address = models.TextField(_("address"), blank=True)
    register_no = models.CharField(_("register number"), max_length=40, blank=True)
    # Of an owner: the name of the party that it holds a share of.
    owner_of = models.CharField(_("owner of"), max_length=200, blank=True, default="", db_default="")

    class Meta:
        verbose_name_plural = "parties"
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="party_number_once_per_case")]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.name}"


class RouteLeg(models.Model):
    """One leg of the way; transit countries follow from the legs."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="route_legs")
    number = models.PositiveSmallIntegerField()
    mode = models.CharField(_("mode"), max_length=12, choices=TransportMode.choices)
    from_place = models.CharField(_("from"), max_length=200)
    from_country = models.ForeignKey(Country, models.PROTECT, related_name="+")
    to_place = models.CharField(_("to"), max_length=200)
    to_country = models.ForeignKey(Country, models.PROTECT, related_name="+")
    carrier = models.CharField(_("carrier"), max_length=200, blank=True)
    vessel = models.CharField(_("vessel"), max_length=200, blank=True, default="", db_default="")
    imo = models.CharField(_("IMO number"), max_length=7, blank=True, default="", db_default="")
    customs_point = models.CharField(_("customs point"), max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="leg_number_once_per_case")]

    def __str__(self) -> str:
        return f"{self.from_place} → {self.to_place}"


class PlanProject(models.Model):
    """A project of a country plan, with the General Staff's priority (1 is first)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="projects")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=200)
    form = models.CharField(_("form of co-operation"), max_length=16, choices=CooperationForm.choices)
    goods = models.TextField(_("goods"), blank=True)
    quantity = models.DecimalField(_("indicative quantity"), max_digits=18, decimal_places=3, null=True, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True)
    value = models.DecimalField(_("indicative value"), max_digits=20, decimal_places=4, null=True, blank=True)
    currency = models.ForeignKey(Currency, models.PROTECT, null=True, blank=True)
    priority = models.PositiveSmallIntegerField(_("General Staff's priority"), null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="project_number_once_per_case")]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


def build_document_path(document: Document, name: str) -> str:
    """Files are addressed by their content, so a swapped file no longer answers to its name."""
    # `name` is the applicant's own words and never becomes part of a path.
    return f"documents/{document.sha256[:2]}/{document.sha256}"


class SignatureLine(NamedTuple):
    """One signature over a document: whose it is, by whose certificate, and what is established about it."""

    signer: str
    issuer: str
    serial: str
    standing: str


class Document(models.Model):
    """A document attached to a request: what it says it is, and the digest of what it was when attached."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="documents")
    type = models.ForeignKey(DocumentType, models.PROTECT, verbose_name=_("type"))
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language"), max_length=8, blank=True)
    original = models.BooleanField(_("original"), default=False)
    issuer = models.CharField(_("issuer"), max_length=200, blank=True)
    number = models.CharField(_("number"), max_length=80, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    file = models.FileField(_("file"), upload_to=build_document_path, max_length=200)
    file_name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    verdict = models.CharField(max_length=12, choices=ScanVerdict.choices, default=ScanVerdict.NOT_SCANNED)
    # Of a signed original: what was established about each signature when it was attached.
    signatures = models.JSONField(default=list, db_default=[], blank=True)
    attached_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    attached_at = models.DateTimeField()
    # Marked and not deleted: a version that was filed before may name it.
    removed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.title

    @property
    def signature_lines(self) -> list[SignatureLine]:
        """The signatures over a signed original, as people read them."""
        return [
            SignatureLine(one["signer"], one["issuer"], one["serial"], str(SignatureStanding(one["standing"]).label))
            for one in self.signatures
        ]

    def as_data(self) -> dict[str, Any]:
        """What an event says of a document: its digest stands for the content, as a file may be removed later."""
        return {"id": str(self.pk), "type": self.type_id, "title": self.title, "sha256": self.sha256}
