"""Who reads a draft of changes, who writes on it, and what a refused button says."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.http import Http404
from django.test import RequestFactory

from licensing.admin.reference.drafts import find_set, may_write
from tests.change_sets import add_policy_officer, draft
from tests.world import World

pytestmark = pytest.mark.django_db


def test_officers_and_auditors_read_a_draft_and_its_drafter_writes(world: World, rf: RequestFactory) -> None:
    change_set = draft(world.pol)
    told = {}
    for person in (world.pol, add_policy_officer("petra"), world.audra):
        request = rf.get("/")
        request.user = person
        told[person.name] = find_set(request, change_set.pk) == change_set, may_write(request, change_set)

    assert told == {"Pol": (True, True), "Petra": (True, False), "Audra": (True, False)}


def test_nobody_else_finds_one(world: World, rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = world.mira
    with pytest.raises(Http404):
        find_set(request, draft(world.pol).pk)

    request.user = world.pol
    with pytest.raises(Http404):
        find_set(request, uuid4())
