"""A certificate in words."""

from __future__ import annotations

from licensing.acts.acting import now
from licensing.admin.assessment.certificates.rows import build_certificate_view, list_element_rows
from licensing.choices import StepResult
from licensing.models.assessment.certificates import find_newest_check
from tests.certificates import check, take_up, verify
from tests.world import World


def test_elements_say_what_was_found_and_what_was_never_looked_at(world: World) -> None:
    case = world.filed()
    certificate = take_up(world, case).certificate
    before = list_element_rows(certificate, None)
    check(world, case, E13="unclear")

    rows = {one.code: one for one in list_element_rows(certificate, find_newest_check(certificate))}

    assert {one.tone for one in before} == {""}
    assert [(rows[code].found, rows[code].is_required) for code in ("E01", "E13", "E15")] == [
        ("Present", True),
        ("Unclear", True),
        ("Nobody has said anything of it", False),
    ]


def test_the_view_has_balances_steps_and_what_keeps_it_from_being_sound(world: World) -> None:
    case = world.filed()
    certificate = take_up(world, case).certificate
    verify(world, case, StepResult.ASKED)

    view = build_certificate_view(certificate, now=now())

    assert [(one.line.number, str(one.left.normalize()), unit.pk) for one, unit in view.balances] == [
        (1, "4E+2", "NAR"),
        (2, "4E+1", "NAR"),
    ]
    assert [(one.kind, one.channel, one.result) for one in view.steps] == [
        ("Own embassy asked", "Diplomatic note", "Asked, not answered yet")
    ]
    assert view.reasons == ["no step has confirmed that it is genuine", "nobody has checked its elements"]
    assert (view.authenticity, view.tone) == ("Not confirmed", "warn")
