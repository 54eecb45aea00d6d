"""The addresses of the API. They read as the lifecycle does: a thing, and what can be done to it."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from licensing.api import (
    auth,
    cases,
    decisions,
    documents,
    duties,
    endpoints,
    licences,
    people,
    procedures,
    questions,
    reference,
    schema,
    signoff,
    sittings,
)

app_name = "api"

_CASE = "cases/<uuid:case_id>/"
_QUESTION = f"{_CASE}questions/<uuid:question_id>/"
_LICENCE = "licences/<uuid:licence_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("token/", auth.TokenDoor.as_view(), name="token"),
    path("schema/", schema.Contract.as_view(), name="schema"),
    path("docs/", schema.docs, name="docs"),
    path("me/", people.Me.as_view(), name="me"),
    path("cases/", cases.Cases.as_view(), name="cases"),
    path(_CASE, cases.OneCase.as_view(), name="case"),
    path(f"{_CASE}missing/", cases.Missing.as_view(), name="missing"),
    path(f"{_CASE}submit/", cases.Submit.as_view(), name="submit"),
    path(f"{_CASE}amend/", cases.Amend.as_view(), name="amend"),
    path(f"{_CASE}appeal/", cases.Appeal.as_view(), name="appeal"),
    path(f"{_CASE}withdraw/", cases.Withdraw.as_view(), name="withdraw"),
    path(f"{_CASE}copy/", cases.Copy.as_view(), name="copy"),
    path(f"{_CASE}take-on/", cases.TakeOn.as_view(), name="take_on"),
    path(f"{_CASE}accept/", cases.Accept.as_view(), name="accept"),
    path(f"{_CASE}send-back/", cases.SendBack.as_view(), name="send_back"),
    path(f"{_CASE}history/", cases.History.as_view(), name="history"),
    path(f"{_CASE}versions/", cases.Versions.as_view(), name="versions"),
    path(f"{_CASE}versions/<int:number>/", cases.OneVersion.as_view(), name="version"),
    path(f"{_CASE}documents/", documents.Documents.as_view(), name="documents"),
    path(f"{_CASE}documents/<uuid:document_id>/", documents.OneDocument.as_view(), name="document"),
    path(f"{_CASE}questions/", questions.Questions.as_view(), name="questions"),
    path(f"{_QUESTION}answer/", questions.Answers.as_view(), name="answer"),
    path(f"{_QUESTION}accept/", questions.AcceptAnswer.as_view(), name="accept_answer"),
    path(f"{_QUESTION}withdraw/", questions.WithdrawQuestion.as_view(), name="withdraw_question"),
    path(f"{_CASE}rounds/", signoff.Rounds.as_view(), name="rounds"),
    path(f"{_CASE}positions/", signoff.Positions.as_view(), name="positions"),
    path(f"{_CASE}need-statements/", signoff.NeedStatements.as_view(), name="need_statements"),
    path(f"{_CASE}recusals/", signoff.Recusals.as_view(), name="recusals"),
    path(f"{_CASE}escalate/", signoff.ReferUp.as_view(), name="escalate"),
    path(f"{_CASE}outlook/", decisions.Outlook.as_view(), name="outlook"),
    path(f"{_CASE}grant/", decisions.Grant.as_view(), name="grant"),
    path(f"{_CASE}refuse/", decisions.Refuse.as_view(), name="refuse"),
    path(f"{_CASE}adjourn/", decisions.Adjourn.as_view(), name="adjourn"),
    path(f"{_CASE}resume/", decisions.Resume.as_view(), name="resume"),
    path("licences/", licences.Licences.as_view(), name="licences"),
    path(_LICENCE, licences.OneLicence.as_view(), name="licence"),
    path(f"{_LICENCE}may-leave/", licences.MayLeave.as_view(), name="may_leave"),
    path(f"{_LICENCE}usages/", licences.Usages.as_view(), name="usages"),
    path(f"{_LICENCE}usages/<uuid:usage_id>/reverse/", licences.ReverseUsage.as_view(), name="reverse_usage"),
    path(f"{_LICENCE}reports/", duties.Reports.as_view(), name="reports"),
    path(f"{_LICENCE}duties/<uuid:duty_id>/evidence/", duties.Evidence.as_view(), name="evidence"),
    path(f"{_LICENCE}duties/<uuid:duty_id>/accept/", duties.AcceptEvidence.as_view(), name="accept_evidence"),
    path(f"{_LICENCE}duties/<uuid:duty_id>/return/", duties.ReturnEvidence.as_view(), name="return_evidence"),
    path(f"{_LICENCE}activate/", licences.Activate.as_view(), name="activate"),
    path(f"{_LICENCE}suspend/", licences.Suspend.as_view(), name="suspend"),
    path(f"{_LICENCE}reinstate/", licences.Reinstate.as_view(), name="reinstate"),
    path(f"{_LICENCE}revoke/", licences.Revoke.as_view(), name="revoke"),
    path(f"{_LICENCE}surrender/", licences.Surrender.as_view(), name="surrender"),
    path("endpoints/", endpoints.Endpoints.as_view(), name="endpoints"),
    path("endpoints/<uuid:endpoint_id>/", endpoints.OneEndpoint.as_view(), name="endpoint"),
    path("sittings/", sittings.Sittings.as_view(), name="sittings"),
    path("sittings/<uuid:sitting_id>/", sittings.OneSitting.as_view(), name="sitting"),
    path("sittings/<uuid:sitting_id>/agenda/", sittings.Agenda.as_view(), name="agenda"),
    path("sittings/<uuid:sitting_id>/attendance/", sittings.Attend.as_view(), name="attendance"),
    path("sittings/<uuid:sitting_id>/conclude/", sittings.Conclude.as_view(), name="conclude"),
    path("procedures/simulate/", procedures.Simulate.as_view(), name="simulate"),
    path("reference/", reference.ReferenceLists.as_view(), name="references"),
    path("reference/<slug:name>/", reference.ReferenceList.as_view(), name="reference"),
]
