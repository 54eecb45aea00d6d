"""The words of the code: a function is a verb and its object, one name means one thing, and no private dialect comes back."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from tests.sources import IN_ONE_PROCESS, parse_source

pytestmark = IN_ONE_PROCESS


ROOT = Path(__file__).resolve().parent.parent

# What a public function may begin with. Whoever needs another verb of Django's or of the field's adds it here.
VERBS = frozenset(
    """
    accept act activate add adjourn advance allow amend annotate answer appeal append apply appoint approve ask assess assign
    attach authenticate await become begin block build bulk bump calculate call cancel cap carry check choose cite claim
    classify clean clear close collect combine compare complete compose compute conclude confirm connect convert copy correct
    count
    countersign cover create cut decide declare decline decode decrypt defer delete deliver deny derive describe deserialize
    detect digest disable discard disclose disconnect dismiss dispatch display divide download draft drain draw drop dump edit
    enable encode encrypt end enforce enqueue ensure enter escalate erase escape evaluate exclude execute exhaust expand expire
    explain export extend extract fan fetch file fill filter finalise find fingerprint finish fit flag fold follow forbid forget
    format forward freeze gather generate get give grade grant group guard hand handle hash hide hold idempotently identify
    import index
    inspect install invite issue iterate join judge keep kill label lapse launch lease leave lift limit link list load
    localise lock log look lower make map mark match measure meet merge migrate move name normalise note notify number offer
    open order owe paginate pair parse pass pause perform permit pick plan play prefetch prepare present preview print produce
    propose protect prove publish pull put query raise read rebuild receive recompute record recuse redirect reduce refer
    refuse register reinstate reject release reload remind remove rename render renew reopen replace replay reply report request
    require reschedule resend reset resolve respond restart restore resume retime retry return reuse reverse review revoke
    rotate round route run save say scan schedule score search seat see select send separate serialize serve set settle show
    shut sign simulate skip snooze sort split start state stop store submit subscribe subtract suggest sum supersede
    surrender suspend sweep switch take tally tell translate trim try turn undo unfold unpack update upload use validate
    verify view visit void vote wait wake walk warn watch withdraw work wrap write yield
    bring overlay reroute retire reword
    allocate reserve
    comment commit dispose rank romanise screen weigh
    """.split()  # noqa: SIM905
)
# A question, or what a value becomes, says so by its first word.
QUESTIONS = frozenset("is has may can was are needs must does as to from for in".split())  # noqa: SIM905
# Names that begin otherwise, each with its reason; no more than fifteen.
EXCEPTIONS: Mapping[str, str] = {
    "acting": "`with acting(case, user, Verb.X) as act:` reads as what it is",
    "at_time": "`with at_time(moment):`",
    "now": "as in django.utils.timezone",
    "local_now": "as `now`, in the reader's zone",
    "database_now": "as `now`, by the clock of the database",
    "main": "the entry point of a program, by Python's custom",
    "command": "the decorator of API operations that change something; its sibling is `query`",
    "partner_view": "the decorator of the portal's views",
}
# Parts of names that only we would understand; names.md says what to write instead.
DIALECT = frozenset(
    """
    door doors house houses room rooms floor floors told dossier stranger strangers hindrance hindrances anew halt halted
    bury
    """.split()  # noqa: SIM905
)
# Methods that a framework calls by these names.
FRAMEWORK = frozenset(
    """
    post patch head options initial throttled finalize_response process_exception process_request process_response
    on_starting child_exit on_exit setup_schedule collect
    process_view changelist_view changeform_view history_view
    construct_change_message formfield_for_choice_field formfield_for_dbfield
    formfield_for_foreignkey lookups queryset ready login pre_login post_login pre_authenticate authentication_error tick
    bulk_create bulk_update bound_data choices exists form_valid
    pre_social_login on_authentication_error logout password_change password_change_done
    compress message contribute_to_class create_model db_check db_type decompress deconstruct formfield id_for_label optgroups
    start end data doctype invalidate_authorization_code
    save_form_data to_python use_required_attribute value_from_datadict value_from_object value_omitted_from_data
    """.split()  # noqa: SIM905
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


def test_no_name_is_of_our_former_dialect() -> None:
    found = [
        f"{file}:{node.lineno} {node.name}"
        for file, node in _definitions()
        if DIALECT & set(re.findall(r"[a-z]+", re.sub(r"([A-Z])", r" \1", node.name).lower()))
    ]

    assert found == []


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
    """Every function and method of our code, with the class it stands in."""
    found: list[tuple[Path, ast.FunctionDef, ast.ClassDef | None]] = []
    for file, node in _definitions():
        if isinstance(node, ast.FunctionDef):
            found.append((file, node, None))
        else:
            found += [(file, method, node) for method in node.body if isinstance(method, ast.FunctionDef)]
    return tuple(found)


@cache
def _definitions() -> tuple[tuple[Path, ast.FunctionDef | ast.ClassDef], ...]:
    """The functions and classes of every module."""
    return tuple(
        (path.relative_to(ROOT), node)
        for layer in ("config", "licensing")
        for path in sorted((ROOT / layer).rglob("*.py"))
        if "migrations" not in path.parts
        for node in parse_source(path).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    )
