"""The small parts of which the pages of the desk are made: badges, notes, boxes, terms with what is said of them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.urls import reverse
from django.utils.formats import date_format, localize
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from licensing.admin.requests.history import fold_reminders
from licensing.models import Unit
from licensing.policy.licences.counted import count_in_unit, describe_quantity

register = template.Library()
register.filter(fold_reminders)


@register.filter(name="day")
def format_day(on: date | datetime | None) -> str:
    """A day in figures, in the zone of the reader; nothing for none."""
    if on is None:
        return ""
    return date_format(localtime(on) if isinstance(on, datetime) else on, "SHORT_DATE_FORMAT")


@register.filter(name="moment")
def format_moment(at: datetime | None) -> str:
    """A day and the time of it, in the zone of the reader; nothing for none."""
    return "" if at is None else date_format(localtime(at), "SHORT_DATETIME_FORMAT")


@register.simple_tag(name="badge")
def render_badge(label: object, tone: str = "") -> SafeString:
    """A word or two on coloured ground; the colour only repeats what the words say."""
    return format_html('<span class="{}">{}</span>', _classes("dz-badge", tone), label)


@register.simple_tag(name="detail")
def render_detail(text: object) -> SafeString:
    """Words of less weight, beside those that matter."""
    return format_html('<span class="dz-small dz-mute">{}</span>', text)


@register.simple_tag(name="second_line")
def render_second_line(text: object) -> SafeString:
    """Words of less weight in a line of their own; without words no line."""
    return format_html("<br>{}", render_detail(text)) if text else SafeString("")


@register.simple_tag(name="link")
def render_link(words: object, view: str, *of: object, css: str = "") -> SafeString:
    """A link to a page of the desk, such as `{% link case.reference "case_change" case.pk %}`."""
    url = reverse(f"admin:licensing_{view}", args=of)
    return format_html('<a class="{}" href="{}">{}</a>' if css else '<a{} href="{}">{}</a>', css, url, words)


@register.simple_tag(name="fact")
def render_fact(term: object, said: object, css: str = "") -> SafeString:
    """A term of a list of facts and what is said of it; nothing where nothing is said."""
    if said in (None, ""):
        return SafeString("")
    return format_html("<dt>{}</dt><dd{}>{}</dd>", term, format_html(' class="{}"', css) if css else "", localize(said))


@register.simple_tag(name="note")
def render_note(sentence: object, tone: str = "") -> SafeString:
    """A sentence set apart; one in the tone `bad` is read out at once."""
    role = SafeString(' role="alert"' if tone == "bad" else "")
    return format_html('<div class="{}"{}><p>{}</p></div>', _classes("dz-note", tone), role, sentence)


@register.simple_block_tag(name="box")
def render_box(content: str, heading: object, *, id: str = "", note: object = "", css: str = "", extra: str = "") -> SafeString:
    """A part of a page in a frame, under its heading; `note` stands beside the heading, and `extra` after that."""
    frame = format_html('<section class="{}"{}>', _classes("dz-box"), format_html(' id="{}"', id) if id else "")
    beside = format_html('<span class="{}">{}</span>', f"dz-mute {css}".strip(), note) if note else ""
    return format_html("{}<header><h2>{}</h2>{}{}</header>{}</section>", frame, heading, beside, extra, content)


def _classes(base: str, tone: str = "") -> str:
    return f"{base} dz-{tone}" if tone else base


@register.filter(name="counted")
def format_quantity_of_unit(quantity: Decimal, unit: Unit | None) -> str:
    """A quantity in a unit, in the form that the number asks for; where nobody knows the unit yet, the number."""
    return str(count_in_unit(quantity, "")) if unit is None else describe_quantity(quantity, unit.pk, unit.name)


@register.simple_tag(name="quantity")
def render_quantity(quantity: str, unit: str, name: str) -> str:
    """The same of a quantity in plain digits, where its unit is known by code and name."""
    return describe_quantity(Decimal(quantity), unit, name)


@register.filter(name="counted_in")
def format_quantity_of_code(quantity: str, unit: str) -> str:
    """The same where the code of the unit alone is known, as views carry it."""
    return str(count_in_unit(Decimal(quantity), unit))
