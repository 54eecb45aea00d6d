"""What the forms of projects and of investments in them have in common: their lists to choose from."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from licensing.admin.forms.base import NOTHING_CHOSEN, build_select_field
from licensing.models import Currency, ItemFamily, Participant


def list_family_choices() -> list[tuple[str, Any]]:
    """The item families in force with their units, after a row that names none."""
    families = ItemFamily.objects.filter(active=True).select_related("unit").order_by("pk")
    return [NOTHING_CHOSEN, *((one.pk, f"{one.name} ({one.unit.name})") for one in families)]


def list_participant_choices(rows: QuerySet[Participant]) -> list[tuple[str, str]]:
    """Makers or investors by name, each with its country and whose it is."""
    named = rows.select_related("country").order_by("name", "pk")
    return [(str(one.pk), f"{one.name} ({one.country.name}, {one.get_ownership_display()})") for one in named]


def build_currency_field(*, required: bool = True) -> Any:
    """A choice of one of the currencies on the list."""
    currencies = [(one.pk, one.pk) for one in Currency.objects.order_by("pk")]
    first = [] if required else [NOTHING_CHOSEN]
    return build_select_field(_("Currency"), [*first, *currencies], required=required)
