"""The parts of which the pages of the portal are made."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.template import Context, Template
from django.utils import translation

from licensing.portal.forms.parts import Fault

PK = UUID(int=1)


def _render(text: str, **context: Any) -> str:
    return Template("{% load portal %}" + text).render(Context(context))


@pytest.mark.parametrize(
    ("template", "html"),
    [
        ("{% tag words 'red' %}", '<strong class="govuk-tag govuk-tag--red">&lt;b&gt;</strong>'),
        (
            "{% head words numeric=True %}",
            '<th scope="col" class="govuk-table__header govuk-table__header--numeric">&lt;b&gt;</th>',
        ),
        ("{% cell words words %}", '<td class="govuk-table__cell" data-label="&lt;b&gt;">&lt;b&gt;</td>'),
        (
            "{% link words 'case' pk hidden=words number=2 %}",
            f'<a class="govuk-link" href="/cases/{PK}/">&lt;b&gt;<span class="govuk-visually-hidden"> &lt;b&gt; 2</span></a>',
        ),
        (
            "{% back_link words 'case' pk %}",
            f'<nav aria-label="Back"><a class="govuk-back-link" href="/cases/{PK}/">&lt;b&gt;</a></nav>',
        ),
        (
            "{% button_link words 'home' kind='secondary' %}",
            '<a href="/" role="button" draggable="false" class="govuk-button govuk-button--secondary">&lt;b&gt;</a>',
        ),
        (
            "{% error_message words 'use' 'error' 2 %}",
            '<p class="govuk-error-message" id="use-error-2"><span class="govuk-visually-hidden">Error:</span> &lt;b&gt;</p>',
        ),
        (
            "{% row words css='dz-prose' %}\n  {{ words }}\n{% endrow %}",
            (
                '<div class="govuk-summary-list__row"><dt class="govuk-summary-list__key">&lt;b&gt;</dt>'
                '<dd class="govuk-summary-list__value dz-prose">&lt;b&gt;</dd></div>'
            ),
        ),
        (
            "{% card words id='why' kind='call' size='s' %}<p></p>{% endcard %}",
            (
                '<section class="dz-card dz-card--call" aria-labelledby="why">'
                '<h2 class="govuk-heading-s" id="why">&lt;b&gt;</h2><p></p></section>'
            ),
        ),
    ],
)
def test_a_tag_escapes_what_it_is_given(template: str, html: str) -> None:
    assert _render(template, words="<b>", pk=PK) == html


def test_a_field_in_which_nothing_is_wrong_has_no_message() -> None:
    assert _render("{% error_message fault 'text' 'error' %}", fault="") == ""


def test_what_is_wrong_with_a_form_is_said_in_one_line() -> None:
    assert _render("{{ faults|sentences }}", faults=[Fault("Say why."), Fault("Too long.")]) == "Say why. Too long."


@pytest.mark.parametrize(
    ("given", "query"),
    [({}, "?"), ({"show": "", "after": None}, "?"), ({"show": "open", "after": "a+b~c"}, "?show=open&after=a%2Bb~c")],
)
def test_a_query_names_only_what_is_given(given: dict[str, Any], query: str) -> None:
    assert _render("{% query show=given.show after=given.after as found %}{{ found|safe }}", given=given) == query


@pytest.mark.parametrize("zone", ["Europe/Kyiv", "Europe/Kiev"])
@pytest.mark.parametrize(("language", "words"), [("uk", "київський час"), ("en", "time of Kyiv")])
def test_the_time_of_kyiv_is_named_in_the_language_of_its_reader(zone: str, language: str, words: str) -> None:
    with translation.override(language):
        assert _render("{{ zone|city }}", zone=zone) == words
