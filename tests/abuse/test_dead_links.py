"""No page of the desk leads its reader to a record that it then refuses to open: what cannot be read is named, not linked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from django.test import Client

from licensing.acts.plans.carrying import carry_case_over
from licensing.acts.plans.countries.deciding import submit_version
from licensing.acts.plans.countries.filling import fill_project
from licensing.acts.plans.countries.projects import rank_project
from licensing.acts.plans.interests import file_interest
from licensing.models import User
from tests.acts.plans.countries.state import opened, proposed
from tests.acts.plans.countries.test_filling import approved
from tests.acts.plans.measures.state import publish
from tests.interests import INTEREST
from tests.old_plans import file_old_plan
from tests.parents import grant_framework, yearly
from tests.world import World

_LINK = re.compile(r'href="(/admin/licensing/(\w+)/(?:[^"#?]*/)?change/)[^"]*"')
_STARTS = ("/admin/", "/admin/licensing/countryplan/countries/")
_LISTS = re.compile(r'href="(/admin/licensing/\w+/(?:countries/(?:\w+/)?)?)"')
# So many records of each table are opened: of governed lists, which link nothing but themselves, there are hundreds.
_MOST = 12


def _furnish(world: World) -> None:
    """What leads from one file to another: plans, projects, versions in review, interests, frameworks, measures."""
    old = carry_case_over(file_old_plan(world))
    file_interest(world.paula, world.partner, INTEREST, carried_from=old.pk)
    under = world.before_government(**yearly(grant_framework(world)))
    project = approved(world)
    fill_project(project, world.rhea, reference=str(under.reference))
    other = proposed(world, opened(world, country="DK"))
    rank_project(other, world.greta, priority=1, reason="Needed first.")
    submit_version(other.plan, world.rhea)
    world.licence()
    publish(world)


def _walk(user: User) -> Iterator[tuple[str, str]]:
    """Each link to a record that does not open for this person, with the page that has it."""
    client = Client()
    client.force_login(user)
    waiting, known, of_table = [(one, "") for one in _STARTS], set[str](_STARTS), Counter[str]()
    while waiting:
        path, page = waiting.pop(0)
        answer = client.get(path)
        if answer.status_code not in (200, 302):
            yield page, path
            continue
        said = answer.content.decode() if answer.status_code == 200 else ""
        for found in [*(one[0] for one in _LINK.findall(said)), *_LISTS.findall(said)]:
            table = found.split("/")[3]
            if found not in known and of_table[table] < _MOST:
                known.add(found)
                of_table[table] += 1
                waiting.append((found, path))


@pytest.mark.walk
@pytest.mark.parametrize("name", ["otto", "dora", "rhea", "greta", "mira", "dan", "pol"])
def test_each_record_that_a_page_links_opens_for_its_reader(world: World, name: str) -> None:
    _furnish(world)

    assert list(_walk(getattr(world, name))) == []
