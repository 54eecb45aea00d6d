"""The inventory of the portal: pages for people of partner organisations, each of what is theirs."""

from __future__ import annotations

from typing import Final

from config.inventory.declaration import Entry, Who

_CASE = "cases/<uuid:case_id>/"
_DRAFT = f"{_CASE}draft/"
_IMPORT = f"{_DRAFT}items/import/<uuid:import_id>/"
_ROWS = f"{_DRAFT}lists/<slug:slug>/"
_REGISTER = "register/link/<str:token>/"
_INTEREST = "interests/<uuid:interest_id>/"
_LICENCE = "licences/<uuid:licence_id>/"

ENTRIES: Final = (
    Entry("", Who.READERS, "Requests of one's organisations, and what waits for one"),
    Entry("cases/new/", Who.DRAFTERS, "Begin a request"),
    Entry("items.<str:kind>", Who.READERS, "An empty sheet for items", shows=False),
    Entry(_CASE, Who.READERS, "A request and what becomes of it"),
    Entry(f"{_CASE}copy/", Who.DRAFTERS, "Begin a request as a copy of another"),
    Entry(_DRAFT, Who.READERS, "The parts of a draft; whoever drafts writes them"),
    Entry(f"{_DRAFT}documents/", Who.DRAFTERS, "Documents of a draft"),
    Entry(f"{_DRAFT}documents/<uuid:document_id>/remove/", Who.DRAFTERS, "Take a document off a draft"),
    Entry(f"{_DRAFT}items/import/", Who.DRAFTERS, "Read items from a sheet"),
    Entry(_IMPORT, Who.DRAFTERS, "What a sheet would bring"),
    Entry(f"{_IMPORT}check/", Who.DRAFTERS, "Check a sheet again", shows=False),
    Entry(f"{_IMPORT}discard/", Who.DRAFTERS, "Forget a sheet", shows=False),
    Entry(f"{_DRAFT}items/export.<str:kind>", Who.READERS, "The items as a sheet", shows=False),
    Entry(_ROWS, Who.DRAFTERS, "The rows of a list of a draft"),
    Entry(f"{_ROWS}add/", Who.DRAFTERS, "Add a row"),
    Entry(f"{_ROWS}<int:place>/", Who.DRAFTERS, "Change a row"),
    Entry(f"{_ROWS}<int:place>/remove/", Who.DRAFTERS, "Remove a row"),
    Entry(f"{_DRAFT}<slug:slug>/", Who.DRAFTERS, "A section of a draft"),
    Entry(f"{_CASE}amend/", Who.SUBMITTERS, "Begin an amendment"),
    Entry(f"{_CASE}amend/cost/", Who.DRAFTERS, "What an amendment would cost in time and positions"),
    Entry(f"{_CASE}amend/file/", Who.SUBMITTERS, "File an amendment"),
    Entry(f"{_CASE}amend/give-up/", Who.READERS, "Throw one's own working copy away, if there is one"),
    Entry(f"{_CASE}check/", Who.DRAFTERS, "Read back; whoever submits submits"),
    Entry(f"{_CASE}receipt/", Who.READERS, "The receipt of a filed version"),
    Entry(f"{_CASE}papers/<slug:kind>.pdf", Who.READERS, "The receipt of a request, or the paper of its decision", shows=False),
    Entry(f"{_CASE}withdraw/", Who.SUBMITTERS, "Withdraw a request"),
    Entry(f"{_CASE}appeal/", Who.SUBMITTERS, "Appeal against a refusal"),
    Entry(f"{_CASE}content/", Who.READERS, "The content of a request"),
    Entry(f"{_CASE}schedules/<slug:name>.csv", Who.READERS, "A schedule of the terms as a sheet", shows=False),
    Entry(f"{_CASE}deliveries.csv", Who.READERS, "What has left under an authorisation as a sheet", shows=False),
    Entry(f"{_CASE}versions/<int:number>/", Who.READERS, "A filed version"),
    Entry(
        f"{_CASE}versions/<int:number>/schedules/<slug:name>.csv",
        Who.READERS,
        "A schedule of a filed version as a sheet",
        shows=False,
    ),
    Entry(f"{_CASE}documents/<uuid:document_id>/", Who.READERS, "A document", shows=False),
    Entry(f"{_CASE}questions/<uuid:question_id>/", Who.READERS, "A question; whoever submits answers it"),
    Entry("licences/", Who.READERS, "Licences of one's organisations"),
    Entry(_LICENCE, Who.READERS, "A licence and its ledger"),
    Entry(f"{_LICENCE}reports/<int:number>/<slug:kind>/", Who.SUBMITTERS, "A report on use"),
    Entry(f"{_LICENCE}duties/<uuid:duty_id>/", Who.SUBMITTERS, "Evidence on a condition"),
    Entry(f"{_LICENCE}appeal/", Who.SUBMITTERS, "Appeal against a revocation"),
    Entry(f"{_LICENCE}vary/", Who.SUBMITTERS, "Ask to vary a licence"),
    Entry(f"{_LICENCE}vary/withdraw/", Who.SUBMITTERS, "Withdraw a variation that was asked"),
    Entry(f"{_LICENCE}deliveries.csv", Who.READERS, "What has left under a licence as a sheet", shows=False),
    Entry(f"{_LICENCE}papers/<int:number>.pdf", Who.READERS, "A paper of a licence", shows=False),
    Entry(f"{_LICENCE}notices/<int:number>.pdf", Who.READERS, "A notice of a suspension", shows=False),
    Entry(f"{_LICENCE}surrender/", Who.SUBMITTERS, "Give a licence back"),
    Entry("colleagues/", Who.READERS, "Who else works on the organisation's requests"),
    Entry("colleagues/<uuid:organisation_id>/invite/", Who.ADMINISTRATORS, "Invite a colleague"),
    Entry("colleagues/invitations/<uuid:invitation_id>/again/", Who.ADMINISTRATORS, "Send an invitation again"),
    Entry("colleagues/invitations/<uuid:invitation_id>/back/", Who.ADMINISTRATORS, "Take an invitation back"),
    Entry("colleagues/roles/<uuid:proposal_id>/confirm/", Who.ADMINISTRATORS, "Confirm a role, as the second person"),
    Entry("colleagues/roles/<uuid:proposal_id>/decline/", Who.ADMINISTRATORS, "Decline a role, as the second person"),
    Entry("colleagues/members/<int:membership_id>/role/", Who.ADMINISTRATORS, "Give a colleague another role"),
    Entry("colleagues/members/<int:membership_id>/remove/", Who.ADMINISTRATORS, "Remove a colleague; each may leave"),
    Entry("colleagues/<uuid:organisation_id>/hand-over/<uuid:person_id>/", Who.ADMINISTRATORS, "Hand over drafts"),
    Entry("systems/", Who.READERS, "Systems of the organisation, or that one answers for"),
    Entry("systems/<uuid:system_id>/secrets/", Who.OWNERS, "The secrets of a system, each shown once"),
    Entry("webhooks/<uuid:endpoint_id>/", Who.OWNERS, "One webhook: its new secret, off, on, and its end"),
    Entry("interests/", Who.READERS, "Expressions of interest of one's organisations"),
    Entry("interests/new/", Who.SUBMITTERS, "Express an interest"),
    Entry(_INTEREST, Who.READERS, "An expression of interest, with its log"),
    Entry(f"{_INTEREST}counter/", Who.SUBMITTERS, "Make a counter-offer"),
    Entry(f"{_INTEREST}accept/", Who.SUBMITTERS, "Accept an offer of the state"),
    Entry(f"{_INTEREST}withdraw/", Who.SUBMITTERS, "Withdraw an expression of interest"),
    Entry("check/<str:token>/", Who.EVERYBODY, "Whether a paper holds, by its code, and nothing else of it"),
    Entry("measures/", Who.EVERYBODY, "The measures of the state, in force, announced and over"),
    Entry("measures/<uuid:measure_id>/", Who.EVERYBODY, "A measure of the state with its history"),
    Entry("register/", Who.EVERYBODY, "Ask that an organisation is registered; a link goes to the address"),
    Entry("register/sent/", Who.EVERYBODY, "Says that a letter is on its way"),
    Entry(_REGISTER, Who.LINK, "The registration of an organisation, and what became of it"),
    Entry(f"{_REGISTER}details/", Who.LINK, "What is said of the organisation"),
    Entry(f"{_REGISTER}documents/", Who.LINK, "Documents of the registration"),
    Entry(f"{_REGISTER}documents/<uuid:paper_id>/remove/", Who.LINK, "Take a document off the registration", shows=False),
    Entry("preferences/", Who.SELF, "Your account: language, time zone, mails, and the ways to the rest"),
    Entry("language/", Who.EVERYBODY, "The language in which one reads", shows=False),
)
