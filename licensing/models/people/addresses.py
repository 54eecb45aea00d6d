"""Changes of address: from where to where an account moves, who has confirmed it, and the links that do it."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, ClassVar, Final, Self

from django.core import signing
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from licensing.choices import AddressState
from licensing.models.people.users import User
from licensing.policy.people.accounts.addresses import UNDO_LASTS

_OPEN: Final = (AddressState.SENT, AddressState.CONFIRMED)
CONFIRM: Final = "confirm"
UNDO: Final = "undo"


class AddressChangeQuerySet(models.QuerySet["AddressChange"]):
    def open(self) -> Self:
        """Those that wait: for the link to be opened, or for a second administrator."""
        return self.filter(state__in=_OPEN)

    def overdue(self, at: datetime) -> Self:
        """Those that nobody has confirmed by their due moment."""
        return self.open().filter(due_at__lte=at)

    def undoable(self, at: datetime) -> Self:
        """Those made so recently that the former address can take the account back."""
        return self.filter(state=AddressState.CHANGED, changed_at__gt=at - UNDO_LASTS)


class AddressChange(models.Model):
    """A person's wish to be reached, and to sign in, under another address, and what became of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(User, models.PROTECT, related_name="address_changes", verbose_name=_("person"))
    former = models.EmailField(_("former address"))
    address = models.EmailField(_("new address"))
    state = models.CharField(_("state"), max_length=10, choices=AddressState.choices, default=AddressState.SENT)
    asked_at = models.DateTimeField(_("asked for at"))
    due_at = models.DateTimeField(_("to be confirmed by"))
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("settled by"))
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    changed_at = models.DateTimeField(_("changed at"), null=True, blank=True)

    objects: ClassVar[Any] = AddressChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of address")
        verbose_name_plural = _("changes of address")
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(state__in=_OPEN), name="one_open_change_of_address"),
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True) | ~Q(settled_by=F("person")),
                name="an_address_is_settled_by_somebody_else",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.address}"


def is_address_taken(address: str, at: datetime, *, but: User | None = None) -> bool:
    """Whether somebody (else than `but`) has an address, or may still take their account back to it."""
    others = User.objects.filter(email__iexact=address)
    kept = AddressChange.objects.undoable(at).filter(former__iexact=address)
    if but is not None:
        others, kept = others.exclude(pk=but.pk), kept.exclude(person=but)
    return bool(others.exists() or kept.exists())


def sign_link(change: AddressChange, purpose: str) -> str:
    """What the link of a letter ends with. It follows from the row and the key of the site, so that no row holds it."""
    return signing.Signer(salt=f"address {purpose}").sign(change.pk.hex)


def find_by_link(token: str, purpose: str) -> AddressChange | None:
    """The change that a link was made for; None where it is none of ours."""
    try:
        named = signing.Signer(salt=f"address {purpose}").unsign(token)
    except signing.BadSignature:
        return None
    found: AddressChange | None = AddressChange.objects.select_related("person").filter(pk=named).first()
    return found
