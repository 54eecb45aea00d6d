"""Whether the record is whole: every digest recomputed, and every stored fact compared with the events that record it."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import DataError
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from licensing.acts.record.authorisations.ceilings import check_ceilings
from licensing.acts.record.authorisations.draws import check_draws
from licensing.acts.record.consistency import (
    check_clocks,
    check_files,
    check_findings,
    check_ledgers,
    check_procedures,
    check_states,
)
from licensing.acts.record.heads import check_heads
from licensing.acts.record.releases import check_releases
from licensing.acts.record.replay import RoundReplay
from licensing.acts.record.report import Fault, Report
from licensing.acts.record.rights import check_rights
from licensing.acts.record.rows import check_changes, check_contents, check_rows
from licensing.models import (
    CaseVersion,
    ChainHead,
    Countersignature,
    Decision,
    DecisionCorrection,
    Document,
    Event,
    Minutes,
    Position,
    Round,
    StandingPosition,
)
from licensing.policy.record.digests import GENESIS, compute_chain_digest, compute_digest, to_canonical
from licensing.policy.record.event_kinds import EventKind

logger = logging.getLogger(__name__)

_CHUNK = 2000
# What reading a row raises when somebody has put something else into it: words for numbers, lists for mappings, day 0.
_UNREADABLE = (
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    RecursionError,
    DataError,
    ObjectDoesNotExist,
)


def verify_record(*, anchor: tuple[int, str] | None = None, with_files: bool = False) -> Report:
    """Recompute everything that can be recomputed, and stop at the first thing that is wrong.

    `anchor` is the number and digest of an event that somebody outside has kept: the chain must still hold it.
    """
    audit = _Audit(anchor)
    report = audit.report
    # The chain comes first: it fills `attested`, which the checks of signed rows then empty, and the replay of the rounds.
    checks = {
        "chain": audit.check_chain(),
        "versions": audit.check_versions(),
        "positions": audit.check_positions(),
        "decisions": audit.check_decisions(),
        "countersignatures": audit.check_countersignatures(),
        "corrections": audit.check_corrections(),
        "minutes": audit.check_minutes(),
        "nothing is missing": audit.check_nothing_is_missing(),
        "rounds": audit.check_rounds(),
        "standing": audit.check_standing(),
        "procedures": check_procedures(report),
        "clocks": check_clocks(report),
        "states": check_states(report),
        "findings": check_findings(report),
        "ledgers": check_ledgers(report),
        "ceilings": check_ceilings(report),
        "draws": check_draws(report),
        "rights": check_rights(report),
        "releases": check_releases(report),
        "changes": check_changes(report),
        "rows": check_rows(report),
        "contents": check_contents(report),
        "heads": check_heads(report),
    }
    if with_files:
        checks["files"] = check_files(report)
    report.fault = next((fault for name, check in checks.items() for fault in _run_check(report, name, check)), None)
    return report


def _run_check(report: Report, name: str, check: Iterator[Fault]) -> Iterator[Fault]:
    """The faults that a check finds; a row that has become such that nobody can read it is one of them."""
    report.at = name
    try:
        yield from check
    except _UNREADABLE as error:
        logger.exception("%s cannot be read", report.at)
        sentence = _("Something that is stored here is not of the kind that was written, and cannot be read: %(error)s")
        yield Fault(report.at, sentence % {"error": error})


class _Audit:
    """One pass through the record. Each check yields its faults; what the chain attests is kept for the checks after it."""

    def __init__(self, anchor: tuple[int, str] | None) -> None:
        self.report = Report()
        self.anchor = anchor
        self.replay = RoundReplay()
        self.attested: dict[tuple[str, str], tuple[int, str]] = {}

    def check_chain(self) -> Iterator[Fault]:
        """Numbers without a gap, each event what it was when it was written, and the head where the chain ends."""
        number, last = 0, GENESIS
        for event in Event.objects.order_by("number").iterator(chunk_size=_CHUNK):
            where = self.report.look_at("events", f"event {event.number}")
            if event.number != number + 1:
                yield Fault(f"event {number + 1}", _("This event is missing: the next one is %(n)d.") % {"n": event.number})
            if event.previous != last:
                yield Fault(where, _("This event does not follow the one before it."))
            if compute_chain_digest(event.previous, event.as_chained_data()) != event.digest:
                yield Fault(where, _("This event is not what was written: its digest differs."))
            if self.anchor and self.anchor[0] == event.number and self.anchor[1] != event.digest:
                yield Fault(where, _("This event is not the one whose digest was kept outside."))
            self._remember(event)
            self.replay.apply(event)
            number, last = event.number, event.digest
        self.report.head = (number, last)
        yield from self._check_head(number, last)

    def _check_head(self, number: int, last: str) -> Iterator[Fault]:
        # Whoever cuts the end of the chain can set this row back too: then only an anchor kept outside the database shows it.
        head = ChainHead.objects.get(name="events")
        furthest = max(head.number, self.anchor[0] if self.anchor else 0)
        if number < furthest:
            words = {"last": number, "head": furthest}
            yield Fault(
                f"event {number + 1}", _("This event is missing: the chain ends at %(last)d, and went to %(head)d.") % words
            )
        if (head.number, head.digest) != (number, last):
            yield Fault("head of the chain", _("The head of the chain is not its last event."))

    def _remember(self, event: Event) -> None:
        what = EventKind(event.kind).declaration.attests
        if what and "digest" in event.data:
            row = f"{event.case_id} {event.data[what]}" if what == "version" else str(event.data[what])
            self.attested[what, row] = (event.number, event.data["digest"])

    def _is_attested(self, what: str, row: str, found: str) -> bool:
        """Whether the chain attests this row with this digest. The row is struck off: what is left at the end has gone."""
        _number, attested = self.attested.pop((what, row), (0, ""))
        return attested == found

    def check_versions(self) -> Iterator[Fault]:
        """What was filed is canonical, has its digest, and is what the event of its filing said."""
        for version in CaseVersion.objects.order_by("made_at", "pk").iterator(chunk_size=_CHUNK):
            where = self.report.look_at("versions", f"version {version.number} of case {version.case_id}")
            content = _read_canonical(version)
            if content is None:
                yield Fault(where, _("What was filed is not what its digest was made of."))
            if not self._is_attested("version", f"{version.case_id} {version.number}", version.digest):
                yield Fault(where, _("No event tells of this version with this digest."))
            yield from _check_documents(content or {})

    def check_positions(self) -> Iterator[Fault]:
        """Every position is what its author signed, on a version of that case."""
        filed = CaseVersion.objects.filter(case=OuterRef("round__case"), digest=OuterRef("version_digest"))
        rows = Position.objects.select_related("seat").annotate(filed=Subquery(filed.values("pk")[:1]))
        for position in rows.order_by("taken_at", "pk").iterator(chunk_size=_CHUNK):
            where = self.report.look_at("positions", f"position {position.pk}")
            if compute_digest(position.as_signed_data()) != position.digest:
                yield Fault(where, _("This position is not what was signed: its digest differs."))
            if position.filed is None:
                yield Fault(where, _("The version that was signed was never filed in this case."))
            if not self._is_attested("position", str(position.pk), position.digest):
                yield Fault(where, _("No event tells of this position with this digest."))

    def check_decisions(self) -> Iterator[Fault]:
        """Every decision, with its lines, is what was recorded."""
        rows = Decision.objects.select_related("version", "round").prefetch_related("lines__item")
        for decision in rows.order_by("decided_at", "pk").iterator(chunk_size=_CHUNK):
            where = self.report.look_at("decisions", f"decision {decision.resolution_no}")
            lines = [line.as_data() for line in sorted(decision.lines.all(), key=lambda line: line.item.number)]
            of_its_round = decision.case_id == decision.round.case_id
            said = decision.as_signed_data(version_digest=decision.version.digest, lines=lines)
            if not of_its_round or compute_digest(said) != decision.digest:
                yield Fault(where, _("This decision is not what was recorded: its digest differs."))
            if not self._is_attested("decision", str(decision.pk), decision.digest):
                yield Fault(where, _("No event tells of this decision with this digest."))

    def check_countersignatures(self) -> Iterator[Fault]:
        """Every countersignature is of the decision that its author saw."""
        rows = Countersignature.objects.select_related("decision").order_by("countersigned_at", "pk")
        yield from self._check_signed(
            rows,
            "countersignature",
            changed=_("This countersignature is not what was signed: its digest differs."),
            untold=_("No event tells of this countersignature with this digest."),
        )

    def check_corrections(self) -> Iterator[Fault]:
        """Every correction of a decision is what its author wrote."""
        rows = DecisionCorrection.objects.select_related("decision").order_by("corrected_at", "pk")
        yield from self._check_signed(
            rows,
            "correction",
            changed=_("This correction is not what was written: its digest differs."),
            untold=_("No event tells of this correction with this digest."),
        )

    def _check_signed(
        self, rows: QuerySet[Countersignature] | QuerySet[DecisionCorrection], what: str, *, changed: str, untold: str
    ) -> Iterator[Fault]:
        for one in rows.iterator(chunk_size=_CHUNK):
            where = self.report.look_at(f"{what}s", f"{what} {one.pk}")
            if compute_digest(one.as_signed_data()) != one.digest:
                yield Fault(where, changed)
            if not self._is_attested(what, str(one.pk), one.digest):
                yield Fault(where, untold)

    def check_minutes(self) -> Iterator[Fault]:
        """The minutes of every sitting are what was kept when it was concluded."""
        for one in Minutes.objects.order_by("made_at", "pk").iterator(chunk_size=_CHUNK):
            where = self.report.look_at("minutes", f"minutes of sitting {one.pk}")
            if _read_canonical(one) is None:
                yield Fault(where, _("These minutes are not what was kept: their digest differs."))
            if not self._is_attested("minutes", str(one.pk), one.digest):
                yield Fault(where, _("No event tells of these minutes with this digest."))

    def check_nothing_is_missing(self) -> Iterator[Fault]:
        """No version, position, decision or minutes that an event attests has gone."""
        for (what, row), (number, _digest) in self.attested.items():
            yield Fault(f"{what} {row}", _("Event %(n)d tells of it, but it is gone.") % {"n": number})

    def check_rounds(self) -> Iterator[Fault]:
        """Every round is what was opened, and has the outcome that its events record."""
        self.report.looked_at["rounds"] = Round.objects.count()
        yield from (Fault(*found) for found in self.replay.check_rounds())

    def check_standing(self) -> Iterator[Fault]:
        """The positions that count are those that the events record as counting."""
        self.report.looked_at["standing positions"] = StandingPosition.objects.count()
        yield from (Fault(*found) for found in self.replay.check_standing())


def _read_canonical(kept: CaseVersion | Minutes) -> dict[str, Any] | None:
    """What was filed or kept; None when it is not canonical, not what its digest was made of, or cannot even be read."""
    try:
        content = json.loads(kept.canonical)
        whole = to_canonical(content).decode() == kept.canonical and compute_digest(content) == kept.digest
    except (TypeError, ValueError, RecursionError):
        return None
    return content if whole and isinstance(content, dict) else None


def _check_documents(filed: Mapping[str, Any]) -> Iterator[Fault]:
    """What was filed names each document by the digest of its file; no other file may stand under that document since."""
    named = {one["id"]: one["sha256"] for one in filed.get("documents", ())}
    kept = {str(key): sha256 for key, sha256 in Document.objects.filter(pk__in=named).values_list("pk", "sha256")}
    for document, sha256 in named.items():
        if kept.get(document) != sha256:
            yield Fault(f"document {document}", _("The stored file is not the one that was attached."))
