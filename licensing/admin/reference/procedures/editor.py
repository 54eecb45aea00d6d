"""The pages of procedures in a draft of changes: which are drafted, one of them in words, and each of its pieces as a form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from licensing.acts.reference.procedure_drafts import drop_procedure, find_draft, write_procedure
from licensing.acts.reference.procedures import check_procedure
from licensing.admin.pages.command_page import handle_command
from licensing.admin.pages.inputs import parse_whole_number
from licensing.admin.pages.rights import get_person
from licensing.admin.reference.drafts import carry_out, find_set, may_write
from licensing.admin.reference.procedure_words import (
    RULE_LISTS,
    SeatWords,
    StageWords,
    describe_procedure,
    get_text,
    list_stage_words,
    list_threshold_words,
)
from licensing.admin.reference.procedures.forms import (
    Begin,
    HeadForm,
    Piece,
    PieceForm,
    SeatForm,
    StageForm,
    ThresholdForm,
    get_draft_url,
)
from licensing.admin.reference.procedures.vote_tests import (
    GroupForm,
    QuorumTestForm,
    RuleRows,
    VoteTestForm,
    list_rule_rows,
)
from licensing.admin.reference.trials.panel import build_panel
from licensing.choices import RuleKind
from licensing.errors import Gap
from licensing.models import ChangeSet
from licensing.policy.signoff.procedures.pieces import get_piece, move_piece, remove_piece

# Which form writes a piece, by the names in its path; the first has no name and is the procedure itself.
_FORMS: Mapping[tuple[str, ...], type[PieceForm]] = {
    (): HeadForm,
    ("stages",): StageForm,
    ("stages", "seats"): SeatForm,
    ("stages", "tests"): VoteTestForm,
    ("stages", "quorum_tests"): QuorumTestForm,
    ("stages", "groups"): GroupForm,
    ("thresholds",): ThresholdForm,
}


@dataclass(frozen=True, slots=True)
class Fault:
    """Something for which the procedure could not work, with the address of the form that mends it."""

    place: str
    sentence: str
    url: str


@dataclass(frozen=True, slots=True)
class StageOnPage:
    """A stage in words, with the places of itself and its seats, by which they are changed."""

    number: int
    words: StageWords
    place: str
    seats: Sequence[tuple[SeatWords, str]]
    next_seat: str
    rule_lists: Sequence[RuleRows]


def show_drafts(request: HttpRequest, set_id: UUID) -> HttpResponse:
    """Begin a new version of a procedure in a draft, or go on with one."""
    change_set = find_set(request, set_id)
    back = reverse("admin:licensing_changeset_change", args=[change_set.pk])
    refusal = "" if may_write(request, change_set) else _("Only the officer who drafts these changes writes on them.")
    form = partial(Begin, user=get_person(request), subject=change_set, back=back)
    return handle_command(request, form, refusal=refusal)


def show_draft(request: HttpRequest, set_id: UUID, code: str) -> HttpResponse:
    """A procedure as it would be published, with everything for which it could not work, and the trial of the draft."""
    change_set, document = _load(request, set_id, code)
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": get_text(document, "name"),
        "change_set": change_set,
        "document": document,
        "digest": Piece(change_set, document).digest,
        "facts": describe_procedure({**document, "stages": [], "thresholds": []}),
        "stages": [_build_stage(document, stage, number) for number, stage in enumerate(list_stage_words(document))],
        "thresholds": [
            (*words, f"thresholds.{number}") for number, words in enumerate(list_threshold_words(document["thresholds"]))
        ],
        "next_stage": f"stages.{len(document['stages'])}",
        "next_threshold": f"thresholds.{len(document['thresholds'])}",
        "faults": [_build_fault(change_set, document, gap) for gap in check_procedure(document)],
        "may_write": may_write(request, change_set),
        "panel": build_panel(request, change_set),
    }
    return TemplateResponse(request, "admin/licensing/reference/procedures/procedure_draft.html", context)


def edit_piece(request: HttpRequest, set_id: UUID, code: str, place: str) -> HttpResponse:
    """Write one piece of a procedure, by its place such as `stages.0.seats.2`; `head` is the procedure itself."""
    change_set, document = _load(request, set_id, code)
    path = _parse_path(document, place)
    form = _FORMS[tuple(step for step in path if isinstance(step, str) and step != "rule")]
    refusal = "" if may_write(request, change_set) else _("Only the officer who drafts these changes writes on them.")
    subject = Piece(change_set, document, path)
    back = get_draft_url(change_set, code)
    return handle_command(request, partial(form, user=get_person(request), subject=subject, back=back), refusal=refusal)


def edit_order(request: HttpRequest, set_id: UUID, code: str, place: str) -> HttpResponse:
    """Take a piece out, or move it up or down among its like; the button that was pressed says which."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    change_set, document = _load(request, set_id, code)
    path = _parse_path(document, place)
    if not path or get_piece(document, path) is None:
        raise Http404
    url = get_draft_url(change_set, code)
    # A button that is pressed twice must not move or remove what has taken the place of the first.
    if request.POST.get("digest") != Piece(change_set, document).digest:
        messages.error(request, _("The procedure in the draft has changed since you opened this page. Open it again."))
        return HttpResponseRedirect(url)
    by = {"up": -1, "down": 1}.get(request.POST.get("do", ""))
    after = remove_piece(document, path) if by is None else move_piece(document, path, by)
    return carry_out(request, partial(write_procedure, change_set, get_person(request), after), url)


def drop_draft(request: HttpRequest, set_id: UUID, code: str) -> HttpResponse:
    """Take a procedure out of the draft."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    change_set, _document = _load(request, set_id, code)
    back = reverse("admin:licensing_changeset_change", args=[change_set.pk])
    return carry_out(request, partial(drop_procedure, change_set, get_person(request), code=code), back)


def _load(request: HttpRequest, set_id: UUID, code: str) -> tuple[ChangeSet, dict[str, Any]]:
    change_set = find_set(request, set_id)
    document = find_draft(change_set, code)
    if document is None:
        raise Http404
    return change_set, document


def _parse_path(document: Mapping[str, Any], place: str) -> tuple[str | int, ...]:
    """The path that a place in an address means, to a piece that is there or the next of its list; 404 for any other."""
    if place == "head":
        return ()
    steps = place.split(".")
    numbers = [parse_whole_number(step) for step in steps[1::2]]
    path: list[str | int] = []
    for name, number in zip(steps[::2], numbers, strict=False):
        if name in RULE_LISTS and get_piece(document, [*path, "rule", "kind"]) == RuleKind.TESTS:
            # The rule has them, but an address names only what is in a list.
            path.append("rule")
        rows = get_piece(document, [*path, name]) or ([] if path[-1:] == ["rule"] else None)
        if number is None or not isinstance(rows, list) or number > len(rows):
            raise Http404
        path += [name, number]
    if len(steps) % 2 or tuple(steps[::2]) not in _FORMS:
        raise Http404
    return tuple(path)


def _build_stage(document: Mapping[str, Any], words: StageWords, number: int) -> StageOnPage:
    place = f"stages.{number}"
    seats = [(seat, f"{place}.seats.{at}") for at, seat in enumerate(words.seats)]
    lists = list_rule_rows(document["stages"][number], place)
    return StageOnPage(number + 1, words, place, seats, f"{place}.seats.{len(seats)}", lists)


def _build_fault(change_set: ChangeSet, document: Mapping[str, Any], gap: Gap) -> Fault:
    """A gap of the document with the form that mends it: of the innermost piece that its path leads to."""
    steps = gap.path.split(".")
    place, name = "head", _("The procedure")
    if steps[0] == "stages" and len(steps) > 1:
        place, name = ".".join(steps[:2]), get_text(document["stages"][int(steps[1])], "name")
        if steps[2:3] == ["seats"] and len(steps) > 3:
            place = ".".join(steps[:4])
        elif steps[2:3] == ["rule"] and steps[3:4] and steps[3] in RULE_LISTS and len(steps) > 4:
            place = ".".join([*steps[:2], *steps[3:5]])
    elif steps[0] == "thresholds" and len(steps) > 1:
        place, name = ".".join(steps[:2]), _("A material change")
    url = reverse("admin:licensing_procedure_draft_piece", args=[change_set.pk, document["code"], place])
    return Fault(name, gap.sentence, url)
