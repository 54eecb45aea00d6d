"""An act that has to be explained names its reason."""

from __future__ import annotations

from django.utils.functional import Promise

from licensing.errors import Gap, Invalid


def require_reason(reason: str, sentence: str | Promise) -> str:
    """The reason without the spaces around it; Invalid with `sentence` at `reason` where nothing is written."""
    if not reason.strip():
        raise Invalid(gaps=[build_reason_gap(sentence)])
    return reason.strip()


def build_reason_gap(sentence: str | Promise, path: str = "reason") -> Gap:
    """The gap of a reason that is asked for and not given, where an act collects several gaps."""
    return Gap("required", path, str(sentence))
