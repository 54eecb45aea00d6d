"""The addresses of the portal."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from licensing.portal import home
from licensing.portal.drafts import amending, documents, drafting, importing, rows
from licensing.portal.licences import checking, deliveries, licences, obligations, papers, revocation, variation
from licensing.portal.people import colleagues, inviting, leaving, preferences, registering, systems, webhooks
from licensing.portal.plans import interests, measures
from licensing.portal.requests import case_page, creating, filing, questions, versions
from licensing.portal.requests import papers as case_papers

app_name = "portal"
_CASE = "cases/<uuid:case_id>/"
_REGISTRATION = "register/link/<str:token>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.show_home, name="home"),
    path("cases/new/", creating.begin_case, name="new"),
    path("items.<str:kind>", importing.download_empty_sheet, name="empty_sheet"),
    path(_CASE, case_page.show_case, name="case"),
    path(f"{_CASE}copy/", creating.copy_request, name="copy"),
    path(f"{_CASE}draft/", drafting.show_draft, name="draft"),
    path(f"{_CASE}draft/documents/", documents.list_documents, name="documents"),
    path(f"{_CASE}draft/documents/<uuid:document_id>/remove/", documents.remove, name="remove_document"),
    path(f"{_CASE}draft/items/import/", importing.import_items, name="import_items"),
    path(f"{_CASE}draft/items/import/<uuid:import_id>/", importing.preview_import, name="import_preview"),
    path(f"{_CASE}draft/items/import/<uuid:import_id>/check/", importing.check_import, name="import_check"),
    path(f"{_CASE}draft/items/import/<uuid:import_id>/discard/", importing.forget_import, name="import_discard"),
    path(f"{_CASE}draft/items/export.<str:kind>", importing.export_items, name="export_items"),
    path(f"{_CASE}draft/lists/<slug:slug>/", rows.list_rows, name="table"),
    path(f"{_CASE}draft/lists/<slug:slug>/add/", rows.edit_row, name="add_row"),
    path(f"{_CASE}draft/lists/<slug:slug>/<int:place>/", rows.edit_row, name="change_row"),
    path(f"{_CASE}draft/lists/<slug:slug>/<int:place>/remove/", rows.remove_row, name="remove_row"),
    path(f"{_CASE}draft/<slug:slug>/", drafting.edit_section, name="sheet"),
    path(f"{_CASE}amend/", amending.begin_amendment, name="amend"),
    path(f"{_CASE}amend/cost/", amending.show_cost, name="amendment_cost"),
    path(f"{_CASE}amend/file/", amending.file_amendment, name="file_amendment"),
    path(f"{_CASE}amend/give-up/", amending.discard_amendment, name="give_up_amendment"),
    path(f"{_CASE}check/", filing.check_request, name="check"),
    path(f"{_CASE}receipt/", filing.show_receipt, name="receipt"),
    path(f"{_CASE}papers/<slug:kind>.pdf", case_papers.download_case_paper, name="case_paper"),
    path(f"{_CASE}withdraw/", filing.withdraw_request, name="withdraw"),
    path(f"{_CASE}appeal/", filing.appeal_refusal, name="appeal"),
    path(f"{_CASE}content/", versions.show_content, name="content"),
    path(f"{_CASE}schedules/<slug:name>.csv", versions.download_schedule, name="schedule"),
    path(f"{_CASE}deliveries.csv", deliveries.download_deliveries_under, name="deliveries_under"),
    path(f"{_CASE}versions/<int:number>/", versions.show_version, name="version"),
    path(f"{_CASE}versions/<int:number>/schedules/<slug:name>.csv", versions.download_filed_schedule, name="filed_schedule"),
    path(f"{_CASE}documents/<uuid:document_id>/", documents.download_document, name="document"),
    path(f"{_CASE}questions/<uuid:question_id>/", questions.show_question, name="question"),
    path("licences/", licences.list_licences, name="licences"),
    path("licences/<uuid:licence_id>/", licences.show_licence, name="licence"),
    path("licences/<uuid:licence_id>/reports/<int:number>/<slug:kind>/", obligations.edit_report, name="report"),
    path("licences/<uuid:licence_id>/duties/<uuid:duty_id>/", obligations.edit_evidence, name="evidence"),
    path("licences/<uuid:licence_id>/appeal/", revocation.edit_appeal, name="appeal_revocation"),
    path("licences/<uuid:licence_id>/vary/", variation.edit_variation, name="vary_licence"),
    path("licences/<uuid:licence_id>/vary/withdraw/", variation.withdraw, name="withdraw_variation"),
    path("licences/<uuid:licence_id>/deliveries.csv", deliveries.download_deliveries, name="deliveries"),
    path("licences/<uuid:licence_id>/papers/<int:number>.pdf", papers.download_paper, name="paper"),
    path("licences/<uuid:licence_id>/notices/<int:number>.pdf", papers.download_notice, name="notice"),
    path("licences/<uuid:licence_id>/surrender/", licences.surrender, name="surrender"),
    path("colleagues/", colleagues.list_colleagues, name="colleagues"),
    path("colleagues/<uuid:organisation_id>/invite/", inviting.invite_colleague, name="invite_colleague"),
    path("colleagues/invitations/<uuid:invitation_id>/again/", inviting.send_invitation_again, name="send_invitation_again"),
    path("colleagues/invitations/<uuid:invitation_id>/back/", inviting.take_invitation_back, name="take_invitation_back"),
    path("colleagues/roles/<uuid:proposal_id>/confirm/", inviting.confirm_role, name="confirm_role"),
    path("colleagues/roles/<uuid:proposal_id>/decline/", inviting.decline_role, name="decline_role"),
    path("colleagues/members/<int:membership_id>/role/", leaving.edit_role, name="edit_role"),
    path("colleagues/members/<int:membership_id>/remove/", leaving.remove_colleague, name="remove_colleague"),
    path("colleagues/<uuid:organisation_id>/hand-over/<uuid:person_id>/", leaving.move_requests, name="hand_over"),
    path("register/", registering.begin_registration, name="register"),
    path("register/sent/", registering.show_letter_sent, name="register_sent"),
    path(_REGISTRATION, registering.show_registration, name="registration"),
    path(f"{_REGISTRATION}details/", registering.edit_details, name="registration_details"),
    path(f"{_REGISTRATION}documents/", registering.attach_document, name="registration_attach"),
    path(
        f"{_REGISTRATION}documents/<uuid:paper_id>/remove/",
        registering.remove_document,
        name="registration_remove",
    ),
    path("interests/", interests.list_interests, name="interests"),
    path("interests/new/", interests.file_interest, name="file_interest"),
    path("interests/<uuid:interest_id>/", interests.show_interest, name="interest"),
    path("interests/<uuid:interest_id>/counter/", interests.make_counter_offer, name="counter_offer"),
    path("interests/<uuid:interest_id>/accept/", interests.accept_offer, name="accept_offer"),
    path("interests/<uuid:interest_id>/withdraw/", interests.withdraw_interest, name="withdraw_interest"),
    path("check/<str:token>/", checking.check_paper, name="check_paper"),
    path("measures/", measures.list_measures, name="measures"),
    path("measures/<uuid:measure_id>/", measures.show_measure, name="measure"),
    path("systems/", systems.list_systems, name="systems"),
    path("systems/<uuid:system_id>/secrets/", systems.show_secrets, name="system_secrets"),
    path("webhooks/<uuid:endpoint_id>/", webhooks.show_webhook, name="webhook"),
    path("preferences/", preferences.edit_preferences, name="preferences"),
    path("language/", preferences.set_language, name="speak"),
]
