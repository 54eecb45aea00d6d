"""Everything that can be done to a case or a licence."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Verb(TextChoices):
    """Everything that can be done to a case or a licence. One word, from the model method to the button."""

    CREATE = "create", _("Create a request")
    EDIT = "edit", _("Edit")
    ATTACH = "attach", _("Attach a document")
    SUBMIT = "submit", _("Submit")
    WITHDRAW = "withdraw", _("Withdraw")
    TAKE_ON = "take_on", _("Take on the file")
    ACCEPT = "accept", _("Accept as complete")
    SEND_BACK = "send_back", _("Send back to the applicant")
    ASK = "ask", _("Ask a question")
    ANSWER = "answer", _("Answer a question")
    ACCEPT_ANSWER = "accept_answer", _("Accept an answer")
    RETURN_ANSWER = "return_answer", _("Return an answer")
    WITHDRAW_QUESTION = "withdraw_question", _("Withdraw a question")
    STATE_NEED = "state_need", _("State domestic need")
    SIGN = "sign", _("Sign")
    AMEND = "amend", _("Amend")
    TAKE_BACK = "take_back", _("Take back an objection")
    ESCALATE = "escalate", _("Refer up")
    APPEAL = "appeal", _("Appeal")
    FINALISE_OUTCOME = "let_stand", _("Let the outcome stand")
    END_PAUSE = "lapse", _("Let a pause end")
    RETIME = "retime", _("Compute time limits anew")
    RECUSE = "recuse", _("Declare a conflict of interest")
    APPLY_LIMIT = "apply_limit", _("Carry out what the legal limit leads to")
    CLOSE_ROUND = "close_round", _("Close a round at its deadline")
    FORWARD = "forward", _("Forward to the government")
    RETURN_TO_MINISTRIES = "return_to_ministries", _("Return to the ministries")
    ADJOURN = "adjourn", _("Adjourn")
    RESUME = "resume", _("Resume")
    GRANT = "grant", _("Grant")
    REFUSE = "refuse", _("Refuse")
    COUNTERSIGN = "countersign", _("Countersign")
    DECIDE_APPEAL = "decide_appeal", _("Decide the appeal")
    CORRECT_DECISION = "correct_decision", _("Correct the decision")
    ACTIVATE = "activate", _("Put into force")
    SUSPEND = "suspend", _("Suspend")
    REINSTATE = "reinstate", _("Reinstate")
    DRAW_DOWN = "draw_down", _("Draw down")
    REPORT_CLEARANCE = "report_clearance", _("Report a clearance afterwards")
    REVERSE = "reverse", _("Reverse a draw-down")
    REVIEW_CLEARANCE = "review_clearance", _("Record a look at an irregular clearance")
    EXHAUST = "exhaust", _("Close as used in full")
    REOPEN = "reopen", _("Go on after a reversal")
    EXPIRE = "expire", _("Close as expired")
    REVOKE = "revoke", _("Revoke")
    APPEAL_REVOCATION = "appeal_revocation", _("Appeal against the revocation")
    DECIDE_REVOCATION = "decide_revocation", _("Decide the appeal against the revocation")
    RESTORE = "restore", _("Go on after a revocation was set aside")
    LET_REVOCATION_STAND = "let_revocation_stand", _("Let the revocation stand")
    SURRENDER = "surrender", _("Surrender")
    FILE_REPORT = "file_report", _("File a report")
    FILE_EVIDENCE = "file_evidence", _("File evidence")
    ACCEPT_EVIDENCE = "accept_evidence", _("Accept evidence")
    RETURN_EVIDENCE = "return_evidence", _("Return evidence")


class Step(TextChoices):
    """What a case or a licence comes to, and an obstacle may stop: the acts that ask the one list of obstacles."""

    ACCEPT = "accept", _("being accepted as complete")
    SIGN = "sign", _("being signed")
    PROPOSE = "propose", _("being proposed for a grant")
    GRANT = "grant", _("being granted")
    ISSUE = "issue", _("the licence being issued")
    DRAW_DOWN = "draw_down", _("goods leaving under the licence")
