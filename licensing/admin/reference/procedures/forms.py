"""The forms by which a procedure of a draft is begun, and written piece by piece."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.reference.procedure_drafts import LIST, begin_version, write_procedure
from licensing.admin.forms.base import build_line_field, build_select_field
from licensing.admin.pages.command_page import FormSection, SubjectForm
from licensing.admin.reference.procedure_words import get_text
from licensing.admin.reference.procedures.fields import FieldGroup, read_values, write_values
from licensing.admin.reference.procedures.groups import (
    list_head_groups,
    list_seat_groups,
    list_stage_groups,
    list_threshold_groups,
)
from licensing.admin.reference.trials.panel import TriedForm
from licensing.choices import ChangeAction, RuleKind, SeatRole, TermUnit, Veto
from licensing.errors import Invalid
from licensing.models import Body, Calendar, ChangeSet, Procedure
from licensing.models.reference.texts import InAlphabet, TextIn
from licensing.policy.record.digests import compute_digest
from licensing.policy.reference.governed import RowChange
from licensing.policy.signoff.procedures.pieces import get_piece, put_piece

# What a new piece begins with.
_NEW_STAGE: Mapping[str, Any] = {
    "rule": {"kind": RuleKind.CONSENSUS.value},
    "deadline": {"amount": 10, "unit": TermUnit.WORKING.value},
    "escalation": {},
    "seats": [],
}
_NEW_SEAT: Mapping[str, Any] = {"role": SeatRole.DELIBERATIVE.value, "weight": 1, "veto": Veto.NONE.value}


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a procedure in a draft: the document, and the path of what is written."""

    change_set: ChangeSet
    document: Mapping[str, Any]
    path: tuple[str | int, ...] = ()

    @property
    def is_new(self) -> bool:
        return get_piece(self.document, self.path) is None

    @property
    def digest(self) -> str:
        """What the draft was when the page was made: places are numbers, and mean another piece once others have moved."""
        return compute_digest(self.document)[:16]

    @property
    def prefix(self) -> str:
        """What the path of a gap begins with that speaks of this piece."""
        return "".join(f"{step}." for step in self.path)


class Begin(SubjectForm):
    """Beginning a new version of a procedure, or another procedure like it."""

    subject: ChangeSet
    title = gettext_lazy("Draft a procedure")
    lead = gettext_lazy(
        "It begins as the newest published version is. Nothing changes before a second policy officer has approved it."
    )
    done = gettext_lazy("The procedure is in the draft.")
    button = gettext_lazy("Begin")
    template = "admin/licensing/reference/procedures/procedure_drafts.html"

    def prepare(self) -> None:
        rows = Procedure.objects.filter(published_at__isnull=False).order_by("code", "version")
        names = {row.code: row.name for row in rows}
        self.fields["code"] = build_select_field(_("From the procedure"), [("", _("Choose")), *names.items()])
        self.fields["as_code"] = build_line_field(
            _("Code of another procedure"),
            required=False,
            max_length=48,
            help_text=_("Only for another procedure like it. Empty: the next version of this one."),
        )

    def list_drafted(self) -> list[tuple[str, int, str]]:
        """The procedures that are in the draft already: name, version, and the address of each."""
        lines = self.subject.lines.filter(list=LIST).order_by("key").values_list("key", "after")
        return [
            (get_text(after, "name"), after["version"], get_draft_url(self.subject, code)) for code, after in lines if after
        ]

    def execute(self) -> None:
        self._code = begin_version(self.subject, self.user, **self.cleaned_data)

    def get_next_url(self) -> str:
        return get_draft_url(self.subject, self._code)

    def find_field(self, path: str) -> str:
        return "as_code"


class PieceForm(TriedForm):
    """A piece of a procedure, with a field for each thing that it says."""

    subject: Piece
    template = "admin/licensing/reference/procedures/procedure_piece.html"
    done = gettext_lazy("It is in the draft.")
    button = gettext_lazy("Keep it in the draft")

    def list_declared(self) -> list[FieldGroup]:
        """The fields of this kind of piece."""
        raise NotImplementedError

    def get_beginning(self) -> Mapping[str, Any]:
        """What a new piece of this kind begins with."""
        return {}

    def prepare(self) -> None:
        self.fields["digest"] = forms.CharField(widget=forms.HiddenInput, required=False)
        self.fields["digest"].initial = self.subject.digest
        self.declared = self.list_declared()
        initial = read_values(self.declared, self._load())
        for group in self.declared:
            for one in group.fields:
                self.fields[one.name] = one.build()
                self.fields[one.name].initial = initial[one.name]

    def list_sections(self) -> Sequence[FormSection]:
        """The fields under their headings, for the page."""
        return [self.build_section(group.heading, [one.name for one in group.fields]) for group in self.declared]

    def find_shown_draft(self) -> ChangeSet:
        return self.subject.change_set

    def list_changes(self) -> Sequence[RowChange]:
        document = self._build_document()
        return [RowChange(LIST, document["code"], ChangeAction.PUT, document)]

    def execute(self) -> None:
        write_procedure(self.subject.change_set, self.user, self._build_document())

    def _build_document(self) -> Mapping[str, Any]:
        """The procedure with this piece as it is filled in."""
        if self.cleaned_data["digest"] != self.subject.digest:
            raise Invalid(_("The procedure in the draft has changed since you opened this page. Open it again."))
        piece = write_values(self.declared, self._load(), self.cleaned_data)
        return put_piece(self.subject.document, self.subject.path, piece)

    def find_field(self, path: str) -> str:
        """The field of this piece that a gap speaks of, or the one that it is a part of."""
        place = path.rpartition("/")[2].removeprefix(self.subject.prefix)
        steps = place.split(".")
        names = (".".join(steps[:length]) for length in range(len(steps), 0, -1))
        return next((name for name in names if name in self.fields), _FIRST_OF.get(steps[0], ""))

    def get_next_url(self) -> str:
        return get_draft_url(self.subject.change_set, self.subject.document["code"])

    def _load(self) -> Mapping[str, Any]:
        piece = get_piece(self.subject.document, self.subject.path)
        return self.get_beginning() if piece is None else piece


# A gap about a whole term is said at its days.
_FIRST_OF = {"term": "term.amount", "completeness": "completeness.amount", "deadline": "deadline.amount", "rule": "rule.kind"}


class HeadForm(PieceForm):
    """What a procedure says of itself."""

    title = gettext_lazy("The procedure")

    def list_declared(self) -> list[FieldGroup]:
        return list_head_groups(_list_calendar_choices())


class StageForm(PieceForm):
    """A stage without its seats."""

    @property
    def title(self) -> str:
        if self.subject.is_new:
            return _("A new stage")
        return _("Stage “%(name)s”") % {"name": get_text(self._load(), "name")}

    def list_declared(self) -> list[FieldGroup]:
        number = self.subject.path[-1]
        later = [stage for place, stage in enumerate(self.subject.document["stages"]) if place > int(number)]
        stages = [(stage["code"], get_text(stage, "name")) for stage in later]
        seated = {seat["body"] for seat in self._load().get("seats", ())}
        bodies = _list_body_choices()
        seats = [(code, name) for code, name in bodies if code in seated]
        return list_stage_groups(stages, bodies, seats, is_new=self.subject.is_new)

    def get_beginning(self) -> Mapping[str, Any]:
        return _NEW_STAGE


class SeatForm(PieceForm):
    """A seat of a stage."""

    title = gettext_lazy("A seat")

    def list_declared(self) -> list[FieldGroup]:
        return list_seat_groups(_list_body_choices())

    def get_beginning(self) -> Mapping[str, Any]:
        return _NEW_SEAT


class ThresholdForm(PieceForm):
    """What makes an amendment ask for signatures again."""

    title = gettext_lazy("A material change")

    def list_declared(self) -> list[FieldGroup]:
        return list_threshold_groups()


def get_draft_url(change_set: ChangeSet, code: str) -> str:
    return reverse("admin:licensing_procedure_draft_one", args=[change_set.pk, code])


def _list_body_choices() -> list[tuple[str, str]]:
    return [(body.pk, body.name) for body in Body.objects.order_by(InAlphabet(TextIn("names")))]


def _list_calendar_choices() -> list[tuple[str, str]]:
    return [(one.pk, one.name) for one in Calendar.objects.order_by("pk")]
