"""A measure and a case that it stops, for the tests of measures."""

from __future__ import annotations

from datetime import date

from licensing.choices import MeasureKind
from licensing.messages import TranslatedText
from licensing.policy.plans.measures.effects import Exemption, Measure
from licensing.policy.plans.measures.scope import Goods, MeasuredCase, Scope

DENMARK = Exemption("Built together", "Cabinet", Scope(countries=frozenset({"DK"}), roles=frozenset({"partner"})))
MORATORIUM = Measure(
    "M/2026/1",
    1,
    MeasureKind.MORATORIUM,
    TranslatedText({"en": "Moratorium on missiles", "uk": "Мораторій на ракети"}),
    "Cabinet of Ministers",
    valid_from=date(2026, 6, 1),
    valid_until=date(2026, 8, 31),
    scope=Scope(entries=frozenset({"ML4"})),
    exemptions=(DENMARK,),
)
CASE = MeasuredCase(
    "single_permit",
    goods=(Goods(1, frozenset({"ML4"}), "missiles"), Goods(2, frozenset({"ML10"}), "uav")),
    places=frozenset({("RO", "partner"), ("PL", "transit")}),
    parties=frozenset({"fictional ministry"}),
    submitted_on=date(2026, 6, 2),
    complete_on=date(2026, 6, 5),
)
