"""Absences, and the seats that deputies hold meanwhile."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from licensing.choices import Concerned, Freshness
from licensing.policy.record.declaration import EventDeclaration, Matter, as_news

SEAT_HANDED_OVER: Final = EventDeclaration(
    "seat.handed_over",
    _("Seat handed over to a deputy"),
    deliberation=True,
    internal=("absence", "person", "holder", "body", "from_on", "end_on"),
    concerned=(Concerned.PERSON, Concerned.HEAD),
    to_concerned=as_news(
        _("The holder of a seat is away from %(from_on)s and has handed it over: the deputy is asked meanwhile.")
    ),
    step_up=Freshness.SITTING,
    tells_of={Matter.ABSENCE: "absence"},
)
SEAT_TAKEN_BACK: Final = EventDeclaration(
    "seat.taken_back",
    _("Seat taken back from a deputy"),
    deliberation=True,
    internal=("absence", "person", "holder", "body", "from_on", "end_on"),
    concerned=(Concerned.PERSON, Concerned.HEAD),
    to_concerned=as_news(_("The holder of a seat has taken it back, and is asked again.")),
    step_up=Freshness.SITTING,
    tells_of={Matter.ABSENCE: "absence"},
)
ABSENCE_RECORDED: Final = EventDeclaration(
    "absence.recorded",
    _("Absence recorded"),
    deliberation=True,
    internal=("absence", "person", "from_on", "end_on"),
    tells_of={Matter.ABSENCE: "absence"},
)
ABSENCE_ENDED: Final = EventDeclaration(
    "absence.ended",
    _("Absence taken back"),
    deliberation=True,
    internal=("absence", "person", "from_on", "end_on"),
    tells_of={Matter.ABSENCE: "absence"},
)
