"""Small words that the portal's templates share: moments with their zone, days, states, amounts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from licensing.acts.acting import local_day
from licensing.choices import CaseState, DutyState, LicenceState, Owner, PauseReason, QuestionState, Section
from licensing.portal.fields import grouped

register = template.Library()

_COLOURS: Final[Mapping[str, str]] = {
    CaseState.DRAFT: "grey",
    CaseState.SUBMITTED: "blue",
    CaseState.MINISTRY_REVIEW: "blue",
    CaseState.GOVERNMENT_DECISION: "purple",
    CaseState.ADJOURNED: "yellow",
    CaseState.RETURNED: "orange",
    CaseState.GRANTED: "green",
    CaseState.REFUSED: "red",
    CaseState.WITHDRAWN: "grey",
    LicenceState.ISSUED: "green",
    LicenceState.SUSPENDED: "red",
    LicenceState.EXHAUSTED: "grey",
    LicenceState.EXPIRED: "grey",
    LicenceState.REVOKED: "red",
    LicenceState.SURRENDERED: "grey",
    DutyState.OPEN: "orange",
    DutyState.FILED: "blue",
    DutyState.MET: "green",
    DutyState.CEASED: "grey",
    QuestionState.OPEN: "orange",
    QuestionState.ANSWERED: "blue",
    QuestionState.ACCEPTED: "green",
}


@register.filter
def moment(at: datetime | None) -> str | SafeString:
    """A moment in the reader's zone, with the zone's name beside it."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    return format_html('<time datetime="{}">{} {}</time>', at.isoformat(), date_format(local, "j E Y, H:i"), local.tzname())


@register.filter
def day(on: date | datetime | None) -> str | SafeString:
    """A day in words."""
    if on is None:
        return ""
    if isinstance(on, datetime):
        on = timezone.localdate(on)
    return format_html('<time datetime="{}">{}</time>', on.isoformat(), date_format(on, "j E Y"))


@register.filter
def last_day(end: datetime) -> date:
    """The last day before a midnight at which something ends, as the authority counts days."""
    return local_day(end - timedelta(seconds=1))


@register.simple_tag(name="query")
def build_query(**parameters: str) -> str:
    """The query of an address: `?show=open&after=…`, without those parameters that are empty."""
    return "?" + urlencode({name: value for name, value in parameters.items() if value})


@register.filter
def colour(state: str) -> str:
    return _COLOURS.get(state, "grey")


@register.filter
def amount(number: Any) -> str:
    """An exact decimal for reading: 3 200 000.50."""
    return grouped(str(number))


@register.filter
def city(zone: str) -> str:
    """`Europe/Kyiv` as the time of a place."""
    return _("%(city)s time") % {"city": zone.rsplit("/", 1)[-1].replace("_", " ")}


@register.filter
def why(pause: Mapping[str, Any]) -> str:
    return str(PauseReason(pause["reason"]).label)


@register.filter
def who_acts(owner: str) -> str:
    """Who must act, as the applicant reads it."""
    return _("you") if owner == Owner.APPLICANT else _("the authority")


@register.filter
def section_name(section: str) -> str:
    return str(Section(section).label)
