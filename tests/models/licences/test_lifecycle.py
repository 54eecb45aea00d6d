"""The declared acts on a licence, compared with a literal table: from which state each starts, and to which it leads."""

from licensing.models.licences.lifecycle import LicenceLifecycle
from tests.moves import declared_moves, table

LICENCE_ACTS = """
issued     activate   -
issued     draw_down  -
issued     suspend    suspended
issued     revoke     revoked
issued     surrender  surrendered
issued     exhaust    exhausted
issued     expire     expired
suspended  suspend    suspended
suspended  confirm_suspension -
suspended  decline_suspension -
suspended  lapse_suspension -
suspended  propose_reinstatement -
suspended  reinstate  issued
suspended  decline_reinstatement -
suspended  revoke     revoked
suspended  surrender  surrendered
suspended  expire     expired
exhausted  reopen     issued
revoked    appeal_revocation -
revoked    decide_revocation -
revoked    restore     issued
revoked    let_revocation_stand -
issued     reverse         -
suspended  reverse         -
exhausted  reverse         -
expired    reverse         -
revoked    reverse         -
surrendered reverse         -
issued     report_clearance -
suspended  report_clearance -
exhausted  report_clearance -
expired    report_clearance -
revoked    report_clearance -
surrendered report_clearance -
issued     review_clearance -
suspended  review_clearance -
exhausted  review_clearance -
expired    review_clearance -
revoked    review_clearance -
surrendered review_clearance -
issued     file_report     -
suspended  file_report     -
exhausted  file_report     -
expired    file_report     -
revoked    file_report     -
surrendered file_report     -
issued     file_evidence   -
suspended  file_evidence   -
exhausted  file_evidence   -
expired    file_evidence   -
revoked    file_evidence   -
surrendered file_evidence   -
issued     accept_evidence -
issued     record_condition -
suspended  record_condition -
exhausted  record_condition -
issued     correct_condition -
suspended  correct_condition -
exhausted  correct_condition -
issued     void_condition -
suspended  void_condition -
exhausted  void_condition -
issued     record_milestone -
suspended  record_milestone -
exhausted  record_milestone -
suspended  accept_evidence -
exhausted  accept_evidence -
expired    accept_evidence -
revoked    accept_evidence -
surrendered accept_evidence -
issued     return_evidence -
suspended  return_evidence -
exhausted  return_evidence -
expired    return_evidence -
revoked    return_evidence -
surrendered return_evidence -
issued     settle_difference -
suspended  settle_difference -
exhausted  settle_difference -
expired    settle_difference -
revoked    settle_difference -
surrendered settle_difference -
issued     apply_consequence -
suspended  apply_consequence -
exhausted  apply_consequence -
expired    apply_consequence -
revoked    apply_consequence -
surrendered apply_consequence -
issued     suspend_unmet suspended
suspended  resume_licence issued
issued     lift_consequence -
suspended  lift_consequence -
exhausted  lift_consequence -
expired    lift_consequence -
revoked    lift_consequence -
surrendered lift_consequence -
"""


def test_the_page_of_a_licence_is_exactly_this_table() -> None:
    assert declared_moves(LicenceLifecycle) == table(LICENCE_ACTS)
