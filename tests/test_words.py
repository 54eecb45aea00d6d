"""The words of the code: a function is a verb and its object, one name means one thing, and no private dialect comes back."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# What a public function may begin with. A new verb is added here by whoever needs it, if Django or the field uses it.
VERBS = frozenset(
    ["accept", "act", "activate", "add", "adjourn", "advance", "allow", "amend", "answer", "append", "apply", "ask", "assign", "attach", "authenticate", "await", "become", "begin", "block", "build", "bulk", "bump", "calculate", "cancel", "cap", "carry", "check", "choose", "claim", "classify", "clean", "clear", "close", "collect", "combine", "compare", "complete", "compose", "compute", "confirm", "conclude", "connect", "convert", "copy", "count", "countersign", "cover", "create", "cut", "decide", "declare", "decode", "decrypt", "defer", "delete", "deliver", "deny", "derive", "describe", "deserialize", "detect", "discard", "disclose", "dismiss", "dispatch", "display", "divide", "download", "draft", "drain", "draw", "drop", "dump", "edit", "enable", "encode", "encrypt", "end", "enforce", "enqueue", "ensure", "enter", "escalate", "escape", "evaluate", "exclude", "execute", "exhaust", "expand", "expire", "explain", "export", "extend", "extract", "fetch", "file", "fill", "filter", "finalise", "find", "finish", "fit", "flag", "follow", "forbid", "format", "forward", "freeze", "gather", "generate", "get", "give", "grant", "group", "guard", "handle", "hash", "hide", "hold", "idempotently", "identify", "import", "index", "inspect", "install", "invite", "issue", "iterate", "join", "keep", "kill", "label", "launch", "leave", "lift", "limit", "link", "list", "load", "localise", "lock", "log", "look", "lower", "make", "map", "mark", "match", "meet", "measure", "merge", "migrate", "move", "name", "notify", "number", "offer", "open", "order", "owe", "pair", "parse", "pass", "pause", "perform", "permit", "pick", "plan", "play", "prefetch", "prepare", "present", "preview", "print", "produce", "prove", "publish", "pull", "put", "query", "raise", "read", "rebuild", "receive", "recompute", "record", "recuse", "redirect", "reduce", "refer", "refuse", "register", "reinstate", "reject", "release", "reload", "remind", "remove", "render", "renew", "reopen", "replace", "replay", "reply", "report", "request", "require", "reschedule", "resend", "reset", "resolve", "respond", "restart", "restore", "resume", "retime", "retry", "return", "reuse", "reverse", "revoke", "rotate", "round", "route", "run", "save", "say", "scan", "schedule", "score", "search", "seat", "see", "select", "send", "separate", "serialize", "serve", "set", "settle", "show", "shut", "sign", "simulate", "skip", "snooze", "sort", "split", "start", "state", "stop", "store", "submit", "subscribe", "subtract", "suggest", "sum", "supersede", "surrender", "suspend", "sweep", "switch", "take", "tally", "tell", "translate", "trim", "try", "turn", "undo", "unfold", "unpack", "update", "upload", "use", "validate", "verify", "view", "visit", "void", "vote", "wait", "wake", "walk", "warn", "watch", "withdraw", "work", "wrap", "write", "yield"]
)
# A question or a conversion says so by its first word.
QUESTIONS = frozenset(["is", "has", "may", "can", "was", "are", "needs", "must", "does", "as", "to", "from", "for", "in"])
# Names that are no verb and no question, each with its reason. No more than fifteen.
EXCEPTIONS: Mapping[str, str] = {}

# Words of our former dialect, by the names.md that replaced them.
BANNED = re.compile(
    r"\b(doors?|rooms?|hous(?:e|es)|floors?|halt(?:s|ed)?|let (?:go|it go) on|go(?:es)? on|stands? still|anew|strangers?|hindrances?|dossier|buried|bury|"
    r"told|tell(?:s|ing)?)\b",
    re.IGNORECASE,
)

# Methods that the frameworks call by these names.
FRAMEWORK = frozenset(
    ["changelist_view", "changeform_view", "formfield_for_dbfield", "formfield_for_foreignkey", "formfield_for_choice_field", "lookups", "queryset", "process_view", "process_request", "process_response", "value_from_datadict", "value_from_object", "value_omitted_from_data", "contribute_to_class", "db_type", "formfield", "deconstruct", "to_python", "bound_data", "use_required_attribute", "create_model", "bulk_create", "bulk_update", "post", "patch", "head", "options", "save_form_data", "throttled", "initial", "ready", "pre_login", "authentication_error", "construct_change_message"]
)


def test_public_functions_begin_with_a_verb() -> None:
    found = [
        f"{file}:{node.lineno} {node.name}"
        for file, node, owner in _functions()
        if not node.name.startswith("_") and not _is_fact(node, owner) and not _begins_well(node.name)
    ]

    assert found == []
    assert len(EXCEPTIONS) <= 15


def test_no_private_name_means_two_things_in_a_layer() -> None:
    places: dict[tuple[str, str], list[str]] = defaultdict(list)
    for file, node, owner in _functions():
        if owner is None and node.name.startswith("_") and not node.name.startswith("__"):
            places[_layer(file), node.name].append(f"{file}:{node.lineno}")

    assert {name: found for (_, name), found in places.items() if len(found) > 1} == {}


def _begins_well(name: str) -> bool:
    first = name.split("_", 1)[0]
    return first in VERBS or first in QUESTIONS or name in EXCEPTIONS or name in FRAMEWORK


def _is_fact(node: ast.FunctionDef, owner: ast.ClassDef | None) -> bool:
    """Properties, columns of a list at the desk and methods of query sets are facts and adjectives, not deeds."""
    marks = {ast.unparse(one).split("(")[0] for one in node.decorator_list}
    bases = {ast.unparse(base) for base in owner.bases} if owner else set()
    return bool(
        marks & {"property", "cached_property", "override", "display", "admin.display", "overload"}
        or any(mark.endswith((".setter", ".filter")) for mark in marks)
        or any("QuerySet" in base or "Manager" in base or "Protocol" in base for base in bases)
    )


def _layer(file: Path) -> str:
    return "/".join(file.parts[:2]) if file.parts[0] == "licensing" else file.parts[0]


@cache
def _functions() -> tuple[tuple[Path, ast.FunctionDef, ast.ClassDef | None], ...]:
    return tuple(_each_function())


def _each_function() -> Iterator[tuple[Path, ast.FunctionDef, ast.ClassDef | None]]:
    for layer in ("config", "licensing"):
        for path in sorted((ROOT / layer).rglob("*.py")):
            if "migrations" in path.parts:
                continue
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for node in tree.body:
                if isinstance(node, ast.FunctionDef):
                    yield path.relative_to(ROOT), node, None
                elif isinstance(node, ast.ClassDef):
                    for method in node.body:
                        if isinstance(method, ast.FunctionDef):
                            yield path.relative_to(ROOT), method, node
