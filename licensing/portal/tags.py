"""What the portal's templates share: how times, days, states and amounts are written, and the parts of a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from licensing.acts.acting import to_local_day
from licensing.choices import (
    CaseState,
    ConditionStanding,
    DutyState,
    InterestState,
    LicenceState,
    MeasureStanding,
    MembershipRole,
    Owner,
    PaperStanding,
    PauseReason,
    QuestionState,
    RegistrationState,
    Section,
)
from licensing.models.read_models.views import ClockView
from licensing.policy.assessment.vocabulary import list_search_words
from licensing.policy.clocks.wording import describe_days_left, describe_days_used
from licensing.policy.licences.counted import describe_quantity
from licensing.policy.requests.sections import name_goods
from licensing.portal.forms.numbers import group_thousands
from licensing.portal.forms.parts import Fault

register = template.Library()

# Both are names of the same zone; most of our readers live in it.
_KYIV: Final = ("Europe/Kyiv", "Europe/Kiev")

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
    CaseState.NOT_REQUIRED: "green",
    CaseState.CARRIED_OVER: "grey",
    LicenceState.ISSUED: "green",
    LicenceState.SUSPENDED: "red",
    LicenceState.EXHAUSTED: "grey",
    LicenceState.EXPIRED: "grey",
    LicenceState.REVOKED: "red",
    LicenceState.SURRENDERED: "grey",
    ConditionStanding.OPEN: "yellow",
    ConditionStanding.UNMET: "red",
    PaperStanding.GENUINE: "green",
    PaperStanding.SUPERSEDED: "yellow",
    PaperStanding.OUTDATED: "yellow",
    PaperStanding.DORMANT: "yellow",
    PaperStanding.ENDED: "red",
    PaperStanding.UNKNOWN: "red",
    MeasureStanding.IN_FORCE: "red",
    MeasureStanding.ANNOUNCED: "yellow",
    InterestState.ANSWERED: "blue",
    InterestState.OFFERED: "orange",
    InterestState.COUNTERED: "blue",
    InterestState.AGREED: "green",
    InterestState.DECLINED: "red",
    DutyState.OPEN: "orange",
    DutyState.FILED: "blue",
    DutyState.MET: "green",
    DutyState.CEASED: "grey",
    QuestionState.OPEN: "orange",
    QuestionState.ANSWERED: "blue",
    QuestionState.ACCEPTED: "green",
    RegistrationState.ASKED: "grey",
    RegistrationState.FILED: "blue",
    RegistrationState.LAPSED: "grey",
}


@register.filter
def moment(at: datetime | None) -> str | SafeString:
    """A time in the reader's zone, with the zone's name beside it; nothing for None."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    return format_html('<time datetime="{}">{} {}</time>', at.isoformat(), date_format(local, "j E Y, H:i"), local.tzname())


@register.filter
def search_words(name: str) -> str:
    """By which other words, in both languages, whoever narrows a list finds an entry of this name."""
    return " ".join(list_search_words([str(name)]))


@register.filter
def role_name(role: str) -> str:
    """What a role in an organisation is called."""
    return str(MembershipRole(role).label)


@register.filter
def day(on: date | datetime | None) -> str | SafeString:
    """A day in words; of a time, the day that it falls on in the reader's zone."""
    if on is None:
        return ""
    if isinstance(on, datetime):
        on = timezone.localdate(on)
    return format_html('<time datetime="{}">{}</time>', on.isoformat(), date_format(on, "j E Y"))


@register.filter
def last_day(end: datetime) -> date:
    """The last day before a midnight at which something ends, as the authority counts days."""
    # An end is the first moment after: a licence until 31 March ends at the midnight with which 1 April begins.
    return to_local_day(end - timedelta(seconds=1))


@register.simple_tag(name="query")
def build_query(**parameters: str) -> str:
    """The query of an address: `?show=open&after=…`, without those parameters that are empty."""
    return "?" + urlencode({name: value for name, value in parameters.items() if value})


@register.filter
def colour(state: str) -> str:
    """The colour of a state's tag: the words say it all, so grey serves for a state without a colour of its own."""
    return _COLOURS.get(state, "grey")


@register.filter
def amount(number: Any) -> str:
    """An exact decimal for reading: 3 200 000.50."""
    return group_thousands(str(number))


@register.simple_tag(name="quantity")
def render_quantity(quantity: str, unit: str, name: str = "") -> str:
    """A quantity in plain digits with its unit, in the form that the number asks for."""
    return describe_quantity(Decimal(quantity), unit, name or unit)


@register.filter
def counted_in(quantity: Decimal | None, unit: str) -> str:
    """The same where the code of the unit alone is known; nothing for no quantity."""
    return "" if quantity is None else describe_quantity(quantity, unit, unit)


@register.filter
def city(zone: str) -> str:
    """`Europe/Kyiv` as the time of a place; of other places the names stand as the time zone has them, in English."""
    if zone in _KYIV:
        return _("time of Kyiv")
    return _("%(city)s time") % {"city": zone.rsplit("/", 1)[-1].replace("_", " ")}


@register.filter
def why(pause: Mapping[str, Any]) -> str:
    """Why a clock is paused, in words."""
    return str(PauseReason(pause["reason"]).label)


@register.filter
def days_left(clock: ClockView) -> str:
    """How many days of a time limit are left, and which days are counted."""
    return str(describe_days_left(clock["days_left"], clock["unit"]))


@register.filter
def days_used(clock: ClockView) -> str:
    """How many days of a time limit are used, and which days are counted."""
    return str(describe_days_used(clock["days_used"], clock["unit"]))


@register.filter
def who_acts(owner: str) -> str:
    """Who must act, as the applicant reads it."""
    return _("you") if owner == Owner.APPLICANT else _("the authority")


@register.filter(name="sentences")
def join_sentences(faults: Iterable[Fault]) -> str:
    """What is wrong with a form, in one line."""
    return " ".join(fault.sentence for fault in faults)


@register.filter
def goods_name(line: Mapping[str, Any]) -> str:
    """The goods of a line as their reader calls them."""
    return str(name_goods(line))


@register.filter
def section_name(section: str) -> str:
    """The name of a section of the request, as its page is headed."""
    return str(Section(section).label)


@register.simple_tag(name="link")
def render_link(words: object, view: str, *of: object, hidden: object = "", number: object = "") -> SafeString:
    """A link to a page of the portal; `hidden`, with its number, is read out by screen readers and not shown."""
    spoken = format_html("{} {}", hidden, number) if number else hidden
    return _render_anchor("govuk-link", words, view, of, _render_visually_hidden(spoken))


@register.simple_tag(name="back_link")
def render_back_link(words: object, view: str, *of: object) -> SafeString:
    """The way back to the page above, in a navigation of its own."""
    return format_html('<nav aria-label="{}">{}</nav>', _("Back"), _render_anchor("govuk-back-link", words, view, of))


@register.simple_tag(name="button_link")
def render_button_link(words: object, view: str, *of: object, kind: str = "") -> SafeString:
    """A link that looks like a button, because it begins something; the kind is `secondary` or nothing."""
    url, css = reverse(f"portal:{view}", args=of), _classes("govuk-button", kind)
    return format_html('<a href="{}" role="button" draggable="false" class="{}">{}</a>', url, css, words)


@register.simple_tag(name="tag")
def render_tag(label: object, colour: str) -> SafeString:
    """A state in words, on a background of its colour."""
    return format_html('<strong class="{}">{}</strong>', _classes("govuk-tag", colour), label)


@register.simple_tag(name="error_message")
def render_error_message(sentence: object, *place: object) -> SafeString:
    """What is wrong with a field, above it; nothing where nothing is wrong. The place, such as `text error`, makes its id."""
    if not sentence:
        return SafeString("")
    inside = format_html('<span class="govuk-visually-hidden">{}</span> {}', _("Error:"), sentence)
    id = "-".join(str(part) for part in place if part)
    return format_html('<p class="govuk-error-message" id="{}">{}</p>', id, inside)


@register.simple_tag(name="head")
def render_head(label: object, *, numeric: bool = False) -> SafeString:
    css = _classes("govuk-table__header", "numeric" if numeric else "")
    return format_html('<th scope="col" class="{}">{}</th>', css, label)


@register.simple_tag(name="cell")
def render_cell(label: object, value: object, *, numeric: bool = False) -> SafeString:
    """A cell of a table that is stacked on narrow screens, where each cell shows the label of its column."""
    css = _classes("govuk-table__cell", "numeric") + " dz-number" if numeric else "govuk-table__cell"
    return format_html('<td class="{}" data-label="{}">{}</td>', css, label, value)


@register.simple_block_tag(name="row")
def render_row(content: str, label: object, *, css: str = "") -> SafeString:
    """A row of a summary: a label, and what is said of it."""
    # The content is the rendered inside of the tag, escaped where it was written; escaped once more, it would show its markup.
    key = format_html('<dt class="govuk-summary-list__key">{}</dt>', label)
    value = format_html('<dd class="{}">{}</dd>', f"govuk-summary-list__value {css}".strip(), SafeString(content.strip()))
    return format_html('<div class="govuk-summary-list__row">{}{}</div>', key, value)


@register.simple_block_tag(name="card")
def render_card(content: str, heading: object, *, id: str = "", kind: str = "", size: str = "m") -> SafeString:
    """A part of a page in a frame, under its heading; the kind `call` asks the reader to act, `quiet` only helps."""
    names, named = (format_html(' id="{}"', id), format_html(' aria-labelledby="{}"', id)) if id else ("", "")
    title = format_html('<h2 class="govuk-heading-{}"{}>{}</h2>', size, names, heading)
    return format_html('<section class="{}"{}>{}{}</section>', _classes("dz-card", kind), named, title, content)


def _render_anchor(css: str, words: object, view: str, of: Sequence[object], more: str = "") -> SafeString:
    return format_html('<a class="{}" href="{}">{}{}</a>', css, reverse(f"portal:{view}", args=of), words, more)


def _render_visually_hidden(words: object) -> SafeString:
    return format_html('<span class="govuk-visually-hidden"> {}</span>', words) if words else SafeString("")


def _classes(base: str, kind: str) -> str:
    return f"{base} {base}--{kind}" if kind else base
