"""What there is to fill in of a procedure, a stage, a seat and a threshold, in groups under headings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.admin.forms.base import build_date_field, build_line_field, build_select_field
from licensing.admin.reference.procedures.assessment_rows import build_assessments
from licensing.admin.reference.procedures.field_boxes import build_fields_of_one_part, build_relied_fields
from licensing.admin.reference.procedures.fields import (
    Choices,
    FieldGroup,
    PieceField,
    build_choice,
    build_choices,
    build_flag,
    build_line,
    build_quorum,
    build_term,
    build_text,
    build_texts,
    build_whole,
    write_day,
)
from licensing.choices import (
    Abstention,
    Deemed,
    OnFail,
    OnLimit,
    QuorumBase,
    ReferralRank,
    RuleKind,
    SeatRole,
    Silence,
    Tie,
    Veto,
)

# When a case may be referred up, and what becomes of it where nobody does.
REFERRED_WHEN: Final[Mapping[str, Any]] = {
    "split": gettext_lazy("somebody objects"),
    "veto": gettext_lazy("there is a veto"),
    "tie": gettext_lazy("there is a tie"),
    "deadline": gettext_lazy("the deadline passes"),
    "threshold": gettext_lazy("the value is above the amount below"),
    "appeal": gettext_lazy("the applicant appeals against the refusal"),
}
NOBODY_REFERS: Final[Mapping[str, Any]] = {
    "stands": gettext_lazy("the outcome stands"),
    "refuse": gettext_lazy("it counts as refused"),
    "escalate": gettext_lazy("it is referred up at once"),
}


def list_head_groups(calendars: Choices) -> list[FieldGroup]:
    """What a procedure says of itself, without its stages."""
    source = build_text("source", _("Source of the rule"), is_prose=True)
    descriptions = build_texts("description", _("Description"), is_prose=True)
    return [
        FieldGroup(_("What it is"), [*build_texts("name", _("Name")), *descriptions, source]),
        FieldGroup(
            _("Since when, and by which days"),
            [
                PieceField("valid_from", lambda: build_date_field(_("Valid from")), write=write_day),
                build_choice("calendar", _("Calendar"), calendars),
                build_flag("sample", _("A sample, not law"), keeps_false=True),
            ],
        ),
        FieldGroup(
            _("Time limits"),
            [
                *build_term("term", _("Legal time limit"), required=True),
                build_whole("cap_days", _("Hard maximum with all pauses, calendar days"), required=False, keeps_null=True),
                build_choice("on_limit", _("When the legal limit passes"), OnLimit.choices),
                *build_term("completeness", _("Completeness check"), required=True),
                build_flag("requires_scan", _("Documents count only when a scanner has cleared them")),
            ],
        ),
    ]


def list_stage_groups(stages: Choices, bodies: Choices, seats: Choices, *, is_new: bool) -> list[FieldGroup]:
    """A stage, without its seats, whose bodies are `seats`. `stages` are those that a case can be referred to."""
    code = [PieceField("code", lambda: build_line_field(_("Code"), max_length=48, help_text=_("Small letters, digits and -.")))]
    return [
        FieldGroup(
            _("The stage"),
            [
                *(code if is_new else []),
                *build_texts("name", _("Name")),
                build_flag("government", _("It is part of the government's decision"), keeps_false=True),
                build_flag("only_when_referred", _("It opens only when a case is referred up to it"), keeps_false=True),
                *build_term("deadline", _("Deadline"), required=True),
                build_choices(
                    "entry_checks",
                    _("It begins only when"),
                    [
                        ("need_stated", _("the statement of domestic need is there")),
                        ("no_open_question", _("no question to the applicant is open")),
                    ],
                    keeps_empty=True,
                ),
                build_assessments(
                    "assessments",
                    _("Assessments that it waits for"),
                    bodies,
                    seats,
                    help_text=_("Open one and choose who makes it. Whoever waits for it cannot sign before it is there."),
                ),
            ],
        ),
        FieldGroup(_("How it comes to an outcome"), _list_rule_fields()),
        FieldGroup(_("Where it leads"), _list_escalation_fields(stages, bodies)),
    ]


def list_seat_groups(bodies: Choices) -> list[FieldGroup]:
    """A seat of a stage."""
    return [
        FieldGroup(
            _("The seat"),
            [
                build_choice("body", _("Body"), [("", _("Choose")), *bodies], required=True),
                build_choice("role", _("Role"), SeatRole.choices),
                build_whole("weight", _("Weight")),
                build_choice("veto", _("Veto"), Veto.choices),
                build_flag("mandatory", _("It must speak"), keeps_false=True),
                build_flag("explicit", _("Its silence never counts"), keeps_false=True),
                build_flag("chair", _("It takes the chair"), keeps_false=True),
                build_flag("needs_need", _("It speaks only after the statement of domestic need"), keeps_false=True),
                build_relied_fields(
                    "depends_on",
                    _("Fields of the request that it depends on"),
                    help_text=_("Tick whole parts or single fields. None: on all of them."),
                ),
            ],
        )
    ]


def list_threshold_groups() -> list[FieldGroup]:
    """What makes an amendment material."""
    directions = [("", _("either way")), ("up", _("upwards only")), ("down", _("downwards only")), ("both", _("both ways"))]
    beyond = [("", _("any change")), ("form", _("more than its way of writing")), ("typo", _("more than a typing error"))]
    return [
        FieldGroup(
            _("Signatures are asked for again when this changes"),
            [
                build_fields_of_one_part(
                    "pattern",
                    _("Fields of the request"),
                    help_text=_("Of one part of it: goods, parties, a contract. Another part is a line of its own."),
                ),
                build_line("more_than_percent", _("By more than so many per cent"), help_text=_("Of numbers only.")),
                build_choice("direction", _("Which way"), directions),
                build_choice("beyond", _("Of a text"), beyond),
            ],
        )
    ]


def _list_rule_fields() -> list[PieceField]:
    unsaid = ("", _("as usual"))
    answers = [("", _("not said")), ("yes", _("yes")), ("no", _("no"))]
    return [
        build_choice("rule.kind", _("Rule"), RuleKind.choices),
        build_whole("rule.numerator", _("Qualified majority: numerator"), required=False),
        build_whole("rule.denominator", _("Qualified majority: denominator"), required=False),
        build_flag("rule.of_seats", _("A qualified majority counts the seats, not the votes cast")),
        build_flag("rule.strict", _("A qualified majority is more than the share, not at least the share")),
        build_whole("rule.k", _("Fixed number: approvals needed"), required=False),
        build_line("rule.threshold", _("Weighted: weight needed")),
        build_flag("rule.somebody_for", _("A consensus needs somebody who is for it")),
        build_quorum("rule.quorum", _("Quorum")),
        build_choice("rule.quorum_base", _("Quorum counted over"), [unsaid, *QuorumBase.choices]),
        PieceField(
            "rule.quorum_of_spoken",
            lambda: build_select_field(_("Silent seats do not count towards the quorum"), answers, required=False),
            read=lambda value: {True: "yes", False: "no"}.get(value, ""),
            write={"yes": True, "no": False}.get,
        ),
        build_quorum("rule.sitting_quorum", _("Quorum of a sitting of the government")),
        build_choice("rule.abstention", _("An abstention"), [unsaid, *Abstention.choices]),
        build_choice("rule.tie", _("A tie"), [unsaid, *Tie.choices]),
        build_choice("rule.silence", _("Silence at the deadline"), [unsaid, *Silence.choices]),
        build_flag("rule.early_close", _("The round ends as soon as its outcome is settled")),
    ]


def _list_escalation_fields(stages: Choices, bodies: Choices) -> list[PieceField]:
    triggers = [(code, str(words)) for code, words in REFERRED_WHEN.items()]
    defaults = [("", _("not said")), *((code, str(words)) for code, words in NOBODY_REFERS.items())]
    return [
        build_choice("on_fail", _("If it does not pass"), OnFail.choices),
        build_choice("deemed", _("Deemed outcome"), [("", _("none")), *Deemed.choices]),
        build_choice("escalation.to", _("A case is referred up to"), [("", _("no stage")), *stages]),
        build_choices("escalation.triggers", _("It may be referred up when"), triggers),
        build_choices("escalation.by", _("Only these bodies may refer it up"), bodies),
        build_choice("escalation.rank", _("Who of a body may"), [("", _("not said")), *ReferralRank.choices]),
        build_flag("escalation.only_dissent", _("Only bodies that objected may")),
        build_flag("escalation.same_persons", _("On appeal, where a body has nobody else, who spoke before speaks again")),
        *build_term("escalation.within", _("Within"), required=False),
        build_line("escalation.above", _("Amount in EUR above which it may be referred up")),
        build_choice("escalation.default", _("If nobody refers it up"), defaults),
    ]
