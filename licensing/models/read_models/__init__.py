"""What a reader of a case or of a licence is shown.

Every door renders these values and adds nothing of its own. An applicant never reads who sat, who said what, stock figures,
notes, routing, or anything that moves only because the authority deliberates (a revision among them).
"""

from licensing.models.read_models.case import (
    case_rows,
    read_case,
    read_clocks,
    read_document,
    read_need,
    read_question,
    read_standing,
    revision_for,
)
from licensing.models.read_models.history import history_of, read_history, read_version
from licensing.models.read_models.licence import licence_rows, read_licence, read_usage
from licensing.models.read_models.reader import Reader, reader_of
from licensing.models.read_models.round import read_position, read_rounds

__all__ = [
    "Reader",
    "case_rows",
    "history_of",
    "licence_rows",
    "read_case",
    "read_clocks",
    "read_document",
    "read_history",
    "read_licence",
    "read_need",
    "read_position",
    "read_question",
    "read_rounds",
    "read_standing",
    "read_usage",
    "read_version",
    "reader_of",
    "revision_for",
]
