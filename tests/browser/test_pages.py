"""Every page that each person reaches by links, on portal and desk, in both languages."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from licensing.acts.acting import now, to_local_day
from licensing.acts.decisions import appeal
from licensing.acts.licences.ledger import draw_down_licence
from licensing.acts.licences.licence import revoke_licence, surrender_licence, suspend_licence
from licensing.acts.requests import drafting, submission
from licensing.acts.requests.questions import ask_question
from licensing.choices import MembershipRole, Office
from licensing.models import Appointment, Membership, User
from tests.admin.conftest import call_sitting
from tests.browser.crawling import Crawl
from tests.by_hand import by_hand
from tests.trial import make_refused_case
from tests.world import ALWAYS, World, clearance

LONG_NAME = "Специфікація_до_договору_поставки_без_жодного_пропуску_щоб_побачити_чи_не_розширює_сторінку_v2_final.txt"


def read_only(world: World) -> User:
    """A colleague of Paula's who may read and nothing else."""
    with by_hand():
        reader = User.objects.create(email="rosa@example.org", name="Rosa")
        Membership.objects.create(user=reader, organisation=world.partner, role=MembershipRole.READER)
    return reader


def administrator(world: World) -> User:
    """An administrator by office: being a superuser opens no form at the desk."""
    with by_hand():
        user = User.objects.create(email="ada@example.org", name="Ada", is_staff=True)
        Appointment.objects.create(user=user, kind=Office.ADMINISTRATOR, period=ALWAYS)
    return user


ROLES: dict[str, Callable[[World], User]] = {
    "partner": lambda world: world.paula,
    "reader": read_only,
    "officer": lambda world: world.otto,
    "member": lambda world: world.greta,
    "decider": lambda world: world.dora,
    "auditor": lambda world: world.audra,
    "policy officer": lambda world: world.pol,
    "administrator": administrator,
}


def furnish(world: World) -> dict[str, str]:
    """Cases in every state, with all that may hang on them; the state of each, and of each licence, by its id."""
    draft = world.ready(cooperation_form="mixed", title="Жодного_пропуску_у_назві_цієї_заяви_" * 3)
    drafting.attach_document(
        draft,
        world.paula,
        content=b"Invented",
        file_name=LONG_NAME,
        about={"type": "contract", "title": LONG_NAME, "number": "8"},
    )
    plan = world.draft(kind="country_plan", projects=[{"title": "One", "form": "mixed"}])
    question = ask_question(world.accepted(), world.otto, text="Which depot?", due_on=to_local_day(now()) + timedelta(days=9))
    returned = submission.send_back_case(
        world.filed(title="Returned"), world.otto, grounds=["N01"], reason="Name the end user."
    )
    licence = world.licence(title="Granted")
    draw_down_licence(licence, world.cus, clearance("m-1", 15))
    suspended = suspend_licence(world.licence(title="Suspended"), world.otto, reason="Urgent need at home.")
    revoked = revoke_licence(world.licence(title="Revoked"), world.dora, reason="The end user sold the goods on.")
    # Its reports are due at once, and wait on the first page of its holder.
    surrendered = surrender_licence(world.licence(title="Given back"), world.paula, reason="No longer needed.")
    waiting = world.before_government(title="Proposed")
    call_sitting(world, waiting)
    withdrawn = submission.withdraw_case(world.filed(title="Withdrawn"), world.paula, reason="No longer needed.")
    states = {
        "draft": draft,
        "plan": plan,
        "filed": world.filed(title="Filed"),
        "asked": question.case,
        "returned": returned,
        "signing": world.with_need(title="Signing"),
        "proposed": waiting,
        "granted": licence.case,
        "withdrawn": withdrawn,
    }
    states["refused"] = make_refused_case(world)
    appealed = make_refused_case(world)
    states["appealed"] = appeal.appeal_case(appealed, world.paula, reason="The shortage is over.")
    licences = {"granted": licence, "suspended": suspended, "revoked": revoked, "surrendered": surrendered}
    return {str(row.pk): state for rows in (states, licences) for state, row in rows.items()}


def enter(chromium: Browser, live_server: LiveServer, user: User, language: str) -> Crawl:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    context = chromium.new_context(base_url=live_server.url, reduced_motion="reduce")
    context.set_default_timeout(30_000)
    cookies = {django_settings.SESSION_COOKIE_NAME: client.cookies[django_settings.SESSION_COOKIE_NAME].value}
    cookies[django_settings.LANGUAGE_COOKIE_NAME] = language
    context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()])
    return Crawl(context.new_page(), live_server.url)


def list_walks() -> list[tuple[str, str]]:
    """Who walks in which language: with CRAWL=all everybody in both, else each in one, so that CI does not take too long."""
    languages = ("en", "uk")
    if os.environ.get("CRAWL") == "all":
        return [(role, language) for role in ROLES for language in languages]
    return [(role, languages[place % 2]) for place, role in enumerate(ROLES)]


@pytest.mark.parametrize(("role", "language"), list_walks())
def test_every_page_that_can_be_reached(
    role: str,
    language: str,
    real_world: World,
    chromium: Browser,
    live_server: LiveServer,
    settings: LazySettings,
    tmp_path: Path,
) -> None:
    settings.MEDIA_ROOT = tmp_path / "documents"
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    user, states = ROLES[role](real_world), furnish(real_world)
    with by_hand():
        User.objects.filter(pk=user.pk).update(language=language)
    crawl = enter(chromium, live_server, user, language)
    crawl.states = states
    crawl.follow(["/admin/" if user.is_staff else "/"], language)
    crawl.page.context.close()
    print(f"{role}, {language}: {crawl.pages} pages, {sum(crawl.done.values())} checks, {len(crawl.faults)} faults")

    assert not crawl.faults, "\n".join(crawl.faults)
