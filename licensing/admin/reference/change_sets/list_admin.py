"""The pages of a governed list: everybody at the desk reads it, and a policy officer proposes changes of it in a draft."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from typing import Any, ClassVar
from uuid import UUID

from django.contrib.admin.utils import quote, unquote
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from unfold.decorators import display

from licensing.acts.reference.change_sets.rows import load_present
from licensing.admin.pages.command_page import handle_command
from licensing.admin.pages.rights import REFERENCE_EDITORS, RecordAdmin, get_or_404, get_person, has_appointment
from licensing.admin.reference.change_sets.drafts import list_drafts
from licensing.admin.reference.change_sets.governed_lists import MODELS, build_row_key, get_list
from licensing.admin.reference.change_sets.row_fields import list_form_columns
from licensing.admin.reference.change_sets.row_forms import (
    EndRowForm,
    RewordForm,
    RowForm,
    RowSubject,
    UndoForm,
    compare_rewording,
)
from licensing.admin.reference.change_sets.row_words import EMPTY, WORDS, Difference, RowWords, get_label
from licensing.admin.reference.change_sets.sheet_page import export_list, import_list
from licensing.admin.reference.coded_columns import CODED
from licensing.choices import ChangeSetState
from licensing.models import ChangeLine, Event, Rewording
from licensing.models.reference.texts import TextsField
from licensing.policy.record.event_kinds import EventKind
from licensing.policy.reference.governed import Ending, GovernedList

_HISTORY = 50
_UNDER_WAY = (ChangeSetState.DRAFT, ChangeSetState.SENT, ChangeSetState.APPROVED)


class ListFilesAdmin(RecordAdmin):
    """The pages by which governed lists leave as files and come in again."""

    def build_file_urls(self, code: str, before: str = "") -> list[URLPattern]:
        """The addresses of one list; `before` stands before them where the pages of another list have them, too."""
        view, name = self.admin_site.admin_view, f"licensing_{MODELS[code]._meta.model_name}"
        return [
            path(f"{before}export/", view(partial(self.export, code=code)), name=f"{name}_export"),
            path(f"{before}import/", view(partial(self.import_file, code=code)), name=f"{name}_import"),
        ]

    def export(self, request: HttpRequest, code: str) -> HttpResponse:
        """The whole list as a file, in the form in which it is read."""
        if not self.has_view_permission(request):
            raise Http404
        return export_list(request, code)

    def import_file(self, request: HttpRequest, code: str) -> HttpResponse:
        """Read a file, show what it would change, and put that into a draft."""
        refuse_others(request)
        return import_list(request, code, reverse(f"admin:licensing_{self.opts.model_name}_changelist"))


class GovernedAdmin(ListFilesAdmin):
    """A governed list. No page of the framework writes a row of it, whoever asks and whatever is sent."""

    viewers: ClassVar[frozenset[str] | None] = None
    editors: ClassVar[frozenset[str]] = REFERENCE_EDITORS
    list_before_template = "admin/licensing/reference/change_sets/about_list.html"
    change_form_before_template = "admin/licensing/reference/change_sets/about_row.html"
    change_form_after_template = "admin/licensing/reference/change_sets/row_history.html"
    # What a page says of a row before its fields, for lists that have more to say.
    row_notice_template: ClassVar[str] = ""

    @property
    def governed(self) -> GovernedList:
        return get_list(self.model)

    def get_urls(self) -> list[URLPattern]:
        view, name = self.admin_site.admin_view, f"licensing_{self.opts.model_name}"
        return [
            path("propose/", view(self.propose), name=f"{name}_propose"),
            *self.build_file_urls(self.governed.code),
            path("<path:row_id>/propose/", view(self.propose_row), name=f"{name}_propose_row"),
            path("<path:row_id>/end/", view(self.end_row), name=f"{name}_end_row"),
            path("<path:row_id>/reword/", view(self.reword), name=f"{name}_reword_row"),
            path("<path:row_id>/undo/<uuid:rewording_id>/", view(self.undo), name=f"{name}_undo_rewording"),
            *super().get_urls(),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Codes, lists and conditions stand in words; the framework would write codes, and JSON."""
        named, code = super().get_readonly_fields(request, obj), self.governed.code
        return (*named, *(_build_words_column(code, name) for name in _list_coded_columns(code, self.model)))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        code = self.governed.code
        written = {name: _build_words_column(code, name) for name in _list_coded_columns(code, self.model)}
        # The framework adds what is only read to the end, where each would stand a second time.
        named = (one for one in super().get_fields(request, obj) if one not in written.values())
        return [written.get(one, one) for one in named]

    def propose(self, request: HttpRequest) -> HttpResponse:
        refuse_others(request)
        code, back = self.governed.code, reverse(f"admin:licensing_{self.opts.model_name}_changelist")
        subject = RowSubject(code, drafted=_find_drafted(request, code, request.GET.get("row", "")))
        return handle_command(request, partial(RowForm, user=get_person(request), subject=subject, back=back))

    def propose_row(self, request: HttpRequest, row_id: str) -> HttpResponse:
        """Propose another content of a row."""
        return self._handle_row(request, row_id, RowForm, may=bool(list_form_columns(self.governed.code, {})))

    def end_row(self, request: HttpRequest, row_id: str) -> HttpResponse:
        return self._handle_row(request, row_id, EndRowForm, may=self.governed.ending is not Ending.NEVER)

    def reword(self, request: HttpRequest, row_id: str) -> HttpResponse:
        """Change the wording of a row, alone and at once."""
        return self._handle_row(request, row_id, RewordForm, may=bool(self.governed.wording))

    def undo(self, request: HttpRequest, row_id: str, rewording_id: UUID) -> HttpResponse:
        """Give a row the wording back that it had before a rewording."""
        refuse_others(request)
        row = self._get_row(request, row_id)
        done = Rewording.objects.filter(list=self.governed.code, key=build_row_key(row))
        rewording = get_or_404(done, pk=rewording_id)
        return handle_command(
            request, partial(UndoForm, user=get_person(request), subject=rewording, back=self._get_row_url(row_id))
        )

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        more = {"may_propose": may_propose(request), "urls": f"licensing_{self.opts.model_name}"}
        if more["may_propose"]:
            more["drafts"] = list_drafts(get_person(request))[:3]
        return super().changelist_view(request, more | (extra_context or {}))

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
        more = self.describe_row(request, context["original"])
        page: HttpResponse = super().render_change_form(request, context | more, *args, **kwargs)
        return page

    def describe_row(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        """What the page shows beside the fields: what may be proposed, what is under way, and what was done."""
        code, key, may = self.governed.code, build_row_key(row), may_propose(request)
        lines = ChangeLine.objects.filter(list=code, key=key).select_related("change_set").order_by("-pk")
        done = Rewording.objects.filter(list=code, key=key).select_related("reworded_by", "undone_by").order_by("-reworded_at")
        return {
            "row_id": quote(row.pk),
            "urls": f"licensing_{self.opts.model_name}",
            "may_propose": may and bool(list_form_columns(code, {})),
            "may_end": may and self.governed.ending is not Ending.NEVER,
            "may_reword": may and bool(self.governed.wording),
            "under_way": [one.change_set for one in lines.filter(change_set__state__in=_UNDER_WAY)[:_HISTORY]],
            "releases": [one.change_set for one in lines.filter(change_set__state=ChangeSetState.IN_FORCE)[:_HISTORY]],
            "rewordings": _list_rewordings(done[:_HISTORY]),
            "row_notice_template": self.row_notice_template,
        }

    def _handle_row(self, request: HttpRequest, row_id: str, form_class: Any, *, may: bool) -> HttpResponse:
        refuse_others(request)
        row = self._get_row(request, row_id)
        code, key = self.governed.code, build_row_key(row)
        subject = RowSubject(code, key, load_present(code, [key])[key], _find_drafted(request, code, key))
        form = partial(form_class, user=get_person(request), subject=subject, back=self._get_row_url(row_id))
        return handle_command(request, form, refusal="" if may else _("A row of this list is not changed in this way."))

    def _get_row(self, request: HttpRequest, row_id: str) -> Any:
        row = self.get_object(request, unquote(row_id))
        if row is None:
            raise Http404
        return row

    def _get_row_url(self, row_id: str) -> str:
        return reverse(f"admin:licensing_{self.opts.model_name}_change", args=[row_id])


def _list_rewordings(done: Iterable[Rewording]) -> list[tuple[Rewording, Sequence[Difference], str]]:
    """Each with what it changed, and why it was undone, which the record says."""
    rows = list(done)
    undone = [str(one.pk) for one in rows if one.undone_at]
    events = Event.objects.filter(kind=EventKind.REWORDING_UNDONE, data__rewording__in=undone) if undone else ()
    reasons = {one.data["rewording"]: one.data["reason"] for one in events}
    return [(one, compare_rewording(one), reasons.get(str(one.pk), "")) for one in rows]


def _list_coded_columns(code: str, model: type[models.Model]) -> list[str]:
    """The columns of a list that hold codes, or several values at once; texts by language are drawn in their own way."""
    several = [one.name for one in model._meta.concrete_fields if isinstance(one, models.JSONField)]
    texts = {one.name for one in model._meta.concrete_fields if isinstance(one, TextsField)}
    coded = [one.name for one in model._meta.concrete_fields if {(code, one.name)} & {*WORDS, *CODED, *EMPTY}]
    return [name for name in dict.fromkeys([*several, *coded]) if name not in texts]


# Kept, because the framework finds a line that is only read by comparing the columns themselves.
@cache
def _build_words_column(code: str, name: str) -> Callable[[Any], str]:
    @display(description=lazy(get_label, str)(code, name))
    def column(row: Any) -> str:
        value = row.serializable_value(name)
        if not value and (code, name) not in EMPTY:
            return str(_("none"))
        return RowWords([(code, {name: value})]).describe(code, name, value)

    column.__name__ = name
    shown: Callable[[Any], str] = column
    return shown


def _find_drafted(request: HttpRequest, code: str, key: str) -> Any:
    """What the drafts of this person say of a row already; None where they do not name it."""
    lines = ChangeLine.objects.filter(list=code, key=key, change_set__in=list_drafts(get_person(request))) if key else ()
    return next((line.after for line in lines), None)


def may_propose(request: HttpRequest) -> bool:
    """Whether this person drafts and settles changes of what decides."""
    return get_person(request).is_staff and has_appointment(request, REFERENCE_EDITORS)


def refuse_others(request: HttpRequest) -> None:
    """Whoever is no policy officer finds no page on which changes are drafted or settled. Raises Http404."""
    if not may_propose(request):
        raise Http404
