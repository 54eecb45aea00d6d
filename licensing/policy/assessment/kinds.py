"""The kinds of assessment, each declared once: what it may come to, and on which fields of a request it depends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from licensing.choices import AssessmentKind, NeedVerdict, Section
from licensing.messages import MessageInContext, Text
from licensing.policy.assessment.criteria.looking import DEPENDED_ON


@dataclass(frozen=True, slots=True)
class AssessmentDeclaration:
    """One kind. `results` are the codes of what it may come to, each with its words.

    `depends_on` are fields of a request, named as procedures name them; a change of any of them voids it. Kinds with records
    of their own (need, hits of screening) have none here: their records say by themselves when they hold.
    """

    results: Mapping[str, Text]
    depends_on: tuple[str, ...] = ()

    @property
    def is_recorded(self) -> bool:
        """Whether somebody records it as an assessment; of the others it is read from what they are kept in."""
        return bool(self.depends_on)

    def does_rest_on_section(self, section: str) -> bool:
        """Whether it depends on a field of a section; on a request as a whole, which no section names, each of them does."""
        if not section:
            return self.is_recorded
        return any(_find_section(pattern) == section for pattern in self.depends_on)


def _find_section(pattern: str) -> str:
    """The section of the task list in which a field is typed; what has none of its own stands in the first."""
    name = _DERIVED_FROM.get(pattern.partition(".")[0], pattern.partition(".")[0])
    return name if name in Section.values else Section.ABOUT.value


_DERIVED_FROM: Final = {"transit": "route", "value": "items"}

_PARTIES: Final = "parties.*.*.name|name_original|address|country|kind|register_no"

KINDS: Final[Mapping[AssessmentKind, AssessmentDeclaration]] = {
    AssessmentKind.CLASSIFICATION: AssessmentDeclaration(
        {
            "confirmed": MessageInContext("of a classification", "Confirmed as filed"),
            "changed": MessageInContext("of a classification", "Changed"),
            "not_controlled": MessageInContext("of a classification", "Not controlled: no licence is required"),
        },
        (
            "items.*.name|name_uk|model|maker|condition|control_entries|uktzed|mtcr|origin|foreign_content",
            "documents.technical_description|classification_opinion|technology_list|origin_data",
        ),
    ),
    AssessmentKind.CERTIFICATE: AssessmentDeclaration(
        {
            "complete": MessageInContext("of a certificate", "Complete and genuine"),
            "deficient": MessageInContext("of a certificate", "Deficient"),
            "suspicious": MessageInContext("of a certificate", "Suspicious"),
        },
        (
            "partner_country",
            _PARTIES,
            "items.*.name|model|control_entries|quantity|unit",
            "end_use",
            "terms.contract_no|contract_date",
            "documents.euc|iic|dvc",
        ),
    ),
    AssessmentKind.SCREENING: AssessmentDeclaration(
        {
            "clear": MessageInContext("of screening", "No hit stands"),
            "waiting": MessageInContext("of screening", "Hits wait to be looked at"),
            "listed": MessageInContext("of screening", "A party is listed"),
        }
    ),
    AssessmentKind.ROUTE: AssessmentDeclaration(
        {
            "clear": MessageInContext("of a route", "Nothing found"),
            "concerns": MessageInContext("of a route", "Concerns"),
            "unacceptable": MessageInContext("of a route", "Not acceptable"),
        },
        (
            "route",
            "transit",
            "parties.carrier|forwarder|intermediate_consignee.*.name|address|country|register_no",
            "documents.carrier_data|transit_permit|insurance_policy",
        ),
    ),
    AssessmentKind.CRITERIA: AssessmentDeclaration(
        {
            "none": MessageInContext("of criteria", "No risk found"),
            "mitigated": MessageInContext("of criteria", "Risks that conditions mitigate"),
            "clear_risk": MessageInContext("of criteria", "Clear risk"),
            "absolute": MessageInContext("of criteria", "Must be refused"),
        },
        ("partner_country", _PARTIES, "end_use", "items.*.name|model|quantity|unit", "transit", *DEPENDED_ON),
    ),
    AssessmentKind.NEED: AssessmentDeclaration({one.value: one.label for one in NeedVerdict}),
}

# What a person records under a case; the other kinds are kept in records of their own.
RECORDED_KINDS: Final = tuple(kind for kind, declared in KINDS.items() if declared.is_recorded)
# A stage may wait for these: hits of screening are looked at, and no assessment of them is recorded.
REQUIRED_KINDS: Final = (*RECORDED_KINDS, AssessmentKind.SCREENING)
