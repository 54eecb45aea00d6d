"""What is found about a request or a case before anybody decides: one type for advice to the applicant and for obstacles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from licensing.choices import FindingGrade
from licensing.errors import Gap
from licensing.messages import Text


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is found. `code` names its kind, `path` its place in the document.

    What is graded STOP cannot be and has to be put right; EXPLAIN needs an explanation of the applicant that is filed with the
    request; NOTE is only told.
    """

    code: str
    grade: FindingGrade
    path: str
    message: Text

    @property
    def key(self) -> str:
        """By what an explanation names the finding that it explains."""
        return f"{self.code}:{self.path}"

    @property
    def sentence(self) -> str:
        """The finding in the language of whoever reads."""
        return str(self.message)

    def as_gap(self) -> Gap:
        """The finding as something that has to be put right before the request is filed."""
        return Gap(self.code, self.path, self.message)


def select_findings(findings: Iterable[Finding], grade: FindingGrade) -> list[Finding]:
    """The findings of one grade, in their order."""
    return [finding for finding in findings if finding.grade == grade]
