"""The systems of the demo: those that can call at once, with secrets that everybody knows, and one that waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from licensing.acts.acting import now, to_local_day
from licensing.acts.people.rights.releases import release_rights
from licensing.acts.people.systems.registration import SystemInput, make_application, propose_system
from licensing.choices import ProposalState, SystemKind
from licensing.models import Body, Organisation, System, SystemSecret, User
from licensing.policy.people.secrets import digest_secret

Row = Mapping[str, Any]
_LIFE = timedelta(days=700)


def load_systems(rows: Sequence[Row]) -> int:
    """Add the systems that there are not yet; how many were added. Those with a proposer wait for a second person."""
    new = [row for row in rows if not System.objects.filter(client_id=row["client_id"]).exists()]
    with release_rights("systems of the demo"):
        for row in new:
            if "proposed_by" not in row:
                _put_system(row)
    for row in new:
        if "proposed_by" in row:
            propose_system(User.objects.get(email=row["proposed_by"]), _as_input(row), reason=row["reason"])
    return len(new)


def _put_system(row: Row) -> None:
    at, wish = now(), _as_input(row)
    system = System.objects.create(
        client_id=wish.client_id,
        kind=wish.kind,
        is_public=wish.is_public,
        name=wish.name,
        purpose=wish.purpose,
        owner=wish.owner,
        organisation=wish.organisation,
        body=wish.body,
        account=wish.account,
        scopes=list(wish.scopes),
        redirect_uris=list(wish.redirect_uris),
        rate=wish.rate,
        end_on=to_local_day(at) + _LIFE,
        reason="Comes with the demo.",
        proposed_at=at,
        due_at=at,
        state=ProposalState.CONFIRMED,
        settled_at=at,
    )
    make_application(system)
    if "secret" in row:
        SystemSecret.objects.create(system=system, digest=digest_secret(row["secret"]), made_at=at)


def _as_input(row: Row) -> SystemInput:
    return SystemInput(
        client_id=row["client_id"],
        kind=SystemKind(row["kind"]),
        name=row["name"],
        purpose=row["purpose"],
        owner=User.objects.get(email=row["owner"]),
        organisation=Organisation.objects.get(name=row["organisation"]) if "organisation" in row else None,
        body=Body.objects.get(pk=row["body"]) if "body" in row else None,
        account=User.objects.get(email=row["account"]) if "account" in row else None,
        scopes=tuple(row["scopes"]),
        redirect_uris=tuple(row.get("redirect_uris", ())),
        rate=row.get("rate", ""),
        is_public=row.get("public", False),
        end_on=to_local_day(now()) + _LIFE,
    )
