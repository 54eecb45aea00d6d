"""The domestic need, the plans of supply, and the surplus that is promised to cases."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from licensing.choices import Audience, Concerned, Freshness, Office
from licensing.policy.record.declaration import OF_ANOTHER, EventDeclaration, as_news, as_task

NEED_STATED: Final = EventDeclaration(
    "need.stated",
    _("Domestic need stated"),
    deliberation=True,
    internal=("body", "verdict", "data_on", "expires_on", "plans", "document_no", "under"),
    optional=("plans", "document_no"),
    under_mandate_of="body",
)
NEED_WORSENED: Final = EventDeclaration(
    "need.worsened",
    _("Statement of need lapsed: less can be spared by now"),
    deliberation=True,
    audiences=(Audience.OFFICERS, Audience.NEED, Audience.SEATS),
    internal=("verdict", "items"),
    to_authority=as_news(
        _("What can be spared for %(reference)s is less than was stated. The statement of need has lapsed; it is stated again.")
    ),
)
# Figures stay out of the chain: a digest over them and a nonce stands for them.
PLANNED: Final = EventDeclaration(
    "supply.planned",
    _("Supply plan entered"),
    deliberation=True,
    internal=("plan", "family", "number", "data_on", "reference", "digest", "body", "under"),
    under_mandate_of="body",
    step_up=Freshness.SITTING,
)
RAISE_CONFIRMED: Final = EventDeclaration(
    "supply.raise_confirmed",
    _("Output confirmed that an investment adds"),
    deliberation=True,
    internal=("investment", "family", "body", "under"),
    under_mandate_of="body",
    step_up=Freshness.SITTING,
)
RAISE_CONTAINED: Final = EventDeclaration(
    "supply.raise_contained",
    _("Output of an investment taken into the supply plan"),
    deliberation=True,
    internal=("investment", "family", "body", "under"),
    under_mandate_of="body",
    step_up=Freshness.SITTING,
)
EXCEEDED: Final = EventDeclaration(
    "supply.exceeded",
    _("More promised than can be spared by now"),
    deliberation=True,
    internal=("plan", "family", "cases"),
    concerned=(Concerned.OFFICERS,),
    to_keepers=as_task(_("More is promised abroad than can be spared by now. The record names the cases. See what follows.")),
    without_proof=OF_ANOTHER,
)
RESERVED: Final = EventDeclaration(
    "supply.reserved", _("Surplus reserved for the case"), deliberation=True, internal=("lines",)
)
GIVEN_BACK: Final = EventDeclaration(
    "supply.given_back", _("Reserved surplus given back"), deliberation=True, internal=("lines",)
)
NEED_OVERRIDDEN: Final = EventDeclaration(
    "need.overridden",
    _("More granted than can be spared"),
    deliberation=True,
    internal=("decision", "lines", "reason", "under"),
    under_office=Office.DECIDER,
)
