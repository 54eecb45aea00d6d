"""The inventory of the desk: what each table is, who reads it, and the page of each act.

The framework of the admin brings five pages for every table. They are declared once for each table and each kind of page; who
reads a table is said with it, and no page of the framework writes where only acts do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from config.inventory.declaration import Entry, Who

_FRAMEWORK: Final = "the framework of the desk lists and shows rows by the permissions of our class"
# What follows the name of a table in an address, and what that page is.
_KINDS: Final[Mapping[str, tuple[str, bool]]] = {
    "": ("list", True),
    "add/": ("open one, where an act does not do it", True),
    "<path:object_id>/change/": ("one row", True),
    "<path:object_id>/delete/": ("nothing is deleted here: refused", False),
    "<path:object_id>/history/": ("the framework's own list of edits: refused; what happened is in the record", False),
    "<path:object_id>/": ("leads to the row", False),
}
# Of these tables the framework brings less: their rows have pages of ours, or none.
_ONLY: Final[Mapping[str, frozenset[str]]] = {
    "case": frozenset({"", "add/"}),
    "licence": frozenset({"", "add/"}),
    "sitting": frozenset({"", "add/"}),
    "usage": frozenset({""}),
}
_TABLES: Final[Mapping[str, tuple[Who, str]]] = {
    "case": (Who.DESK, "Cases, of which each sees theirs"),
    "licence": (Who.SEEING, "Licences"),
    "usage": (Who.SEEING, "Irregular clearances"),
    "sitting": (Who.AUTHORITY, "Sittings"),
    "event": (Who.SEEING, "The record of what happened"),
    "delivery": (Who.OPERATORS, "Messages"),
    "unsentevent": (Who.OPERATORS, "Events set aside"),
    "endpoint": (Who.AUTHORITY_AND_OWNERS, "Systems that listen"),
    "user": (Who.AUTHORITY_AND_KEEPERS, "Accounts"),
    "body": (Who.AUTHORITY_AND_KEEPERS, "State bodies"),
    "organisation": (Who.AUTHORITY_AND_KEEPERS, "Partner organisations"),
    "rightproposal": (Who.AUTHORITY_AND_HEADS, "Proposed rights"),
    "rightcorrection": (Who.AUTHORITY_AND_HEADS, "Corrected rights"),
    "accountproposal": (Who.KEEPERS_AND_AUDITORS, "Proposed changes of accounts"),
    "addresschange": (Who.KEEPERS_AND_AUDITORS, "Changes of address"),
    "registration": (Who.AUTHORITY_AND_KEEPERS, "Registrations of organisations"),
    "invitation": (Who.KEEPERS, "Invitations"),
    "absence": (Who.DESK, "Absences, and who stands in"),
    "system": (Who.AUTHORITY_AND_OWNERS, "Systems"),
    "emergencyaccess": (Who.KEEPERS_AND_AUDITORS, "Accesses in an emergency"),
    "mandate": (Who.AUTHORITY_AND_KEEPERS, "Mandates"),
    "appointment": (Who.AUTHORITY_AND_KEEPERS, "Offices"),
    "membership": (Who.AUTHORITY_AND_KEEPERS, "Memberships of organisations"),
    "changeset": (Who.DESK, "Changes of what decides"),
    "measure": (Who.AUTHORITY, "Measures of the state"),
    "listversion": (Who.AUTHORITY, "Lists of listed parties"),
    "screeninghit": (Who.AUTHORITY, "Hits of screening"),
    "procedure": (Who.DESK, "Procedures"),
    "routingrow": (Who.DESK, "The decision table"),
    "calendar": (Who.DESK, "Calendars"),
    "casekind": (Who.DESK, "Kinds of case"),
    "condition": (Who.DESK, "Conditions"),
    "controlentry": (Who.DESK, "Control lists"),
    "country": (Who.DESK, "Countries and tiers"),
    "criterion": (Who.DESK, "Criteria"),
    "currency": (Who.DESK, "Currencies"),
    "documenttype": (Who.DESK, "Types of document"),
    "exchangerate": (Who.DESK, "Exchange rates"),
    "incoterm": (Who.DESK, "Delivery terms"),
    "itemfamily": (Who.DESK, "Item families"),
    "quiethours": (Who.DESK, "Quiet hours"),
    "refusalground": (Who.DESK, "Grounds of refusal"),
    "reminderrule": (Who.DESK, "Reminders"),
    "requirement": (Who.DESK, "What a file needs"),
    "returnground": (Who.DESK, "Grounds for sending back"),
    "splittingrule": (Who.DESK, "Rules on splitting"),
    "unit": (Who.DESK, "Units"),
    "supplyplan": (Who.SUPPLY, "Supply plans"),
    "countryplan": (Who.AUTHORITY_AND_GROUP, "Country plans of the state"),
    "participant": (Who.PLAN_READERS, "Makers and investors"),
    "interest": (Who.WEIGHING, "Expressions of interest"),
}
# The tables that are governed lists: each has the same pages on which rows are proposed and reworded.
_GOVERNED: Final = (
    *("body", "calendar", "casekind", "condition", "controlentry", "country", "criterion", "currency", "documenttype"),
    *("exchangerate", "incoterm", "itemfamily", "quiethours", "refusalground", "reminderrule", "requirement"),
    *("returnground", "splittingrule", "unit"),
)
_GOVERNED_PAGES: Final[tuple[tuple[str, Who | None, str], ...]] = (
    ("propose/", Who.POLICY, "propose a new row"),
    ("import/", Who.POLICY, "read a file into a draft"),
    ("export/", None, "the list as a file"),  # for whoever reads the list
    ("<path:row_id>/propose/", Who.POLICY, "propose a change of a row"),
    ("<path:row_id>/end/", Who.POLICY, "propose that a row ends"),
    ("<path:row_id>/reword/", Who.POLICY, "reword a row"),
    ("<path:row_id>/undo/<uuid:rewording_id>/", Who.POLICY, "give a row its former words back"),
)
_CHANGE_SET: Final = "changeset/<uuid:set_id>/"
_TABLE_DRAFT: Final = "routingrow/draft/<uuid:set_id>/"
_PROCEDURE_DRAFT: Final = "procedure/draft/<uuid:set_id>/"
_LICENCE: Final = "licence/<uuid:licence_id>/"
_SITTING: Final = "sitting/<uuid:sitting_id>/"
_CASE: Final = "case/<uuid:case_id>/"
_ACTS: Final = (
    (f"{_CASE}change/", Who.SEEING, "A case with all that belongs to it"),
    (f"{_LICENCE}change/", Who.SEEING, "A licence with its ledger, conditions and duties"),
    (f"{_SITTING}change/", Who.AUTHORITY, "A sitting"),
    (f"{_CASE}act/<slug:verb>/", Who.ACTING, "The form of an act on a case"),
    (f"{_CASE}assess/<slug:kind>/", Who.ACTING, "The form on which an assessment is recorded"),
    (f"{_CASE}questions/<uuid:question_id>/<slug:verb>/", Who.ACTING, "The form of an act on a question"),
    (f"{_CASE}documents/<uuid:document_id>/", Who.SEEING, "A document"),
    (f"{_CASE}schedules/<slug:name>.csv", Who.SEEING, "A schedule of the terms as a sheet"),
    (f"{_LICENCE}act/<slug:verb>/", Who.ACTING, "The form of an act on a licence"),
    (f"{_LICENCE}duties/<uuid:duty_id>/act/<slug:verb>/", Who.ACTING, "The form of an act on evidence"),
    (f"{_LICENCE}conditions/<int:place>/act/<slug:verb>/", Who.ACTING, "The form of a record on a condition"),
    (f"{_LICENCE}records/<uuid:record_id>/act/<slug:verb>/", Who.ACTING, "The form of an act on a record"),
    (f"{_LICENCE}usages/<uuid:usage_id>/act/<slug:verb>/", Who.ACTING, "The form of an act on a clearance"),
    ("sitting/call/", Who.SITTING, "Call a sitting"),
    (f"{_SITTING}attendance/", Who.SITTING, "Record who attends"),
    (f"{_SITTING}confirm/", Who.SITTING, "Confirm one's own attendance"),
    (f"{_SITTING}agenda/", Who.SITTING, "Put cases on the agenda"),
    (f"{_SITTING}agenda/<uuid:case_id>/", Who.SITTING, "What is proposed for a case"),
    (f"{_SITTING}agenda/<uuid:case_id>/off/", Who.SITTING, "Take a case off the agenda"),
    (f"{_SITTING}conclude/", Who.SITTING, "Conclude a sitting, with what was decided"),
    (f"{_SITTING}minutes/", Who.SITTING, "The minutes"),
    (f"{_SITTING}minutes.<slug:language>.pdf", Who.SITTING, "The minutes as a file"),
    ("registration/<uuid:registration_id>/accept/", Who.OFFICERS, "Accept a registration"),
    ("registration/<uuid:registration_id>/return/", Who.OFFICERS, "Send a registration back, with what is missing"),
    ("registration/<uuid:registration_id>/documents/<uuid:document_id>/", Who.OFFICERS, "A document of a registration"),
    ("user/open/", Who.KEEPERS, "Open the account of a system"),
    ("user/<uuid:user_id>/correct/", Who.KEEPERS, "Correct the account of somebody else"),
    ("user/<uuid:user_id>/close/", Who.KEEPERS, "Close the account of somebody else"),
    ("user/<uuid:user_id>/reopen/", Who.KEEPERS, "Open a closed account again"),
    ("body/<str:code>/correct-head/<uuid:person_id>/", Who.KEEPERS, "Correct the past of the head of a body"),
    ("rightproposal/who/", Who.KEEPERS_AND_HEADS, "Who may what, now or on a past day"),
    ("rightproposal/who/<slug:kind>/<str:key>/", Who.KEEPERS_AND_HEADS, "One right with its events"),
    ("rightproposal/propose/<slug:kind>/", Who.KEEPERS, "Propose a right for somebody else"),
    ("rightproposal/<uuid:proposal_id>/confirm/", Who.KEEPERS, "Confirm a right, as the second person"),
    ("rightproposal/<uuid:proposal_id>/decline/", Who.KEEPERS, "Decline a right, as the second person"),
    ("rightcorrection/<uuid:correction_id>/review/", Who.REVIEWERS, "Close the review of a corrected right"),
    ("addresschange/<uuid:change_id>/confirm/", Who.KEEPERS, "Confirm a new address, as the second person"),
    ("addresschange/<uuid:change_id>/decline/", Who.KEEPERS, "Decline a new address, as the second person"),
    ("supplyplan/enter/", Who.SUPPLY, "Enter a supply plan"),
    (
        "supplyplan/raises/<uuid:investment_id>/<slug:step>/",
        Who.SUPPLY,
        "Confirm what an investment adds, or that a plan has it",
    ),
    ("supplyplan/<uuid:plan_id>/periods.csv", Who.SUPPLY, "The periods of a supply plan as a file"),
    ("countryplan/open/", Who.BODIES, "Open a country plan"),
    ("countryplan/countries/", Who.AUTHORITY_AND_GROUP, "All countries: who asks for what, against what can be spared"),
    ("countryplan/countries/<str:code>/", Who.AUTHORITY_AND_GROUP, "One country: plan, requests, deliveries and measures"),
    ("countryplan/countries/<str:code>/briefing.<slug:language>.pdf", Who.AUTHORITY_AND_GROUP, "All of a country as a PDF"),
    ("countryplan/<uuid:plan_id>/plan.<slug:language>.pdf", Who.AUTHORITY_AND_GROUP, "A country plan as a PDF"),
    ("countryplan/<uuid:plan_id>/act/<slug:step>/", Who.GROUP, "The form of an act on a country plan"),
    ("countryplan/projects/<uuid:project_id>/act/<slug:step>/", Who.GROUP, "The form of an act on a project of a country plan"),
    ("countryplan/requests/<uuid:case_id>/out/", Who.GROUP, "Take a request out of a project of a country plan"),
    ("countryplan/versions/<uuid:version_id>/", Who.AUTHORITY_AND_GROUP, "A version of a country plan, to be printed"),
    ("countryplan/versions/<uuid:version_id>/back/", Who.GROUP, "Call a version of a country plan back from review"),
    ("countryplan/versions/<uuid:version_id>/decide/", Who.DECIDERS, "Record the government's decision on a country plan"),
    ("countryplan/investments/<uuid:investment_id>/act/<slug:step>/", Who.GROUP, "The form of an act on an investment"),
    ("participant/enter/", Who.PARTICIPANTS, "Enter a maker or an investor"),
    ("participant/<uuid:participant_id>/act/<slug:step>/", Who.PARTICIPANTS, "The form of an act on a maker or an investor"),
    ("interest/<uuid:interest_id>/answer/", Who.OFFICERS, "Answer an expression of interest"),
    ("interest/<uuid:interest_id>/offer/", Who.OFFICERS, "Make an offer of the state"),
    ("interest/<uuid:interest_id>/agree/", Who.OFFICERS, "Accept a counter-offer"),
    ("interest/<uuid:interest_id>/decline/", Who.OFFICERS, "Decline an expression of interest"),
    ("absence/record/", Who.DESK, "Record one's own absence"),
    ("absence/hand-over/", Who.DESK, "Hand a seat that one holds over to a confirmed deputy"),
    ("absence/<uuid:absence_id>/take-back/", Who.DESK, "Take one's own absence back"),
    ("system/propose/<slug:kind>/", Who.KEEPERS, "Propose a system, or more of one"),
    ("system/<uuid:system_id>/confirm/", Who.KEEPERS, "Confirm a system, as the second person"),
    ("system/<uuid:system_id>/decline/", Who.KEEPERS, "Decline a system, as the second person"),
    ("system/<uuid:system_id>/correct/", Who.KEEPERS, "Correct what is said of a system"),
    ("system/<uuid:system_id>/owner/", Who.KEEPERS, "Propose who answers for a system"),
    ("system/<uuid:system_id>/confirm_owner/", Who.KEEPERS, "Confirm who answers for a system, as the second person"),
    (
        "system/<uuid:system_id>/decline_owner/",
        Who.KEEPERS,
        "Decline who is proposed to answer for a system, as the second person",
    ),
    ("system/<uuid:system_id>/secret/", Who.OWNERS, "Give a system a secret, beside the former for a while"),
    ("system/<uuid:system_id>/confirm_secrets/", Who.OWNERS, "Confirm that whoever left can use no secret of a system"),
    ("system/<uuid:system_id>/suspend/", Who.KEEPERS, "Suspend a system"),
    ("system/<uuid:system_id>/resume/", Who.KEEPERS, "Let a system go on"),
    ("system/<uuid:system_id>/end/", Who.KEEPERS, "End a system"),
    ("emergencyaccess/propose/", Who.KEEPERS, "Propose an access in an emergency, for somebody else"),
    ("emergencyaccess/<uuid:access_id>/confirm/", Who.KEEPERS, "Confirm such an access, as the second person"),
    ("emergencyaccess/<uuid:access_id>/decline/", Who.KEEPERS, "Decline such an access, as the second person"),
    ("emergencyaccess/<uuid:access_id>/end/", Who.KEEPERS, "End such an access before its time"),
    ("organisation/open/", Who.KEEPERS, "Open a partner organisation"),
    ("organisation/<uuid:organisation_id>/correct/", Who.KEEPERS, "Correct a partner organisation"),
    ("listversion/prepare/", Who.POLICY, "Prepare a version of a list of listed parties"),
    ("listversion/<uuid:version_id>/next/", Who.POLICY, "Prepare the next version of a list"),
    ("listversion/<uuid:version_id>/publish/", Who.POLICY, "Publish a version of a list, as the second person"),
    ("listversion/<uuid:version_id>/decline/", Who.POLICY, "Decline a version of a list, or take one's own back"),
    ("screeninghit/<uuid:hit_id>/dispose/", Who.OFFICERS, "Say who a hit is"),
    ("measure/prepare/", Who.POLICY, "Prepare a measure of the state"),
    ("measure/<uuid:measure_id>/publish/", Who.POLICY, "Publish a measure, as the second person"),
    ("measure/<uuid:measure_id>/decline/", Who.POLICY, "Decline a measure, or take one's own back"),
    ("measure/<uuid:measure_id>/supersede/", Who.POLICY, "Prepare the next version of a measure"),
    ("measure/<uuid:measure_id>/end/", Who.POLICY, "Propose the end of a measure"),
    ("measure/ends/<uuid:end_id>/confirm/", Who.POLICY, "Confirm the end of a measure, as the second person"),
    ("measure/ends/<uuid:end_id>/decline/", Who.POLICY, "Decline the end of a measure, or take one's own back"),
    ("changeset/open/", Who.POLICY, "Open a change set"),
    (f"{_CHANGE_SET}edit/", Who.POLICY, "Title, reason and moment of a draft"),
    (f"{_CHANGE_SET}drop/", Who.POLICY, "Take a row out of a draft"),
    (f"{_CHANGE_SET}take/", Who.POLICY, "Take a shipped value into a draft"),
    (f"{_CHANGE_SET}differences.csv", Who.DESK, "Every row of a change set as a sheet"),
    (f"{_CHANGE_SET}try/", Who.TRYING, "Try a draft on past and open cases"),
    ("changeset/trials/<uuid:run_id>/", Who.TRYING, "A trial on very many cases, and how far it is"),
    ("changeset/trials/<uuid:run_id>/stop/", Who.TRYING, "Stop a trial that one has asked for"),
    (f"{_CHANGE_SET}send/", Who.POLICY, "Send a draft to a second policy officer"),
    (f"{_CHANGE_SET}approve/", Who.POLICY, "Approve a change set, as the second person"),
    (f"{_CHANGE_SET}decline/", Who.POLICY, "Decline a change set, as the second person"),
    (f"{_CHANGE_SET}withdraw/", Who.POLICY, "Withdraw a change set that is not in force"),
    ("calendar/<path:row_id>/days/<int:year>/", Who.POLICY, "Put days of a year into a draft"),
    ("body/<str:code>/end-head/", Who.KEEPERS, "Take the head of a body away"),
    ("accountproposal/propose/<uuid:user_id>/<slug:kind>/", Who.KEEPERS, "Propose a reset, or an identity, for somebody else"),
    ("accountproposal/<uuid:proposal_id>/confirm/", Who.KEEPERS, "Confirm a change of an account, as the second person"),
    ("accountproposal/<uuid:proposal_id>/decline/", Who.KEEPERS, "Decline a change of an account, as the second person"),
    ("invitation/invite/", Who.KEEPERS, "Invite somebody"),
    ("invitation/<uuid:invitation_id>/again/", Who.KEEPERS, "Send an invitation again"),
    ("invitation/<uuid:invitation_id>/back/", Who.KEEPERS, "Take an invitation back"),
    ("mandate/<int:number>/end/", Who.KEEPERS, "End a mandate"),
    ("mandate/<int:number>/correct/", Who.KEEPERS, "Correct the past of a mandate"),
    ("appointment/<int:number>/end/", Who.KEEPERS, "End an office"),
    ("appointment/<int:number>/correct/", Who.KEEPERS, "Correct the past of an office"),
    ("membership/<int:number>/end/", Who.KEEPERS, "End a membership"),
    ("membership/<int:number>/correct/", Who.KEEPERS, "Correct the past of a membership"),
    ("delivery/dead/send-again/", Who.SENDERS, "Send again what was given up"),
    ("delivery/<uuid:delivery_id>/send-again/", Who.SENDERS, "Send one message again"),
    ("delivery/<uuid:delivery_id>/lay-aside/", Who.SENDERS, "Set a message aside"),
    ("unsentevent/<int:number>/try-again/", Who.SENDERS, "Try an event again that was set aside"),
    ("endpoint/<uuid:endpoint_id>/rotate-secret/", Who.OWNERS, "Give a system that listens a new secret"),
    ("endpoint/<uuid:endpoint_id>/suspend/", Who.STOPPERS, "Send nothing more to a system that listens"),
    ("endpoint/<uuid:endpoint_id>/resume/", Who.OWNERS, "Send to a system that listens again"),
    ("endpoint/<uuid:endpoint_id>/end/", Who.STOPPERS, "End a system that listens for good"),
    ("procedure/try/", Who.TRYING, "Try a rule of sign-off"),
    ("routingrow/try/", Who.TRYING, "Try the decision table on cases"),
    ("routingrow/export/", Who.DESK, "The decision table as a file"),
    ("routingrow/import/", Who.POLICY, "The decision table: read a file into a draft"),
    ("procedure/export/", Who.DESK, "Procedures as a file"),
    ("procedure/import/", Who.POLICY, "Procedures: read a file into a draft"),
    ("calendar/days/export/", Who.DESK, "Days off as a file"),
    ("calendar/days/import/", Who.POLICY, "Days off: read a file into a draft"),
    (_TABLE_DRAFT, Who.TRYING, "The decision table as a draft makes it"),
    (f"{_TABLE_DRAFT}add/", Who.POLICY, "Propose a row of the decision table"),
    (f"{_TABLE_DRAFT}row/<path:code>/", Who.POLICY, "Propose another row in the place of one"),
    (f"{_TABLE_DRAFT}row/<path:code>/end/", Who.POLICY, "Propose that a row of the decision table ends"),
    (f"{_TABLE_DRAFT}row/<path:code>/undo/", Who.POLICY, "Take a row of the decision table out of a draft"),
    (_PROCEDURE_DRAFT, Who.POLICY, "The procedures as a draft makes them"),
    (f"{_PROCEDURE_DRAFT}<str:code>/", Who.TRYING, "A procedure in a draft"),
    (f"{_PROCEDURE_DRAFT}<str:code>/drop/", Who.POLICY, "Take a procedure out of a draft"),
    (f"{_PROCEDURE_DRAFT}<str:code>/<str:place>/", Who.POLICY, "A part of a procedure in a draft"),
    (f"{_PROCEDURE_DRAFT}<str:code>/<str:place>/order/", Who.POLICY, "The order of the parts of a procedure"),
)


def list_desk_entries() -> Iterator[Entry]:
    """Every page of every table of the desk, and the page of each act."""
    for table, (who, name) in _TABLES.items():
        for kind, (words, shows) in _KINDS.items():
            if kind not in _ONLY.get(table, _KINDS):
                continue
            yield Entry(f"admin/licensing/{table}/{kind}", who, f"{name}: {words}", _FRAMEWORK, shows=shows)
    for table in _GOVERNED:
        readers, name = _TABLES[table]
        for page, editors, words in _GOVERNED_PAGES:
            yield Entry(f"admin/licensing/{table}/{page}", editors or readers, f"{name}: {words}", shows=page != "export/")
    for pattern, who, words in _ACTS:
        is_file = "." in pattern or "documents/" in pattern or pattern.endswith("/export/")
        yield Entry(f"admin/licensing/{pattern}", who, words, shows=not is_file)
