"""From an empty draft to the licence, through the real pages of the partner, the officer, the members and the decider."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from licensing.acts.acting import now, to_local_day
from licensing.acts.requests.amending import amend_case
from licensing.models import Case
from tests.browser.conftest import Enter
from tests.browser.walking import Walker
from tests.world import REQUEST, World

A_SHEET = "CSV or XLSX file, up to 5 MB and 5000 lines"
HEADS = "name,quantity,unit,unit_price,currency,control_entries,origin\n"
SHEET = (
    "Ground station,4,NAR,25000,EUR,ML11,UA\n"
    "Launch catapult,{launchers},NAR,12000,EUR,ML10,UA\n"
    "Spare wing,80,NAR,900,EUR,ML10,UA\n"
    "{battery},160,NAR,350.50,EUR,ML10,UA\n"
    "Transport case,40,NAR,600,EUR,ML10,UA\n"
)
PARTIES = (
    ("exporter", "Zhuravel Vyhadka Aero LLC", "UA", "Commercial"),
    ("buyer", "Fictional Ministry", "EE", "Government"),
    ("consignee", "Fictional Depot", "EE", "Government"),
    ("end_user", "Fictional Defence Depot", "EE", "Government"),
)
DOCUMENTS = (
    ("contract", "Contract C-1"),
    ("euc", "End-user certificate 7"),
    ("powers", "Powers to export"),
    ("technical_description", "Technical description Z-40"),
)
OWN_WORDS = "The buyer sends a liaison officer to the first delivery."
OBJECTION = "Two of our brigades still wait for this type."


def test_a_request_goes_from_an_empty_draft_to_a_licence(real_world: World, enter: Enter) -> None:
    paula, otto, rhea, greta, mira, dora = (
        enter(user)
        for user in (
            real_world.paula,
            real_world.otto,
            real_world.rhea,
            real_world.greta,
            real_world.mira,
            real_world.dora,
        )
    )

    _begin(paula)
    _describe_the_goods(paula)
    _submit_too_early(paula)
    _name_the_parties(paula)
    _tell_use_route_and_terms(paula)
    _attach_the_documents(paula)
    reference = _submit(paula)

    _ask(otto, reference)
    _answer(paula)
    _accept(otto, reference)

    _state_the_need_and_sign_with_conditions(rhea, reference)
    _object(greta, reference)
    _approve(mira, reference)
    _grant(dora, reference)
    _read_the_licence(paula, reference)


def test_a_vote_on_a_file_that_changed_is_refused_with_what_changed_and_keeps_the_text(real_world: World, enter: Enter) -> None:
    case = real_world.with_need()
    greta = enter(real_world.greta)
    greta.sign_in()
    _open_the_form_to_sign(greta, str(case.reference))
    greta.tick("Object", "R02")
    greta.type("Comment", OBJECTION)

    more = [REQUEST["items"][0] | {"quantity": "60"}, *REQUEST["items"][1:]]
    amend_case(Case.objects.get(pk=case.pk), real_world.paula, {"items": more}, reason="The buyer needs more")
    # A statement on forty is none on sixty.
    real_world.state_need(Case.objects.get(pk=case.pk))
    greta.press("Sign for your body")

    greta.sees("What changed in the request since you opened this form", "60")
    expect(greta.page.get_by_label("Comment")).to_have_value(OBJECTION)
    expect(greta.page.get_by_label("Object", exact=True)).to_be_checked()
    greta.picture("a-vote-on-a-changed-file")
    greta.press("Sign for your body")
    greta.sees("Your position is recorded.", OBJECTION)


def _begin(paula: Walker) -> None:
    paula.sign_in()
    paula.sees("Your organisation’s requests", "How to begin")
    paula.follow("New request")
    paula.tick("Single permit")
    paula.type("Title", "Forty reconnaissance UAVs")
    paula.press("Begin")
    paula.sees("Still missing", "Choose the partner country.", "Add at least one item.", "Add the end-user certificate.")
    paula.picture("what-is-missing", whole=True)
    paula.follow("About the request")
    paula.choose("Partner country", "EE")
    paula.tick("Direct sale")
    _save(paula)
    paula.misses("Choose the partner country.")


def _describe_the_goods(paula: Walker) -> None:
    paula.follow("Items")
    paula.follow("Add an item")
    paula.type("Name", "Reconnaissance UAV")
    paula.type("Model or type", "Z-40")
    paula.type("Quantity", "40")
    paula.choose("Unit", "NAR")
    paula.type("Price of one", "80 000")
    paula.choose("Currency", "EUR")
    paula.tick("New", "No foreign content under control")
    paula.choose("Country of origin", "UA")
    paula.type("Show only entries with these words", "unmanned")
    paula.page.locator("#id_control_entries-list").get_by_label(re.compile("^ML10 ")).check()
    paula.choose("MTCR category", "none")
    paula.press("Save")
    paula.sees("Reconnaissance UAV", "80 000.00")

    paula.follow("Import from a spreadsheet")
    paula.attach(A_SHEET, "items.csv", HEADS + SHEET.format(launchers="a few", battery=""))
    paula.press("Continue")
    paula.sees(
        "5 lines were read; nothing is imported yet",
        "B3: This is not a number. Write it in digits, such as 40 or 12.5.",
        "A5: This cell must not be empty.",
        "There is 1 item already",
    )
    paula.picture("a-spreadsheet-with-two-bad-rows", whole=True)
    mended = HEADS + SHEET.format(launchers="8", battery="Battery")
    paula.follow("Another file")
    paula.attach(A_SHEET, "items.csv", mended)
    paula.press("Continue")
    paula.press("Import 5 lines")
    paula.sees("Reconnaissance UAV", "Launch catapult", "Battery", "Transport case")
    expect(paula.page.get_by_role("link", name=re.compile("^Change Item"))).to_have_count(6)
    paula.picture("the-items", whole=True)
    paula.follow("All sections")
    paula.misses("Add at least one item.")


def _submit_too_early(paula: Walker) -> None:
    paula.follow("Read back and submit")
    paula.sees("The request cannot be submitted yet", "Nothing is lost.", "Add the exporter.", "Add the end-user certificate.")
    expect(paula.page.get_by_role("button", name="Submit", exact=True)).to_have_count(0)
    paula.sees("Reconnaissance UAV")
    paula.picture("too-early", at="#main")
    paula.follow("All sections")
    paula.sees("Forty reconnaissance UAVs")


def _name_the_parties(paula: Walker) -> None:
    paula.follow("Parties")
    paula.follow("Add a party")
    for role, name, country, kind in PARTIES:
        paula.choose("Role in the transfer", role)
        paula.type("Name", name)
        paula.choose("Country", country)
        paula.tick(kind)
        paula.type("Address", "1 Invented Street")
        paula.press("Save" if role == "end_user" else "Save and add another")
    paula.sees(*(name for _role, name, _country, _kind in PARTIES))
    paula.follow("All sections")
    paula.misses("Add the exporter.", "Add the buyer.", "Add the end user.")


def _tell_use_route_and_terms(paula: Walker) -> None:
    paula.follow("End use")
    paula.type("What the goods will be used for", "Border reconnaissance")
    paula.type("Where they will be used", "Tallinn")
    paula.tick("Military")
    _save(paula)
    paula.follow("Route")
    paula.follow("Add a leg of the route")
    paula.choose("Mode of transport", "road")
    paula.type("From: place", "Lviv")
    paula.choose("From: country", "UA")
    paula.type("To: place", "Tallinn")
    paula.choose("To: country", "EE")
    paula.type("Customs point", "Krakovets")
    paula.press("Save")
    paula.follow("All sections")
    paula.follow("Terms of co-operation")
    paula.type("Contract number", "C-1")
    paula.type("Date of the contract", "2026-01-15")
    paula.choose("Delivery term (Incoterms 2020)", "FCA")
    paula.type("Named place of delivery", "Lviv")
    paula.type("How the goods are paid for", "30 % in advance, the rest on delivery")
    _save(paula)


def _attach_the_documents(paula: Walker) -> None:
    paula.follow("Documents")
    for code, title in DOCUMENTS:
        paula.attach("File", f"{code}.txt", f"Invented: {title}")
        paula.choose("Type of document", code)
        paula.type("Title", title)
        paula.tick("This is a scan of the signed original")
        paula.press("Attach")
        paula.sees(title)
    paula.picture("the-documents")
    paula.follow("All sections")
    paula.sees("Nothing is missing. Read everything back and submit.")


def _submit(paula: Walker) -> str:
    paula.follow("Read back and submit")
    paula.sees("Read your answers before you submit", "Fictional Defence Depot", "Border reconnaissance", "Krakovets", "C-1")
    paula.tick("For Fictional Ministry of Tallinn I declare")
    paula.picture("answers-read-back", at="#id_declared")
    paula.press("Submit")
    paula.sees("Request submitted", "Your reference", "Digest (SHA-256)", "What happens next")
    paula.picture("the-receipt")
    reference = paula.page.locator(".govuk-panel__body strong").inner_text()
    paula.follow("Follow the request")
    paula.sees(reference, "Completeness check")
    return reference


def _ask(otto: Walker, reference: str) -> None:
    otto.sign_in()
    otto.sees("Waits for you now", reference, "Forty reconnaissance UAVs")
    otto.picture("the-officers-desk")
    _open_from_the_desk(otto, reference, "Check")
    otto.follow("Take on the file")
    otto.press("Take on the file")
    otto.sees("You are the case officer of this file now.", "What you may do now")
    otto.follow("Ask a question")
    otto.type("Question", "Which unit will use the UAVs?")
    otto.choose("What it is about", "end_use")
    otto.press("Ask the applicant a question")
    otto.sees("The question is with the applicant.", "Which unit will use the UAVs?", "Stands still")
    otto.picture("a-question-and-the-clock-stands-still")


def _answer(paula: Walker) -> None:
    paula.go("/")
    paula.sees("Waiting for you", "1 question to answer", "open question")
    paula.picture("the-badge")
    paula.follow("1 question to answer")
    paula.sees("question waits for your answer", "The clock stands still.", "Which unit will use the UAVs?")
    paula.follow("Answer…")
    paula.type("Answer", "The reconnaissance company of the border brigade.")
    paula.attach("Attach a file", "unit.txt", "Invented letter of the end user")
    paula.tick("Yes, in full")
    paula.picture("the-answer", whole=True)
    paula.press("Send")
    paula.misses("question waits for your answer", "The clock stands still.")
    paula.go("/")
    paula.misses("question to answer", "open question")


def _accept(otto: Walker, reference: str) -> None:
    otto.go("/admin/")
    otto.sees("Read the answer to a question")
    _open_from_the_desk(otto, reference, "Read")
    otto.sees("The reconnaissance company of the border brigade.", "unit.txt")
    otto.follow("Accept an answer")
    otto.press("Accept the answer")
    otto.sees("The answer is accepted.")
    otto.follow("Accept as complete")
    otto.sees("Procedure of the tests", "Every case of the tests")
    otto.press("Accept the file as complete")
    otto.sees("The file is accepted. The legal clock runs, and the first stage is open.", "Has not spoken yet")


def _state_the_need_and_sign_with_conditions(rhea: Walker, reference: str) -> None:
    rhea.sign_in()
    _open_from_the_desk(rhea, reference, "State")
    rhea.tick("Limited")
    rhea.type("Holds until", _in_days(30))
    rhea.press("State the domestic need")
    rhea.sees("The domestic need is stated.")
    rhea.follow("Sign")
    rhea.sees("You sign version 1")
    rhea.tick("Approve with conditions", "P01")
    rhea.tick("P03")
    rhea.page.locator("#id_conditions_P03_days").fill("30")
    rhea.type("In your own words", OWN_WORDS)
    rhea.picture("signing-with-conditions", whole=True)
    rhea.press("Sign for your body")
    rhea.sees("Your position is recorded.", OWN_WORDS, "within 30 days of each delivery")


def _object(greta: Walker, reference: str) -> None:
    greta.sign_in()
    _open_the_form_to_sign(greta, reference)
    greta.tick("Object", "R02")
    greta.type("Comment", OBJECTION)
    greta.picture("an-objection-with-grounds")
    greta.press("Sign for your body")
    greta.sees("Your position is recorded.", OBJECTION)


def _approve(mira: Walker, reference: str) -> None:
    mira.sign_in()
    _open_the_form_to_sign(mira, reference)
    mira.tick("Approve")
    mira.press("Sign for your body")
    mira.sees("Your position is recorded.", "Passed", "Dissent")
    mira.picture("the-ministries-have-spoken", at="#signoff")


def _grant(dora: Walker, reference: str) -> None:
    dora.sign_in()
    _open_from_the_desk(dora, reference, "Decide")
    dora.sees("Passed", "Dissent", "General Staff", OBJECTION)
    dora.follow("Grant")
    dora.sees("What the stages came to", "Dissent", "Nobody votes here: the resolution decides.", OWN_WORDS)
    dora.type("Number of the resolution", "417-r")
    dora.type("Date of the resolution", _in_days(0))
    dora.type("Why more is granted than can be spared", "The General Staff releases its reserve.")
    dora.picture("recording-the-grant", whole=True)
    dora.press("Record the government's grant")
    dora.sees("The grant is recorded.", "417-r")
    dora.picture("granted", at="#decision")


def _read_the_licence(paula: Walker, reference: str) -> None:
    paula.go("/")
    paula.follow("Forty reconnaissance UAVs")
    paula.sees("The decision: Grant", "417-r")
    paula.misses(OBJECTION, "General Staff")
    paula.picture("the-decision")
    paula.follow("Licence …")
    paula.sees(
        reference,
        "What may be delivered",
        "Reconnaissance UAV",
        "Transport case",
        "Proof of delivery is filed within 30 days of each delivery.",
        OWN_WORDS,
    )
    paula.picture("the-licence", whole=True)


def _open_from_the_desk(walker: Walker, reference: str, button: str = "") -> None:
    """Open the case from the desk, or one of its forms by the button beside it."""
    row = walker.in_row(reference)
    row.get_by_role("link", name=button or reference).first.click()


def _open_the_form_to_sign(walker: Walker, reference: str) -> None:
    """By way of the case, which whoever signs should have read."""
    _open_from_the_desk(walker, reference, "Sign")
    walker.follow("Sign")


def _save(paula: Walker) -> None:
    """Save a section, which leads back to the list of all sections."""
    paula.press("Save")
    paula.sees("Fill them in in any order.")


def _in_days(days: int) -> str:
    return to_local_day(now()).fromordinal(to_local_day(now()).toordinal() + days).isoformat()
