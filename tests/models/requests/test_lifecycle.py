"""The declared acts on a case, compared with a literal table: from which state each starts, and to which it leads."""

from licensing.models.requests.lifecycle import CaseLifecycle
from tests.moves import declared_moves, table

CASE_ACTS = """
draft                edit               -
returned             lapse              -
adjourned            lapse              -
government_decision  lapse              -
ministry_review      lapse              -
submitted            lapse              -
returned             retime             -
refused              retime             -
adjourned            retime             -
government_decision  retime             -
ministry_review      retime             -
submitted            retime             -
draft                attach             -
draft                submit             submitted
draft                withdraw           withdrawn
returned             edit               -
returned             attach             -
returned             submit             submitted
returned             withdraw           withdrawn
returned             recuse             -
submitted            withdraw           withdrawn
submitted            amend              -
submitted            answer             -
submitted            take_on            -
submitted            accept             ministry_review
submitted            send_back          returned
submitted            ask                -
submitted            accept_answer      -
submitted            return_answer      -
submitted            withdraw_question  -
submitted            dispose_hit        -
submitted            assess             -
submitted            recuse             -
ministry_review      withdraw           withdrawn
ministry_review      amend              -
ministry_review      answer             -
ministry_review      take_on            -
ministry_review      send_back          returned
ministry_review      ask                -
ministry_review      accept_answer      -
ministry_review      return_answer      -
ministry_review      withdraw_question  -
ministry_review      dispose_hit        -
ministry_review      assess             -
ministry_review      state_need         -
ministry_review      lapse_need         -
ministry_review      sign               -
ministry_review      recuse             -
ministry_review      escalate           -
ministry_review      take_back          -
ministry_review      let_stand          -
ministry_review      close_round        -
ministry_review      apply_limit        -
ministry_review      forward            government_decision
government_decision  withdraw           withdrawn
government_decision  amend              -
government_decision  send_back          returned
government_decision  return_to_ministries ministry_review
government_decision  answer             -
government_decision  take_on            -
government_decision  ask                -
government_decision  accept_answer      -
government_decision  return_answer      -
government_decision  withdraw_question  -
government_decision  dispose_hit        -
government_decision  assess             -
government_decision  state_need         -
government_decision  lapse_need         -
government_decision  sign               -
government_decision  recuse             -
government_decision  escalate           -
government_decision  take_back          -
government_decision  let_stand          -
government_decision  close_round        -
government_decision  apply_limit        -
government_decision  adjourn            adjourned
government_decision  grant              granted
government_decision  refuse             refused
adjourned            withdraw           withdrawn
adjourned            answer             -
adjourned            take_on            -
adjourned            accept_answer      -
adjourned            return_answer      -
adjourned            withdraw_question  -
adjourned            dispose_hit        -
adjourned            recuse             -
adjourned            resume             government_decision
refused              appeal             government_decision
refused              let_stand          -
granted              appeal             government_decision
granted              let_stand          -
granted              retime             -
government_decision  decide_appeal      granted
granted              countersign        -
granted              dispose_hit        -
granted              recuse             -
refused              recuse             -
refused              countersign        -
granted              correct_decision   -
granted              amend_authorisation -
granted              review_contract -
government_decision  review_contract -
adjourned            review_contract -
granted              expire_authorisation -
government_decision  expire_authorisation -
adjourned            expire_authorisation -
ministry_review      lapse_reservation  -
government_decision  lapse_reservation  -
adjourned            lapse_reservation  -
refused              correct_decision   -
draft                review_plan        ministry_review
ministry_review      call_back_plan     withdrawn
government_decision  call_back_plan     withdrawn
adjourned            call_back_plan     withdrawn
government_decision  approve_plan       granted
government_decision  decline_plan       refused
draft                carry_over         carried_over
returned             carry_over         carried_over
submitted            carry_over         carried_over
ministry_review      carry_over         carried_over
government_decision  carry_over         carried_over
adjourned            carry_over         carried_over
ministry_review      release_goods      not_required
ministry_review      reroute            -
government_decision  release_goods      not_required
government_decision  reroute            -
carried_over         withdraw           withdrawn
draft                lapse_assessment   -
returned             lapse_assessment   -
submitted            lapse_assessment   -
ministry_review      lapse_assessment   -
government_decision  lapse_assessment   -
adjourned            lapse_assessment   -
submitted            cite_certificate   -
submitted            amend_certificate  -
submitted            check_certificate  -
submitted            verify_certificate -
ministry_review      cite_certificate   -
ministry_review      amend_certificate  -
ministry_review      check_certificate  -
ministry_review      verify_certificate -
government_decision  cite_certificate   -
government_decision  amend_certificate  -
government_decision  check_certificate  -
government_decision  verify_certificate -
adjourned            cite_certificate   -
adjourned            amend_certificate  -
adjourned            check_certificate  -
adjourned            verify_certificate -
granted              amend_certificate  -
granted              check_certificate  -
granted              verify_certificate -
"""


def test_the_page_of_a_case_is_exactly_this_table() -> None:
    assert declared_moves(CaseLifecycle) == table(CASE_ACTS)


def test_a_case_that_is_granted_moves_by_an_appeal_alone_and_a_withdrawn_one_not_at_all() -> None:
    moves = {
        (source, verb, target)
        for source, verb, target in declared_moves(CaseLifecycle)
        if source in ("granted", "withdrawn", "carried_over") and target is not None
    }

    # What was carried over waits for its applicant, who may say that nothing comes of it.
    assert moves == {("granted", "appeal", "government_decision"), ("carried_over", "withdraw", "withdrawn")}
