"""The hidden fields of every form of our pages: Django's token against forged requests, and for whom the page was made."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString

from licensing.acts.forms import PAGE_TOKEN

register = template.Library()


class FormTokens(CsrfTokenNode):
    """Stands where `{% csrf_token %}` stands, so that no form of ours or of a library can be without it."""

    def render(self, context: Any) -> SafeString:
        """Both fields; of a visitor who is not signed in, Django's alone."""
        forged = SafeString(super().render(context))
        page = str(context.get(PAGE_TOKEN, ""))
        return forged if not page else format_html('{}<input type="hidden" name="{}" value="{}">', forged, PAGE_TOKEN, page)


@register.tag("csrf_token")
def build_form_tokens(parser: Any, token: Any) -> FormTokens:
    """Take the place of Django's tag of this name: the settings load this library into every template."""
    return FormTokens()
