"""A file that comes with what somebody writes: with an answer, as evidence, with an appeal."""

from __future__ import annotations

from django.http import HttpRequest

from licensing.acts.documents import files


def read_enclosure(request: HttpRequest) -> files.Enclosure:
    """The file of a form that takes one, in its field `file`; of one that is too large no more than shows that it is."""
    sent = request.FILES.get("file")
    return {"content": sent.read(files.LARGEST + 1), "file_name": sent.name or ""} if sent else {}
