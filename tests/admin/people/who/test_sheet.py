"""The sheet of rights: every line of the day, and no formula."""

from __future__ import annotations

import csv
import io

from django.urls import reverse

from licensing.models import User
from tests.admin.conftest import At
from tests.administrators import today
from tests.by_hand import by_hand
from tests.world import World

WHO = reverse("admin:licensing_who")


def test_the_sheet_holds_all_rights_of_the_day_and_no_formula(world: World, at: At) -> None:
    with by_hand():
        User.objects.filter(pk=world.rhea.pk).update(name='=HYPERLINK("https://example.org")')

    response = at(world.audra).get(WHO, {"format": "csv", "body": "MOD"})

    heading, line = csv.reader(io.StringIO(response.content.decode("utf-8-sig")))
    told = dict(zip(heading, line, strict=True))
    assert response["Content-Disposition"] == f'attachment; filename="rights-{today()}.csv"'
    assert told["Person"] == '\'=HYPERLINK("https://example.org")'
    assert (told["Right"], told["From"], told["On the day"]) == ("Mandate for a body: holder", "2020-01-01", str(today()))
    assert "Sign" in told["What it lets one do"].split("; ")
