"""The fields of another party and another route at the desk, as the request declares them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from django import forms
from django.utils.translation import gettext as _

from licensing.admin.forms.base import build_line_field, build_select_field, build_text_field
from licensing.models.reference.lists import Country
from licensing.policy.licences.request_changes import VARIED_ROLES
from licensing.policy.licences.typed_changes import (
    REPLACES_FIELD,
    ROLE_FIELD,
    list_leg_fields,
    list_party_fields,
    list_replaceable,
)
from licensing.policy.reference.alphabet import build_sort_key
from licensing.policy.requests.fields import Field
from licensing.policy.requests.types import Choice, Code, Line, Prose

Countries: TypeAlias = Sequence[tuple[str, str]]

_NONE: Final = ("", "—")


def list_countries() -> Countries:
    """Every country to choose from, in the alphabet of the reader."""
    named = [(one.pk, str(one.name)) for one in Country.objects.all()]
    return sorted(named, key=lambda one: build_sort_key(one[1]))


def build_party_fields(filed: Mapping[str, Any], countries: Countries) -> dict[str, forms.Field]:
    """The fields of one other party, empty, by their names; the first names whom it replaces."""
    parties = [(number, str(name)) for number, name in list_replaceable(filed.get("parties", ()))]
    added = ("", _("Nobody: the party is added"))
    made: dict[str, forms.Field] = {REPLACES_FIELD: build_select_field(_("In place of"), [added, *parties], required=False)}
    for name, field in list_party_fields().items():
        made[name] = _build_field(field, countries)
    roles = [_NONE, *((one.value, one.label) for one in VARIED_ROLES)]
    made[ROLE_FIELD] = build_select_field(list_party_fields()[ROLE_FIELD].label, roles, required=False)
    return made


def build_leg_fields(filed: Mapping[str, Any], sent: Iterable[str], countries: Countries) -> dict[int, dict[str, forms.Field]]:
    """By the number of the leg its fields, with what the request says of it; the last leg is empty, or what was sent."""
    route = filed.get("route", ())
    made: dict[int, dict[str, forms.Field]] = {}
    for number, declared in list_leg_fields(route, sent).items():
        made[number] = {name: _build_field(field, countries) for name, field in declared.items()}
        leg = route[number] if number < len(route) else {}
        for name, field in declared.items():
            made[number][name].initial = leg.get(field.name) or ""
    return made


def _build_field(field: Field, countries: Countries) -> forms.Field:
    match field.type:
        case Choice(options):
            return build_select_field(field.label, [_NONE, *options.choices], required=False, help_text=field.hint)
        case Code():
            return build_select_field(field.label, [_NONE, *countries], required=False, help_text=field.hint)
        case Prose(length):
            return build_text_field(field.label, required=False, rows=2, help_text=field.hint, max_length=length)
        case Line(length):
            return build_line_field(field.label, required=False, help_text=field.hint, max_length=length)
    # The number of a vessel, also as its papers print it: the act says what is wrong with it.
    return build_line_field(field.label, required=False, help_text=field.hint, max_length=40)
