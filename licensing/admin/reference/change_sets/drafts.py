"""Into which draft a proposed row goes: one of the person's own, or a new one with its title and reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.reference.change_sets.drafting import draft_change_set, put_change_lines
from licensing.admin.forms.base import build_line_field, build_select_field, build_text_field
from licensing.admin.reference.trials.panel import TriedForm
from licensing.choices import ChangeSetState
from licensing.models import ChangeSet, User
from licensing.policy.reference.governed import RowChange

NEW: Final = "new"
_MOST_OFFERED: Final = 20


def list_drafts(user: User) -> list[ChangeSet]:
    """The drafts that a person may write on: their own, the newest first, then what came with a version of Dozvil."""
    drafts = ChangeSet.objects.filter(Q(drafted_by=user) | Q(drafted_by=None), state=ChangeSetState.DRAFT)
    return list(drafts.order_by(F("drafted_by").asc(nulls_last=True), "-drafted_at")[:_MOST_OFFERED])


def get_set_url(change_set: ChangeSet) -> str:
    return reverse("admin:licensing_changeset_change", args=[change_set.pk])


def find_column_field(path: str) -> str | None:
    """The field for what an act says of a column of a row, as `list/key/column`; None where it speaks of something else."""
    return path.rsplit("/", maxsplit=1)[-1] if path.count("/") >= 2 else None


class DraftForm(TriedForm):
    """A form that proposes rows: it ends with the choice of a draft, or with the words of a new one."""

    done = gettext_lazy("It stands in the draft. Nothing changes before a second policy officer has approved it.")
    button = gettext_lazy("Put it into the draft")
    draft: ChangeSet | None = None

    def add_draft_fields(self, title: str) -> None:
        """The fields that say where to; `title` is what a new change set is called unless somebody says otherwise."""
        self._drafts = list_drafts(self.user)
        if self._drafts:
            choices = [*((str(one.pk), one.title) for one in self._drafts), (NEW, _("A new change set"))]
            self.fields["into"] = build_select_field(_("Change set"), choices)
            self.fields["into"].initial = choices[0][0]
        only_new = _("Only for a new change set.") if self._drafts else ""
        self.fields["title"] = build_line_field(_("Title of the change set"), required=False, help_text=only_new)
        self.fields["title"].initial = title[:200]
        reason = build_text_field(_("Reason"), required=False, rows=3, help_text=only_new or _("Why this is changed."))
        self.fields["reason"] = reason

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if self._is_new(given):
            for name, sentence in (("title", _("Give the change set a title.")), ("reason", _("Say why this is changed."))):
                if name in given and not given[name]:
                    self.add_error(name, sentence)
        return given

    def propose(self, changes: Sequence[RowChange]) -> None:
        """Put changes into the draft that was chosen; opening a new one and writing into it is one transaction of the press."""
        given = self.cleaned_data
        if self._is_new(given):
            draft = draft_change_set(self.user, title=given["title"], reason=given["reason"])
        else:
            draft = next(one for one in self._drafts if str(one.pk) == given["into"])
        self.draft = put_change_lines(draft, self.user, changes)

    def execute(self) -> None:
        self.propose(self.list_changes())

    def find_shown_draft(self) -> ChangeSet | None:
        """The draft that was chosen; at first the one that is offered first."""
        chosen = self.data.get("into") if self.is_bound else None
        return next((one for one in self._drafts if chosen in (None, str(one.pk))), None)

    def get_next_url(self) -> str:
        return get_set_url(self.draft) if self.draft else self.back

    def find_field(self, path: str) -> str:
        return find_column_field(path) or super().find_field(path)

    def _is_new(self, given: dict[str, Any]) -> bool:
        return not self._drafts or given.get("into") == NEW
