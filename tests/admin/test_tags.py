"""The parts of which the pages of the desk are made."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.template import Context, Template

from licensing.models import Case
from tests.world import World


def _drawn(text: str, **context: Any) -> str:
    return Template("{% load desk %}" + text).render(Context(context))


@pytest.mark.parametrize(
    ("template", "drawn"),
    [
        ("{% badge label tone %}", '<span class="dz-badge dz-bad">&lt;b&gt;</span>'),
        ("{% badge label %}", '<span class="dz-badge">&lt;b&gt;</span>'),
        ("{% detail label %}", '<span class="dz-small dz-mute">&lt;b&gt;</span>'),
        ("{% second_line label %}", '<br><span class="dz-small dz-mute">&lt;b&gt;</span>'),
        ("{% fact label label css='dz-pre' %}", '<dt>&lt;b&gt;</dt><dd class="dz-pre">&lt;b&gt;</dd>'),
        ("{% note label tone %}", '<div class="dz-note dz-bad" role="alert"><p>&lt;b&gt;</p></div>'),
        (
            "{% box label id='goods' note=label %}<p>{{ label }}</p>{% endbox %}",
            (
                '<section class="dz-box" id="goods"><header><h2>&lt;b&gt;</h2><span class="dz-mute">&lt;b&gt;</span></header>'
                "<p>&lt;b&gt;</p></section>"
            ),
        ),
    ],
)
def test_a_part_shows_what_it_is_given_as_text(template: str, drawn: str) -> None:
    assert _drawn(template, label="<b>", tone="bad") == drawn


@pytest.mark.parametrize("said", [None, "", date(2026, 1, 2), 0])
def test_a_fact_of_which_nothing_is_said_is_left_out(said: object) -> None:
    assert bool(_drawn("{% fact 'Valid until' said %}", said=said)) == (said not in (None, ""))


def test_days_and_moments_are_those_of_the_reader() -> None:
    at = datetime(2026, 1, 2, 22, 30, tzinfo=UTC)

    assert _drawn("{{ at|day }} / {{ at|moment }} / {{ on|day }}", at=at, on=date(2026, 1, 2)) == (
        "3 Jan 2026 / 3 Jan 2026 00:30 / 2 Jan 2026"
    )
    assert _drawn("{{ at|day }}{{ at|moment }}", at=None) == ""


@pytest.mark.django_db
def test_a_link_leads_to_a_page_of_the_desk(world: World) -> None:
    case: Case = world.filed()

    assert _drawn("{% link 'It' 'case_change' case.pk css='dz-button' %}", case=case) == (
        f'<a class="dz-button" href="/admin/licensing/case/{case.pk}/change/">It</a>'
    )
