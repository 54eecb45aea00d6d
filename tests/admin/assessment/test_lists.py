"""The pages of lists at the desk: a version is read from a file, looked at, and published by another policy officer."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from licensing.acts.acting import now, to_local_day
from licensing.choices import ListVersionState
from licensing.models import Event, ListVersion
from licensing.policy.record.event_kinds import EventKind
from tests.acts.assessment.state import LISTED, STRANGER, publish_list_of, write_file
from tests.acts.plans.measures.state import second_officer
from tests.config.web.test_kept_forms import browser
from tests.world import World

PAGES = "/admin/licensing/listversion/"


def upload(*rows: str) -> dict[str, object]:
    return {
        "code": "TRY",
        "title": "Invented list",
        "source": "Nobody",
        "shape": "own",
        "as_of": to_local_day(now()).isoformat(),
        "content": SimpleUploadedFile("list.csv", write_file(*rows), "text/csv"),
    }


@pytest.mark.walk
def test_a_file_becomes_a_version_that_another_officer_publishes(world: World) -> None:
    publish_list_of(world, STRANGER)
    first, second = browser(world.pol), browser(second_officer())
    current = ListVersion.objects.get()

    asked = first.get(f"{PAGES}{current.pk}/next/").content.decode()
    broken = first.post(f"{PAGES}prepare/", upload("X-1,primary,ghost,Vyhadka,,,,"))
    sent = first.post(f"{PAGES}{current.pk}/next/", upload(LISTED))
    version = ListVersion.objects.latest("number")
    page = first.get(f"{PAGES}{version.pk}/change/").content.decode()
    refused = first.post(f"{PAGES}{version.pk}/publish/")
    published = second.post(f"{PAGES}{version.pk}/publish/")

    assert ('enctype="multipart/form-data"' in asked, 'value="Invented list"' in asked) == (True, True)
    assert broken.status_code == 400
    assert "Line 2, column type" in broken.content.decode()
    assert (sent.status_code, refused.status_code, published.status_code) == (302, 403, 302)
    assert [one.actor for one in Event.objects.filter(kind=EventKind.TWO_PERSONS_REFUSED)] == [world.pol]
    assert "Invented Carrier" in page
    assert "Someone Else Entirely" in page
    assert ListVersion.objects.get(pk=version.pk).state == ListVersionState.PUBLISHED
    assert "in force" in first.get(f"{PAGES}{version.pk}/change/").content.decode()


def test_others_read_lists_and_prepare_none(world: World) -> None:
    version = publish_list_of(world, LISTED)
    otto = browser(world.otto)

    assert "Prepare a version" not in otto.get(PAGES).content.decode()
    assert otto.get(f"{PAGES}{version.pk}/change/").status_code == 200
    assert {
        otto.get(f"{PAGES}{path}").status_code for path in ("prepare/", f"{version.pk}/next/", f"{version.pk}/publish/")
    } == {404}
