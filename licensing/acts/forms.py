"""Forms of pages: whom a page was made for, whether two presses send the same, and what is kept when nobody was signed in.

A page may outlive the session in which it was opened. What is typed into it then belongs to the person for whom it was made,
and to nobody else who signs in afterwards.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from cryptography.fernet import InvalidToken
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse

from licensing.acts.acting import database_now
from licensing.models import KeptForm, User
from licensing.models.record.encryption import derive_keys
from licensing.policy.record.digests import fingerprint_command

# The fields that our pages send with every form, and that are no part of what somebody wants done.
PAGE_TOKEN: Final = "page_token"  # noqa: S105 (the name of a field)
KEPT: Final = "kept"
# Names one press of a button for the script of a page, which keeps its copy until it hears that this very press was taken.
PRESS: Final = "press"
TECHNICAL: Final = frozenset({"csrfmiddlewaretoken", PAGE_TOKEN, KEPT, PRESS})
# What a form carries for the machine; alone, it is nothing that anybody typed.
_CARRIED: Final = TECHNICAL | {"key", "seen", "expected", "since", "next", "tried"}

# Says that what was typed is taken (`whole`), and its copies may go; `part` when a field was left out, `kept` when it was only
# kept, to be offered again.
SAVED_HEADER: Final = "X-Form-Saved"

# Long enough to sign in, even by way of a new password; short, because what is kept was never saved by anybody.
KEPT_FOR: Final = timedelta(hours=4)
# A form may stand open over a week of leave.
_TOKEN_FOR: Final = timedelta(days=14)
_MOST_OF_ONE_PERSON: Final = 10
_SALT: Final = "dozvil page token"
_PURPOSE: Final = b"dozvil kept forms"

Fields = Mapping[str, Sequence[str]]
Files = Iterable[tuple[str, Sequence["UploadedFile[Any]"]]]


@dataclass(frozen=True, slots=True)
class KeptContent:
    """What was sent: where to, from which page, the answers, and the names of the files, whose content is not kept."""

    path: str
    page: str
    fields: Fields
    files: Sequence[str]


def build_page_token(user: User) -> str:
    """Say for whom a page is made, in words that nobody can forge. Different on each page, so that it also names the page."""
    return signing.dumps([str(user.pk), uuid4().hex[:12]], salt=_SALT)


def read_page_token(token: str) -> UUID | None:
    """The account for which a page was made; None when the token is not one of ours, or is too old."""
    try:
        owner, _page = signing.loads(token, salt=_SALT, max_age=_TOKEN_FOR)
        return UUID(owner)
    except (signing.BadSignature, ValueError, TypeError):
        return None


def fingerprint_form(*, path: str, person: User, fields: Fields, files: Files, besides: Iterable[str] = ()) -> str:
    """What makes two presses of a button the same command: the address, the person, the answers, and the files as they are.

    `besides` names further fields that are no part of the command.
    """
    left_out = TECHNICAL | set(besides)
    sent = {name: list(values) for name, values in fields.items() if name not in left_out}
    # Two scans may have one name and one size; only the content tells them apart.
    digests = {name: [[one.name, _digest_file(one)] for one in uploads] for name, uploads in files}
    return fingerprint_command(method="POST", path=path, person=person.pk, content={"fields": sent, "files": digests})


def mark_taken(response: HttpResponse) -> HttpResponse:
    """Say of the answer to a form that what was typed is taken. What does not say so leaves every copy of the form alone."""
    response[SAVED_HEADER] = "whole"
    return response


def select_typed(fields: Fields) -> dict[str, list[str]]:
    """The answers of a form that a person may have typed or chosen, without the empty ones and what the page sends along."""
    typed = {
        name: [text for text in values if text.strip()]
        for name, values in fields.items()
        # `…-of` says for the machine what the text beside it is about.
        if name not in _CARRIED and not name.endswith("-of")
    }
    return {name: texts for name, texts in typed.items() if texts}


def keep_form(owner: UUID, content: KeptContent) -> UUID | None:
    """Keep what was sent until its owner has signed in; None for an account that is gone.

    Whatever can be sent at all can be kept: the settings limit a form, and files are not kept. Whatever has become too old, of
    anybody, is deleted on the way.
    """
    at = database_now()
    KeptForm.objects.filter(kept_at__lt=at - KEPT_FOR).delete()
    fields = {name: list(values) for name, values in content.fields.items()}
    text = json.dumps({"fields": fields, "files": list(content.files)}, ensure_ascii=False)
    if not User.objects.filter(pk=owner, is_active=True).exists():
        return None
    sealed = derive_keys(_PURPOSE).encrypt(text.encode(errors="surrogatepass")).decode()
    kept = KeptForm.objects.create(owner_id=owner, path=content.path[:500], page=content.page[:500], content=sealed, kept_at=at)
    # A page that is sent again and again, by a machine perhaps, must not fill the table.
    newest = KeptForm.objects.filter(owner_id=owner).order_by("-kept_at", "pk").values("pk")[:_MOST_OF_ONE_PERSON]
    KeptForm.objects.filter(owner_id=owner).exclude(pk__in=list(newest.values_list("pk", flat=True))).delete()
    return kept.pk


def find_kept_form(person: User, kept_id: UUID) -> KeptContent | None:
    """What this person sent before they signed in; None when it is gone, or was never theirs."""
    kept = KeptForm.objects.filter(pk=kept_id, owner=person, kept_at__gte=database_now() - KEPT_FOR).first()
    if kept is None:
        return None
    try:
        content = json.loads(derive_keys(_PURPOSE).decrypt(kept.content.encode()))
    except (InvalidToken, ValueError):
        return None
    return KeptContent(kept.path, kept.page, content["fields"], content["files"])


def delete_kept_form(kept_id: UUID) -> None:
    """Erase what was kept: it was sent, its owner threw it away, or somebody else has signed in with it."""
    KeptForm.objects.filter(pk=kept_id).delete()


def _digest_file(sent: UploadedFile[Any]) -> str:
    digest = hashlib.sha256()
    for chunk in sent.chunks():
        digest.update(chunk)
    # The act reads the file after us, from its beginning.
    sent.seek(0)
    return digest.hexdigest()
