"""What a reader of a case or of a licence is shown.

Every entry point renders these values and adds nothing of its own. An applicant never reads who sat, who said what, stock
figures, notes, routing, or anything that moves only because the authority deliberates (a revision among them).
"""

from licensing.models.read_models.case import (
    get_visible_revision,
    read_case,
    read_case_rows,
    read_document,
    read_need,
    read_question,
    read_standing,
)
from licensing.models.read_models.clocks import read_clocks
from licensing.models.read_models.history import list_visible_events, read_changes_since, read_history, read_version
from licensing.models.read_models.licences.licence import read_appeals, read_licence, read_licence_rows, read_usage
from licensing.models.read_models.reader import Reader, load_reader
from licensing.models.read_models.round import read_position, read_rounds

__all__ = [
    "Reader",
    "get_visible_revision",
    "list_visible_events",
    "load_reader",
    "read_appeals",
    "read_case",
    "read_case_rows",
    "read_changes_since",
    "read_clocks",
    "read_document",
    "read_history",
    "read_licence",
    "read_licence_rows",
    "read_need",
    "read_position",
    "read_question",
    "read_rounds",
    "read_standing",
    "read_usage",
    "read_version",
]
