"""Partner organisations as administrators keep them: opened and corrected by acts, with a reason, and told to their people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from licensing.acts.acting import database_now, translate_database_errors
from licensing.acts.people.rights.keepers import refuse_others
from licensing.errors import Gap, Invalid
from licensing.models import Country, Event, Organisation, User
from licensing.models.record.columns import write_changed
from licensing.models.record.event import PendingEvent
from licensing.policy.input.guard import guard_texts
from licensing.policy.people.registrations import LENGTHS
from licensing.policy.reasons import require_reason
from licensing.policy.record.event_kinds import EventKind


@dataclass(frozen=True, slots=True)
class OrganisationInput:
    """Who an organisation is; `country` is the code of one."""

    name: str
    country: str
    name_original: str = ""
    register_no: str = ""
    address: str = ""


@guard_texts()
def open_organisation(user: User, given: OrganisationInput, *, reason: str) -> Organisation:
    """Let a partner organisation be known. It has no people until a membership of it is proposed and confirmed.

    Raises NotAllowed for whoever is no administrator of people, Invalid with each thing that is wrong.
    """
    with translate_database_errors(), transaction.atomic():
        at = database_now()
        refuse_others(user, at=at)
        reason = require_reason(reason, _("Say why you open this organisation."))
        opened = Organisation()
        _set_values(opened, given)
        opened.save(force_insert=True)
        _record_change(opened, ["opened"], reason, user, at)
    return opened


@guard_texts()
def correct_organisation(organisation: Organisation, user: User, given: OrganisationInput, *, reason: str) -> Organisation:
    """Correct who an organisation is. What it has filed stays as it was filed; a name that it had is kept.

    Its live cases are held against the lists again within minutes, by the new name and the old, and at once wherever it
    counts. Refusals as of `open_organisation`.
    """
    with translate_database_errors(), transaction.atomic():
        locked = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
        at = database_now()
        refuse_others(user, at=at)
        reason = require_reason(reason, _("Say why you correct this organisation."))
        before = [locked.name, locked.name_original]
        if changed := _set_values(locked, given):
            _keep_former_names(locked, before)
            locked.save(update_fields=[*changed, "former_names"])
            _record_change(locked, changed, reason, user, at)
    return locked


def _keep_former_names(organisation: Organisation, before: list[str]) -> None:
    """Keep the names that it had until now beside those of before; one that it takes again is no former one."""
    present = (organisation.name, organisation.name_original, "")
    had = dict.fromkeys([*organisation.former_names, *before])
    organisation.former_names = [one for one in had if one not in present]


def _set_values(organisation: Organisation, given: OrganisationInput) -> list[str]:
    """Put what was given into the row; the columns that differ from what was there."""
    values = {name: text.strip() for name, text in asdict(given).items()}
    if gaps := list(_find_organisation_gaps(organisation, values)):
        raise Invalid(gaps=gaps)
    columns = {"country_id" if name == "country" else name: value for name, value in values.items()}
    return write_changed(organisation, columns)


def _find_organisation_gaps(organisation: Organisation, values: Mapping[str, Any]) -> Iterator[Gap]:
    if not values["name"]:
        yield Gap("required", "name", _("Give the organisation's name."))
    for name in ("name", "name_original", "register_no"):
        most = LENGTHS[name]
        if len(values[name]) > most:
            yield Gap("too_long", name, _("At most %(limit)s characters.") % {"limit": most})
    if not Country.objects.filter(pk=values["country"]).exists():
        yield Gap("unknown_code", "country", _("Choose the country."))
    same = Organisation.objects.filter(name=values["name"], country_id=values["country"]).exclude(pk=organisation.pk)
    if same.exists():
        yield Gap("taken", "name", _("There is an organisation of this name in this country already."))


def _record_change(organisation: Organisation, changed: list[str], reason: str, user: User, at: datetime) -> None:
    data = {"organisation": str(organisation.pk), "changed": changed, "reason": reason}
    Event.objects.chain([PendingEvent(EventKind.ORGANISATION_CHANGED, data=data)], user, at=at)
