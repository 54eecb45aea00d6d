"""A version of a country plan as those who sign it off read it: what it says, and what differs from what was decided before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from licensing.choices import ProjectVerdict, VersionOutcome, VersionState
from licensing.models.people.bodies import Body
from licensing.models.plans.plan_versions import PlanVersion, ProjectRuling
from licensing.models.read_models.plans.country_plans import VersionContent, read_version_content
from licensing.models.requests.case import Case
from licensing.policy.plans.countries.drafting import RULED, judge_version


@dataclass(frozen=True, slots=True)
class ChangedPart:
    """What a version says otherwise than the one before of a project, or of the plan: term, what it said, what it says."""

    title: str
    changes: Sequence[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class VersionReading:
    """A version with what it says, what differs from the version decided before it, and what was decided on its projects."""

    version: PlanVersion
    content: VersionContent
    before: PlanVersion | None
    changes: Sequence[ChangedPart]
    rulings: Sequence[ProjectRuling]
    outcome: str


def read_plan_review(case: Case) -> VersionReading | None:
    """The version that is signed off in a case; None for requests, without asking."""
    if not case.is_of_state:
        return None
    version = PlanVersion.objects.select_related("plan__country", "submitted_by", "settled_by").get(review=case)
    version.review = case
    return read_version(version)


def load_steering(cases: Sequence[Case]) -> dict[UUID, list[str]]:
    """The bodies that steer the plan under review in each case, its owner and who leads working groups; nothing for no case."""
    if not cases:
        return {}
    leads = set(Body.objects.filter(leads_plans=True).values_list("pk", flat=True))
    owners = PlanVersion.objects.filter(review__in=cases).values_list("review", "plan__owner")
    return {case: sorted({owner, *leads}) for case, owner in owners}


def read_version(version: PlanVersion) -> VersionReading:
    """A version of a plan in the words of its reader."""
    decided = PlanVersion.objects.filter(plan=version.plan_id, number__lt=version.number, state=VersionState.DECIDED)
    before, content = decided.order_by("-number").first(), read_version_content(version)
    rulings = list(_select_rulings(version))
    changes = _compare_contents(_read_decided(before), content) if before else []
    return VersionReading(version, content, before, changes, rulings, _describe_outcome(rulings))


def _describe_outcome(rulings: Sequence[ProjectRuling]) -> str:
    if not rulings:
        return ""
    return str(VersionOutcome(judge_version([ProjectVerdict(one.verdict) for one in rulings])).label)


def _read_decided(version: PlanVersion) -> VersionContent:
    """What a version says, each project as it stood when the version was decided: what was approved is no change later on."""
    content = read_version_content(version)
    ruled = {one.project.number: str(RULED[ProjectVerdict(one.verdict)].label) for one in _select_rulings(version)}
    return replace(content, projects=[replace(one, status=ruled.get(one.number, one.status)) for one in content.projects])


def _select_rulings(version: PlanVersion) -> QuerySet[ProjectRuling]:
    return version.rulings.select_related("project").order_by("project__number")


def _compare_contents(before: VersionContent, after: VersionContent) -> list[ChangedPart]:
    """What differs, the plan first, then its projects in the order of the later version, and last those that it has no more."""
    former = {one.number: one for one in before.projects}
    parts = [ChangedPart(_("The plan"), _compare_facts(before.facts, after.facts))]
    for one in after.projects:
        was = former.pop(one.number, None)
        status = [(_("State"), was.status if was else "–", one.status)] if was is None or was.status != one.status else []
        parts.append(ChangedPart(one.title, [*status, *_compare_facts(was.facts if was else (), one.facts)]))
    parts += [ChangedPart(one.title, [(_("State"), one.status, "–")]) for one in former.values()]
    return [one for one in parts if one.changes]


def _compare_facts(before: Iterable[tuple[str, str]], after: Iterable[tuple[str, str]]) -> list[tuple[str, str, str]]:
    was, now = _join_by_term(before), _join_by_term(after)
    terms = [*now, *(term for term in was if term not in now)]
    return [(term, was.get(term, "–"), now.get(term, "–")) for term in terms if was.get(term) != now.get(term)]


def _join_by_term(facts: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    # Two investments of one side stand under the same term.
    said: dict[str, list[str]] = defaultdict(list)
    for term, words in facts:
        said[term].append(words)
    return {term: "; ".join(words) for term, words in said.items()}
