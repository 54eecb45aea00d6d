"""What the forms of systems ask for, and say of one."""

from __future__ import annotations

import pytest

from licensing.admin.people.systems.forms import ProposeSystem, get_system_url, list_system_facts
from licensing.choices import SystemKind
from tests.api.calling import new_system
from tests.world import World


@pytest.mark.parametrize(("kind", "offered"), [(SystemKind.SERVICE, False), (SystemKind.DELEGATE, True)])
def test_only_a_program_for_persons_is_offered_what_persons_sign(world: World, kind: SystemKind, offered: bool) -> None:
    form = ProposeSystem(user=world.otto, subject=kind, back="/")

    scopes = dict(form.fields["scopes"].choices)  # type: ignore[attr-defined]
    assert ("positions:write" in scopes, "account" in form.fields) == (offered, not offered)


def test_a_system_is_described_by_what_is_said_of_it(world: World) -> None:
    system = new_system(name="Desk", scopes=["positions:write", "of-another-release"])

    facts = {str(term): said for term, said in list_system_facts(system)}

    assert facts["What it can be given for"] == "Sign for a body"
    assert "Limit of calls" not in facts
    assert str(system.pk) in get_system_url(system)
