"""The figures of a statement of need, as the form asks for them and the page of a case shows them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

FIGURES = {
    "opening_stock": _("Stock on hand"),
    "reserve_floor": _("Reserve that must stay"),
    "production": _("Production until delivery"),
    "allocation": _("Allocated to the forces until delivery"),
    "promised": _("Promised abroad already"),
    "requested": _("Asked for here"),
    "short": _("Short by"),
}
# What may still be typed where no plan has figures. What is short is computed; older statements show what was typed of it.
TYPED_FIGURES = tuple(name for name in FIGURES if name != "short")
