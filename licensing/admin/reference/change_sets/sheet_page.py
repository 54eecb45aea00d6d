"""A governed list as a file: taken away; and one that is sent, shown as its changes and then put into a draft."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.reference.change_sets.rows import load_present
from licensing.acts.reference.list_files import ReadFile, is_document_list, read_list_file, write_list_file
from licensing.admin.pages.act_page import InvalidForm, redirect_to_next, submit
from licensing.admin.pages.command_page import PREVIEW, preview_command, render_command
from licensing.admin.pages.downloads import build_sheet_response
from licensing.admin.pages.rights import get_person
from licensing.admin.reference.change_sets.drafts import DraftForm, list_drafts
from licensing.admin.reference.change_sets.governed_lists import get_list_name
from licensing.admin.reference.change_sets.row_words import LineView, build_line_views
from licensing.choices import ChangeAction
from licensing.errors import Gap, Invalid, Problem
from licensing.models import ChangeLine
from licensing.policy.reference.changes import overlay_row
from licensing.policy.reference.governed import GOVERNED, RowChange
from licensing.policy.requests.sheets.delimited import ENCODINGS

# A page shows so many faults or rows; how many more there are is said.
_SHOWN: Final = 200
# The text of a sheet is sent twice, the second time as a field of a form.
_MEGABYTES: Final = 2
_LARGEST: Final = _MEGABYTES * 1024 * 1024


class ImportForm(DraftForm):
    """A file, first shown with what it would change, and sent again to put that into a draft."""

    subject: str
    done = gettext_lazy("What the file changes stands in the draft.")
    template = "admin/licensing/reference/change_sets/import.html"

    @property
    def title(self) -> str:
        words = {"list": get_list_name(self.subject)}
        if is_document_list(self.subject):
            return _("%(list)s: import a file (TOML)") % words
        return _("%(list)s: import a sheet (CSV)") % words

    def prepare(self) -> None:
        self.changes: Sequence[RowChange] = ()
        # The text that was read travels with the page, so that the file is chosen once.
        self.fields["sheet"] = forms.CharField(required=False, widget=forms.HiddenInput, max_length=_LARGEST, strip=False)
        self.add_draft_fields(self.title)

    def list_changes(self) -> Sequence[RowChange]:
        return self.changes


def export_list(request: HttpRequest, code: str) -> HttpResponse:
    """The list as a file that spreadsheet programs open, or as TOML, and that `import_list` takes back."""
    file = write_list_file(code)
    return build_sheet_response(file.content, file.name, file.content_type)


def import_list(request: HttpRequest, code: str, back: str) -> HttpResponse:
    """Ask for a file; show its faults, or what it changes; put that into a draft when the reader says so."""
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    # The words of the draft are typed below what was read: a first sending has none yet.
    given = request.POST if "import" in request.POST else None
    form = ImportForm(given, user=get_person(request), subject=code, back=back)
    if request.method != "POST":
        return _render_import(request, form, {})
    try:
        content = _read_content(request)
        if len(content) > _LARGEST:
            raise Invalid(gaps=[Gap("too_large", "file", _("The file is larger than %(limit)s MB.") % {"limit": _MEGABYTES})])
        read = read_list_file(code, content, drafts=list_drafts(form.user))
    except Invalid as problem:
        return _render_import(request, form, {"refusals": [str(gap.sentence) for gap in problem.gaps]}, problem.status)
    return _take_file(request, form, read)


def _take_file(request: HttpRequest, form: ImportForm, read: ReadFile) -> HttpResponse:
    shown: dict[str, Any] = _describe_file(read)
    if read.faults:
        return _render_import(request, form, shown, Invalid.status)
    form.changes = read.changes
    shown |= _describe_changes(read) | {"sheet_text": read.text}
    if not form.is_bound or not form.changes:
        return _render_import(request, form, shown)
    if PREVIEW in request.POST:
        return preview_command(request, form, _complete(form, shown))
    try:
        return redirect_to_next(request, submit(request, form))
    except InvalidForm:
        return _render_import(request, form, shown, 400)
    except Problem as problem:
        form.full_clean()
        form.add_problem(problem)
        return _render_import(request, form, shown, problem.status)


def _read_content(request: HttpRequest) -> bytes:
    sent = request.FILES.get("file")
    if sent is not None:
        content: bytes = sent.read(_LARGEST + 1)
        return content
    return str(request.POST.get("sheet", "")).encode("utf-8", "replace")


def _describe_file(read: ReadFile) -> dict[str, Any]:
    return {
        "faults": read.faults[:_SHOWN],
        "fault_count": len(read.faults),
        "encoding": ENCODINGS.get(read.encoding, read.encoding),
    }


def _describe_changes(read: ReadFile) -> dict[str, Any]:
    named = {one.key for one in read.changes}
    return {
        "is_read": True,
        "lines": _preview_changes(read.changes[:_SHOWN]),
        "line_count": len(read.changes),
        "same_count": max(0, read.count - len(named)),
    }


def _preview_changes(changes: Sequence[RowChange]) -> list[LineView]:
    """What changes of one list come to, as the page of their change set will show it."""
    lines = []
    present = load_present(changes[0].list, [one.key for one in changes]) if changes else {}
    for one in changes:
        before, after = present.get(one.key), None
        if one.action == ChangeAction.PUT:
            after = dict(one.values) if GOVERNED[one.list].whole else overlay_row(GOVERNED[one.list], before, one.values)
        lines.append(ChangeLine(list=one.list, key=one.key, action=one.action, before=before, after=after))
    return build_line_views(lines, {})


def _render_import(request: HttpRequest, form: ImportForm, more: dict[str, Any], status: int = 200) -> HttpResponse:
    return render_command(request, form, _complete(form, more), status)


def _complete(form: ImportForm, more: dict[str, Any]) -> dict[str, Any]:
    return {"megabytes": _MEGABYTES, "is_toml": is_document_list(form.subject), **more}
