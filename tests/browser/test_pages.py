"""Every page that each person reaches by links, on portal and desk, in both languages."""

from __future__ import annotations

import os
import re
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
from tests.browser.furnishing import furnish_change_sets, furnish_people
from tests.by_hand import by_hand
from tests.old_plans import draft_old_plan
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


# With CRAWL=all everybody walks in both languages; else each in one, so that CI does not take too long.
EVERYTHING = os.environ.get("CRAWL") == "all"
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
    plan = draft_old_plan(world)
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
    furnish_people(world)
    licences = {"granted": licence, "suspended": suspended, "revoked": revoked, "surrendered": surrendered}
    known = {str(row.pk): state for rows in (states, licences) for state, row in rows.items()}
    return known | furnish_change_sets(world)


def enter(chromium: Browser, live_server: LiveServer, user: User, language: str) -> Crawl:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    context = chromium.new_context(base_url=live_server.url, reduced_motion="reduce")
    context.set_default_timeout(30_000)
    cookies = {django_settings.SESSION_COOKIE_NAME: client.cookies[django_settings.SESSION_COOKIE_NAME].value}
    cookies[django_settings.LANGUAGE_COOKIE_NAME] = language
    context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()])
    return Crawl(context.new_page(), live_server.url)


Walk = tuple[str, str]
# Fewer pages than this, and links are missing: a walk that ends early finds no fault.
FEWEST = {
    "partner": 55,
    "reader": 25,
    "officer": 40,
    "member": 20,
    "decider": 40,
    "auditor": 60,
    "policy officer": 60,
    "administrator": 50,
}
# Whoever keeps no reference lists reads them alike; in the short run the auditor reads them for all.
READ_ALIKE = {"officer", "member", "decider"}
LISTS = re.compile(
    r"^/admin/licensing/(casekind|requirement|documenttype|condition|refusalground|returnground|criterion|criterionset|criterionquestion|controlentry"
    r"|country|unit|currency|exchangerate|incoterm|itemfamily|splittingrule|certificatetemplate|sourcekind|calendar|reminderrule|quiethours)/"
)


def list_walks(*, everything: bool) -> list[list[Walk]]:
    """Who walks in which language, in groups that share one world: everybody in both, or each in one, for CI."""
    languages = ("en", "uk")
    if everything:
        return [[(role, language) for language in languages] for role in ROLES]
    walks = [(role, languages[place % 2]) for place, role in enumerate(ROLES)]
    return [walks[place::4] for place in range(4)]


@pytest.mark.parametrize("walks", list_walks(everything=EVERYTHING), ids=lambda walks: ", ".join(map(" ".join, walks)))
def test_every_page_that_can_be_reached(
    walks: list[Walk],
    real_world: World,
    chromium: Browser,
    live_server: LiveServer,
    settings: LazySettings,
    tmp_path: Path,
) -> None:
    settings.MEDIA_ROOT = tmp_path / "documents"
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    people = {role: ROLES[role](real_world) for role in {role for role, _language in walks}}
    states, faults = furnish(real_world), list[str]()
    for role, language in walks:
        with by_hand():
            User.objects.filter(pk=people[role].pk).update(language=language)
        crawl = enter(chromium, live_server, people[role], language)
        crawl.states = states
        crawl.left_out = LISTS if role in READ_ALIKE and not EVERYTHING else None
        crawl.follow(["/admin/" if people[role].is_staff else "/"], language)
        crawl.page.context.close()
        print(f"{role}, {language}: {crawl.pages} pages, {sum(crawl.done.values())} checks, {len(crawl.faults)} faults")
        assert crawl.pages > FEWEST[role], f"{role} has reached {crawl.pages} pages only"
        faults += [f"{role}, {language}: {fault}" for fault in crawl.faults]

    assert not faults, "\n".join(faults)
