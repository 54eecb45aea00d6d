"""Country plans of the state: how they are worked out, and by whom."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from licensing.choices import Audience, Concerned, Freshness, Office
from licensing.policy.record.declaration import BY_CLOCK, EventDeclaration, as_news, as_task

# `body` is the one under whose mandate the step was taken, `bodies` are those of the working group, whose people hear of it.
_PLAN: Final = ("plan", "code", "body", "bodies", "under")
_PROJECT: Final = (*_PLAN, "project", "number")
_INVESTMENT: Final = (*_PLAN, "project", "investment")
_GROUP: Final = (Concerned.GROUP,)
_REMINDER: Final = ("reminder", "rule", "audience", "about", "deadline_at", "due_at")

OPENED: Final = EventDeclaration(
    "plan.opened",
    _("Country plan opened"),
    deliberation=True,
    internal=(*_PLAN, "country"),
    concerned=_GROUP,
    to_concerned=as_news(_("A country plan was opened, and your body works on it. It is at the desk.")),
    under_mandate_of="body",
    step_up=Freshness.SITTING,
)
EDITED: Final = EventDeclaration(
    "plan.edited", _("Country plan changed"), deliberation=True, internal=_PLAN, under_mandate_of="body"
)
COMMENTS_ASKED: Final = EventDeclaration(
    "plan.comments_asked",
    _("Comments on a country plan asked for"),
    deliberation=True,
    internal=(*_PLAN, "due_on"),
    concerned=_GROUP,
    to_concerned=as_task(_("Your body is asked to comment on a country plan by %(due_on)s. It is at the desk.")),
    under_mandate_of="body",
    step_up=Freshness.SITTING,
)
COMMENTED: Final = EventDeclaration(
    "plan.commented",
    _("Comment on a country plan"),
    deliberation=True,
    internal=(*_PLAN, "comment", "project"),
    under_mandate_of="body",
)
GROUP_CHANGED: Final = EventDeclaration(
    "plan.group_changed",
    _("Working group of a country plan changed"),
    deliberation=True,
    internal=(*_PLAN, "joined", "left"),
    concerned=_GROUP,
    to_concerned=as_news(_("A body joined or left the working group of a country plan. The plan is at the desk.")),
    under_mandate_of="body",
    step_up=Freshness.SITTING,
)
# The case in which the bodies sign a version off; nobody applied for it, so no applicant hears of it.
REVIEW_OPENED: Final = EventDeclaration(
    "plan_review.opened",
    _("Version of a country plan sent for review"),
    deliberation=True,
    internal=("plan", "number", "version", "digest", "body", "under", "release"),
    attests="version",
    under_mandate_of="body",
    cites_release=True,
)
REVIEW_CALLED_BACK: Final = EventDeclaration(
    "plan_review.called_back",
    _("Version of a country plan called back"),
    audiences=(Audience.SEATS,),
    deliberation=True,
    internal=("plan", "number", "reason", "body", "under"),
    to_authority=as_news(_("%(reference)s needs your position no more: the version of the country plan was called back.")),
    under_mandate_of="body",
)
REVIEW_DECIDED: Final = EventDeclaration(
    "plan_review.decided",
    _("Version of a country plan decided"),
    deliberation=True,
    internal=("plan", "number", "outcome", "resolution_no", "resolution_on", "under"),
    under_office=Office.DECIDER,
)
SUBMITTED: Final = EventDeclaration(
    "plan.submitted",
    _("Version of a country plan submitted"),
    deliberation=True,
    internal=(*_PLAN, "version", "number", "digest"),
    concerned=_GROUP,
    to_concerned=as_news(_("A version of a country plan is in review. Nothing of it changes until it is decided.")),
    under_mandate_of="body",
    step_up=Freshness.NOW,
)
TAKEN_BACK: Final = EventDeclaration(
    "plan.taken_back",
    _("Version of a country plan called back from review"),
    deliberation=True,
    internal=(*_PLAN, "version", "number", "reason"),
    concerned=(*_GROUP, Concerned.DECIDERS),
    to_concerned=as_news(_("A version of a country plan was called back before the government decided it. The plan says why.")),
    under_mandate_of="body",
    step_up=Freshness.SITTING,
)
DECIDED: Final = EventDeclaration(
    "plan.decided",
    _("Country plan decided"),
    deliberation=True,
    internal=(
        "plan",
        "code",
        "bodies",
        "version",
        "number",
        "digest",
        "rulings",
        "resolution_no",
        "resolution_on",
        "ceilings",
        "under",
    ),
    concerned=_GROUP,
    to_concerned=as_news(_("The government decided the projects of a country plan. The plan says what on each.")),
    under_office=Office.DECIDER,
    step_up=Freshness.NOW,
)
ENDED: Final = EventDeclaration(
    "plan.ended",
    _("Country plan ended"),
    deliberation=True,
    internal=(*_PLAN, "reason"),
    concerned=_GROUP,
    to_concerned=as_news(_("A country plan on which your body worked was ended. The plan says why.")),
    under_mandate_of="body",
    step_up=Freshness.NOW,
)
PROJECT_ADDED: Final = EventDeclaration(
    "project.added",
    _("Project written into a country plan"),
    deliberation=True,
    internal=(*_PROJECT, "interest"),
    under_mandate_of="body",
)
# `origin` is the reference of the country plan that a partner filed while they did.
PROJECTS_CARRIED_OVER: Final = EventDeclaration(
    "plan.carried_over",
    _("Projects of a partner's country plan carried over"),
    deliberation=True,
    internal=("plan", "code", "bodies", "origin", "projects"),
    concerned=_GROUP,
    to_concerned=as_news(_("Projects of a country plan that a partner filed stand as ideas in the plan of the state.")),
    without_proof=BY_CLOCK,
)
PROJECT_EDITED: Final = EventDeclaration(
    "project.edited",
    _("Project of a country plan changed"),
    deliberation=True,
    internal=(*_PROJECT, "interest"),
    under_mandate_of="body",
)
PROJECT_MOVED: Final = EventDeclaration(
    "project.moved",
    _("Project of a country plan moved on"),
    deliberation=True,
    internal=(*_PROJECT, "before", "after", "reason"),
    concerned=_GROUP,
    to_concerned=as_news(_("A project of a country plan stands otherwise now. The plan says why.")),
    under_mandate_of="body",
    step_up=Freshness.SITTING,
)
PROJECT_RANKED: Final = EventDeclaration(
    "project.ranked",
    _("Priority of a project set"),
    deliberation=True,
    internal=(*_PROJECT, "before", "after", "reason"),
    concerned=_GROUP,
    to_concerned=as_news(_("The priority of a project of a country plan was set. The plan says why.")),
    under_mandate_of="body",
    step_up=Freshness.NOW,
)
PROJECT_FILLED: Final = EventDeclaration(
    "project.filled",
    _("Request named that fills a project"),
    deliberation=True,
    internal=(*_PROJECT, "case", "lines"),
    under_mandate_of="body",
)
PROJECT_CASE_TAKEN_OUT: Final = EventDeclaration(
    "project.case_taken_out",
    _("Request taken out of a project"),
    deliberation=True,
    internal=(*_PROJECT, "case", "lines", "reason"),
    under_mandate_of="body",
)
ENDS_SOON: Final = EventDeclaration(
    "plan.ends_soon",
    _("Reminder of the last day of a country plan"),
    deliberation=True,
    # Before reminders of plans were rows, an event said the day alone.
    internal=("plan", "code", "bodies", "due_on", *_REMINDER),
    optional=_REMINDER,
    concerned=_GROUP,
    to_concerned=as_task(
        _("The period of a country plan on which your body works ends on %(due_on)s. Extend it by a version, or end the plan.")
    ),
    without_proof=BY_CLOCK,
    by_rule=True,
)
RAN_OUT: Final = EventDeclaration(
    "plan.ran_out",
    _("Period of a country plan over"),
    deliberation=True,
    internal=("plan", "code", "bodies", "due_on"),
    concerned=_GROUP,
    to_concerned=as_task(
        _(
            "The period of a country plan on which your body works is over: requests that fill its projects wait. "
            "Extend it by a version, or end the plan."
        )
    ),
    without_proof=BY_CLOCK,
)
PROJECT_LOST: Final = EventDeclaration(
    "project.lost",
    _("The project that the request fills has ended"),
    audiences=(Audience.APPLICANT, Audience.OFFICERS, Audience.SEATS, Audience.SYSTEMS),
    internal=("parent",),
    changes_revision=False,
    to_applicant=as_news(_("The project that your request %(reference)s fills has ended. It waits for the authority.")),
    to_authority=as_news(_("The project that %(reference)s fills has ended: it is neither signed nor granted meanwhile.")),
)
PROJECT_FREED: Final = EventDeclaration(
    "project.freed",
    _("No longer stopped by a project that has ended"),
    audiences=(Audience.APPLICANT, Audience.OFFICERS, Audience.SEATS, Audience.SYSTEMS),
    internal=("parent",),
    changes_revision=False,
    to_applicant=as_news(_("Your request %(reference)s goes on, and fills no project that has ended any more.")),
    to_authority=as_news(_("%(reference)s fills the project that has ended no more. It goes on.")),
)
INVESTMENT_PLANNED: Final = EventDeclaration(
    "investment.planned", _("Investment planned"), deliberation=True, internal=_INVESTMENT, under_mandate_of="body"
)
INVESTMENT_COMMITTED: Final = EventDeclaration(
    "investment.committed",
    _("Investment committed"),
    deliberation=True,
    internal=(*_INVESTMENT, "committed_on", "document_no"),
    concerned=_GROUP,
    to_concerned=as_news(_("An investment in a project of a country plan was committed. The plan names it.")),
    under_mandate_of="body",
    step_up=Freshness.NOW,
)
INVESTMENT_ENDED: Final = EventDeclaration(
    "investment.ended",
    _("Investment fell through"),
    deliberation=True,
    internal=(*_INVESTMENT, "reason"),
    concerned=_GROUP,
    to_concerned=as_news(_("An investment in a project of a country plan fell through. The plan says why.")),
    under_mandate_of="body",
    step_up=Freshness.NOW,
)
INVESTMENT_DROPPED: Final = EventDeclaration(
    "investment.dropped",
    _("Planned investment dropped"),
    deliberation=True,
    internal=(*_INVESTMENT, "reason"),
    under_mandate_of="body",
)
# Whoever takes a paper away is on record; its digest tells which one it was, should it turn up elsewhere.
PRINTED: Final = EventDeclaration(
    "plan.printed",
    _("Country plan or briefing printed"),
    deliberation=True,
    internal=("country", "language", "digest", "plan", "code"),
    optional=("plan", "code"),
    only_tells=True,
)
# `body` is the one that keeps the list; what it wrote stands in the rows that the event covers.
_PARTICIPANT: Final = ("participant", "body", "under")
PARTICIPANT_ENTERED: Final = EventDeclaration(
    "participant.entered",
    _("Maker or investor entered"),
    deliberation=True,
    internal=_PARTICIPANT,
    under_mandate_of="body",
)
PARTICIPANT_EDITED: Final = EventDeclaration(
    "participant.edited",
    _("Maker or investor changed"),
    deliberation=True,
    internal=_PARTICIPANT,
    under_mandate_of="body",
)
PARTICIPANT_ENDED: Final = EventDeclaration(
    "participant.ended",
    _("Maker or investor ended"),
    deliberation=True,
    internal=(*_PARTICIPANT, "reason"),
    under_mandate_of="body",
)
CAPACITY_ENTERED: Final = EventDeclaration(
    "participant.capacity",
    _("Capacity of a maker entered"),
    deliberation=True,
    internal=(*_PARTICIPANT, "family", "from_on"),
    under_mandate_of="body",
)
