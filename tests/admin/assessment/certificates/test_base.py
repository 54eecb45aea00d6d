"""What the forms on a certificate share."""

from __future__ import annotations

from licensing.admin.requests.case_buttons import get_act_url
from licensing.choices import Verb
from tests.admin.conftest import At, text_of
from tests.certificates import take_up
from tests.world import World


def test_the_certificate_is_shown_beside_the_form_with_the_documents_of_the_case(world: World, at: At) -> None:
    case = world.filed()
    take_up(world, case)

    page = at(world.otto).get(get_act_url(case, Verb.VERIFY_CERTIFICATE))

    assert "Certificate EE-EUC-7" in text_of(page)
    assert "Fictional Ministry of Defence" in text_of(page)
    assert all(f'value="{one.pk}"' in page.content.decode() for one in case.documents.all())
