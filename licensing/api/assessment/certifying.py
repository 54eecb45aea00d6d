"""What a case officer does with the certificate that a case cites, over the API: correct it, check it, verify it."""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import UUID

from django.urls import path

from licensing.acts.assessment.certificates.authenticity import (
    LONGEST_NOTE,
    ElementsInput,
    StepInput,
    check_certificate,
    verify_certificate,
)
from licensing.acts.assessment.certificates.citing import amend_certificate
from licensing.api.assessment.certificates import (
    DOCUMENT,
    FACTS,
    REFUSES,
    REQUIRED_FACTS,
    CaseCertificateView,
    read_facts,
    read_once,
    show_case_certificate,
)
from licensing.api.http.operations import ApiView, Call, IfMatch, Result, command
from licensing.api.requests.cases import CASE, HANDLE
from licensing.choices import AuthenticityStep, CertificateElement, ElementFinding, StepChannel, StepResult
from licensing.policy.shapes import DATE, allow_null, as_prose, as_record, as_whole, choose_from, forbid_empty, list_of

_ELEMENT: Final = as_record(
    ("element", "found"),
    element=choose_from(CertificateElement),
    found=choose_from(ElementFinding),
    note=as_prose(LONGEST_NOTE),
)
# All of it takes the place of what was there, so a last day that is left out would be a last day that is gone: null says so.
_EXPIRES: Final = allow_null(DATE) | {"title": "its last day; null, where it names none"}
# The revision of the case does not rise with what is done from another case that cites the same certificate.
_SEEN: Final = as_whole(
    1, 2**31 - 1, "the `revision` of the certificate that you have read; refused as `stale` if it has changed"
)
CORRECTION: Final = as_record(
    (*REQUIRED_FACTS, "expires_on", "reason"),
    **FACTS | {"expires_on": _EXPIRES},
    reason=forbid_empty(as_prose(4000)),
    revision=_SEEN,
)
CHECK: Final = as_record(
    ("elements",),
    elements=list_of(_ELEMENT, len(CertificateElement)) | {"title": "each once; all that its template requires"},
    question=as_prose(4000) | {"title": "what the applicant is asked about what is missing"},
    due_on=DATE | {"title": "by when they answer"},
    revision=_SEEN,
)
STEP: Final = as_record(
    ("kind", "channel", "result", "done_on", "note"),
    kind=choose_from(AuthenticityStep),
    channel=choose_from(StepChannel),
    result=choose_from(StepResult),
    done_on=DATE,
    note=forbid_empty(as_prose(4000)) | {"title": "what was compared or asked, and what came of it"},
    document=DOCUMENT,
    revision=_SEEN,
)


class AmendCertificate(ApiView):
    @command(
        CaseCertificateView,
        HANDLE,
        summary="Correct the end-user certificate of a case",
        takes=CORRECTION,
        if_match=IfMatch.OPTIONAL,
        refuses=REFUSES,
        example={
            "issued_on": "2026-05-04",
            "expires_on": "2027-11-04",
            "end_user": "Fictional Defence Depot Tallinn",
            "template": "military",
            "lines": [{"name": "Reconnaissance UAV", "model": "Sokil-2", "quantity": "100", "unit": "NAR"}],
            "reason": "The issuer has extended it by letter 12/3.",
        },
    )
    def post(self, call: Call, case_id: UUID) -> Result:
        """For every case that cites it; what was assessed of it lapses in all of them. Its issuer and number stay."""
        case, body = call.get_case(case_id), call.body
        expected = call.get_expected_revision(case)
        seen = body.get("revision")
        amend_certificate(case, call.user, read_facts(body), reason=body["reason"], seen=seen, expected=expected)
        return show_case_certificate(call, case_id)


class CheckCertificate(ApiView):
    @command(
        CaseCertificateView,
        HANDLE,
        summary="Check the elements of the end-user certificate of a case",
        takes=CHECK,
        status=201,
        if_match=IfMatch.OPTIONAL,
        refuses=REFUSES,
        example={
            "elements": [{"element": "E01", "found": "present"}, {"element": "E07", "found": "unclear", "note": "No model."}],
            "question": "Which model is meant?",
            "due_on": "2026-06-30",
        },
    )
    def post(self, call: Call, case_id: UUID) -> Result:
        """The newest check counts. With a question the applicant is asked, as by a question of the case."""
        case, body = call.get_case(case_id), call.body
        found = ElementsInput(
            findings=read_once("elements", body["elements"], "element", "found"),
            notes=read_once("elements", body["elements"], "element", "note"),
            question=body.get("question", ""),
            due_on=date.fromisoformat(body["due_on"]) if body.get("due_on") else None,
        )
        check_certificate(case, call.user, found, seen=body.get("revision"), expected=call.get_expected_revision(case))
        return show_case_certificate(call, case_id)


class VerifyCertificate(ApiView):
    @command(
        CaseCertificateView,
        HANDLE,
        summary="Record a step on the authenticity of the end-user certificate of a case",
        takes=STEP,
        status=201,
        if_match=IfMatch.OPTIONAL,
        refuses=REFUSES,
        example={
            "kind": "embassy",
            "channel": "note",
            "result": "confirms",
            "done_on": "2026-06-02",
            "note": "The embassy asked the ministry, which has it in its books.",
        },
    )
    def post(self, call: Call, case_id: UUID) -> Result:
        """What the steps come to is derived, and is `authenticity`. It can be found false also after the grant."""
        case, body = call.get_case(case_id), call.body
        taken = StepInput(
            kind=AuthenticityStep(body["kind"]),
            channel=StepChannel(body["channel"]),
            result=StepResult(body["result"]),
            done_on=date.fromisoformat(body["done_on"]),
            note=body["note"],
            document=UUID(body["document"]) if body.get("document") else None,
        )
        verify_certificate(case, call.user, taken, seen=body.get("revision"), expected=call.get_expected_revision(case))
        return show_case_certificate(call, case_id)


PATHS: Final = (
    path(f"{CASE}certificate/amend/", AmendCertificate.as_view(), name="amend_certificate"),
    path(f"{CASE}certificate/check/", CheckCertificate.as_view(), name="check_certificate"),
    path(f"{CASE}certificate/verify/", VerifyCertificate.as_view(), name="verify_certificate"),
)
