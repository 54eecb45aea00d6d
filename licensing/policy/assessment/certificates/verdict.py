"""What the assessment of a certificate may come to at best, by what was found of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from licensing.choices import Authenticity
from licensing.messages import Message, Text

# From the best result to the worst: a person may find worse than what is on record, and never better.
RESULTS: Final = ("complete", "deficient", "suspicious")


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """What is on record of the certificate of a case; without one nothing can be sound."""

    is_cited: bool = False
    is_checked: bool = False
    missing: Sequence[str] = ()
    authenticity: Authenticity = Authenticity.UNCONFIRMED
    is_over: bool = False

    @property
    def best_result(self) -> str:
        """The best that an assessment of it can come to."""
        if self.authenticity is Authenticity.FALSE:
            return "suspicious"
        return "deficient" if any(True for _reason in self.list_reasons()) else "complete"

    def does_allow(self, result: str) -> bool:
        """Whether an assessment may come to this result."""
        return RESULTS.index(result) >= RESULTS.index(self.best_result)

    def list_reasons(self) -> Iterator[Text]:
        """What keeps it from being complete and genuine."""
        if not self.is_cited:
            yield Message("the case cites no certificate")
            return
        if self.authenticity is Authenticity.FALSE:
            yield Message("it was found to be false")
        elif self.authenticity is Authenticity.UNCONFIRMED:
            yield Message("no step has confirmed that it is genuine")
        if not self.is_checked:
            yield Message("nobody has checked its elements")
        elif self.missing:
            yield Message("required elements are not there: %(codes)s", codes=", ".join(self.missing))
        if self.is_over:
            yield Message("its last day has passed")
