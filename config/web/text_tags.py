"""How a name stands in a sentence of any page, whatever way its letters run."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.filter(name="isolated")
def isolate_name(name: object) -> SafeString:
    """A name that leaves the order of what stands beside it alone; nothing for none.

    Between the words of a sentence, or as the words of a link, there is no place in the template for the element itself.
    """
    return format_html("<bdi>{}</bdi>", name) if name else SafeString()
