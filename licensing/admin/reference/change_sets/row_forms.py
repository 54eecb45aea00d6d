"""The forms of one row of a governed list: proposed, changed or ended within a draft; reworded, and that undone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.reference.change_sets.rewording import reword_row, undo_rewording
from licensing.admin.forms.base import build_text_field
from licensing.admin.pages.command_page import SubjectForm
from licensing.admin.reference.change_sets.drafts import DraftForm, find_column_field
from licensing.admin.reference.change_sets.governed_lists import get_list_name
from licensing.admin.reference.change_sets.inputs.choosing import keep_offered
from licensing.admin.reference.change_sets.row_fields import build_field, list_form_columns, to_initial, to_value
from licensing.admin.reference.change_sets.row_words import RowWords, get_label, get_row_name
from licensing.choices import ChangeAction
from licensing.errors import Gap, Invalid
from licensing.models import Rewording
from licensing.policy.reference.governed import GOVERNED, Row, RowChange


@dataclass(frozen=True, slots=True)
class RowSubject:
    """A row of a list: as it is, and as the drafts of the person make it. Both are empty for a new row."""

    list: str
    key: str = ""
    row: Row | None = None
    drafted: Row | None = None

    @property
    def name(self) -> str:
        return get_row_name(self.list, self.key, self.row) if self.row else get_list_name(self.list)


class RowForm(DraftForm):
    """Proposing a new row, or another content of one that is there: a field for each column that decides."""

    subject: RowSubject

    @property
    def title(self) -> str:
        words = {"list": get_list_name(self.subject.list), "row": self.subject.name}
        return _("%(list)s: change “%(row)s”") % words if self.subject.row else _("%(list)s: a new row") % words

    def prepare(self) -> None:
        code, shown = self.subject.list, self.subject.drafted or self.subject.row or {}
        self._columns = list_form_columns(code, self.subject.row)
        for column in self._columns:
            self.fields[column] = build_field(code, column)
            if column in shown:
                self.fields[column].initial = to_initial(code, column, shown[column])
                keep_offered(self.fields[column], shown[column])
        self.add_draft_fields(self.title)

    def list_facts(self) -> list[tuple[str, Any]]:
        """What does not change here."""
        row, code = self.subject.row, self.subject.list
        if row is None:
            return []
        words = RowWords([(code, row)])
        kept = [name for name in GOVERNED[code].columns if name not in self._columns and name not in GOVERNED[code].texts]
        return [(get_label(code, name), words.describe(code, name, row.get(name))) for name in kept]

    def get_hints(self) -> list[str]:
        hints = []
        if self.subject.row and GOVERNED[self.subject.list].wording:
            hints.append(_("Labels, translations and help texts are changed on the page of the row, by one person."))
        if self.subject.drafted:
            hints.append(_("This shows what your draft says of the row already."))
        return hints

    def list_changes(self) -> list[RowChange]:
        code, given = self.subject.list, self.cleaned_data
        values = {column: to_value(code, column, given[column]) for column in self._columns}
        return [RowChange(code, self.subject.key or GOVERNED[code].build_key(values), ChangeAction.PUT, values)]

    def execute(self) -> None:
        changes = self.list_changes()
        self.propose(changes)
        # A row that says what it says already is passed over among others; alone it is a mistake, and opens no draft.
        [row] = changes
        is_drafted = self.draft is not None and self.draft.lines.filter(list=row.list, key=row.key).exists()
        if not is_drafted and self.subject.drafted is None:
            raise Invalid(gaps=[Gap("unchanged", "", _("This row says what it says already."))])


class EndRowForm(DraftForm):
    """Proposing that a row ends."""

    subject: RowSubject
    weight = "grave"
    lead = gettext_lazy("The row ends on the day on which the change set comes into force. What was done under it stays.")

    @property
    def title(self) -> str:
        return _("%(list)s: end “%(row)s”") % {"list": get_list_name(self.subject.list), "row": self.subject.name}

    def prepare(self) -> None:
        self.add_draft_fields(self.title)

    def list_facts(self) -> list[tuple[str, Any]]:
        return describe_row(self.subject)

    def list_changes(self) -> list[RowChange]:
        return [RowChange(self.subject.list, self.subject.key, ChangeAction.END)]


class RewordForm(SubjectForm):
    """Rewording a row: labels, translations and help texts, in force at once, by one person."""

    subject: RowSubject
    lead = gettext_lazy("These texts decide nothing. They are in force at once, are recorded, and can be undone.")
    done = gettext_lazy("The row is reworded.")
    button = gettext_lazy("Save the wording")

    @property
    def title(self) -> str:
        return _("%(list)s: reword “%(row)s”") % {"list": get_list_name(self.subject.list), "row": self.subject.name}

    def prepare(self) -> None:
        code, row = self.subject.list, self.subject.row or {}
        for column in GOVERNED[code].wording:
            self.fields[column] = build_field(code, column)
            self.fields[column].initial = row.get(column)
        self.fields["reason"] = build_text_field(_("Reason"), rows=2)

    def execute(self) -> None:
        given: Mapping[str, Any] = self.cleaned_data
        texts = {column: given[column] for column in GOVERNED[self.subject.list].wording}
        reword_row(self.user, self.subject.list, self.subject.key, texts, reason=given["reason"])

    def find_field(self, path: str) -> str:
        return find_column_field(path) or super().find_field(path)


class UndoForm(SubjectForm):
    """Giving a row the wording back that it had."""

    subject: Rewording
    title = gettext_lazy("Undo a rewording")
    done = gettext_lazy("The row has its former wording again.")
    button = gettext_lazy("Undo it")

    def prepare(self) -> None:
        self.fields["reason"] = build_text_field(_("Reason"), rows=2)

    def list_facts(self) -> list[tuple[str, Any]]:
        return [(one.label, f"{one.before} → {one.after}") for one in compare_rewording(self.subject, undone=True)]

    def execute(self) -> None:
        undo_rewording(self.subject, self.user, reason=self.cleaned_data["reason"])


def describe_row(subject: RowSubject) -> list[tuple[str, Any]]:
    """All that a row says, as terms and what is said of each."""
    row, code = subject.row or {}, subject.list
    differences = RowWords([(code, row)]).compare(code, None, row)
    return [(capfirst(one.label), one.after) for one in differences]


def compare_rewording(rewording: Rewording, *, undone: bool = False) -> list[Any]:
    """What a rewording changed, or what undoing it would."""
    before, after = (rewording.after, rewording.before) if undone else (rewording.before, rewording.after)
    return RowWords([]).compare(rewording.list, before, after)
