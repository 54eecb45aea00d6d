"""How often each client has called lately, counted in one statement so that calls at the same moment are all seen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models.functions import Now

from licensing.policy.record.rates import SLOTS, Allowance, Rate, compute_allowance

# One statement, which locks the row of the client before it reads it: of two calls at once the second sees the first. A call
# beyond the limit changes nothing and returns no row. The time is the database's, since every process must mean the same slot.
_COUNT: Final = """
    INSERT INTO licensing_callcount AS c (client, slot, used, at)
    VALUES (
        %(client)s, floor(extract(epoch FROM clock_timestamp()) / %(width)s), array_fill(0, ARRAY[%(slots)s]) || 1,
        clock_timestamp()
    )
    ON CONFLICT (client) DO UPDATE SET
        slot = greatest(c.slot, excluded.slot),
        at = excluded.at,
        used = (
            SELECT moved.used[1:%(slots)s] || (moved.used[%(slots)s + 1] + 1)
            FROM (
                SELECT c.used[gone.slots + 1:] || array_fill(0, ARRAY[gone.slots]) AS used
                FROM (SELECT least(greatest(excluded.slot - c.slot, 0), %(slots)s + 1)::int AS slots) gone
            ) moved
        )
    WHERE %(limit)s > (
        SELECT coalesce(sum(calls), 0)
        FROM unnest(c.used[least(greatest(excluded.slot - c.slot, 0), %(slots)s + 1)::int + 1:]) calls
    )
    RETURNING used, extract(epoch FROM clock_timestamp()) - slot * %(width)s
"""
_READ: Final = """
    SELECT used, extract(epoch FROM clock_timestamp()) - slot * %(width)s FROM licensing_callcount WHERE client = %(client)s
"""


class CallCountManager(models.Manager["CallCount"]):
    def count_call(self, client: str, rate: Rate) -> Allowance:
        """Count a call of a client, unless it would be one too many, and say what is left to them."""
        # With the period, so that counts of before a change of the settings are not read in slots of another length.
        name = f"{client}/{rate.period}"
        given: dict[str, Any] = {"client": name, "limit": rate.limit, "slots": SLOTS, "width": rate.period / SLOTS}
        with connection.cursor() as cursor:
            cursor.execute(_COUNT, given)
            row = cursor.fetchone()
            granted = row is not None
            if row is None:
                cursor.execute(_READ, given)
                row = cursor.fetchone()
        return compute_allowance(rate, row[0], granted=granted, age=float(row[1]))

    def delete_stale(self) -> int:
        """Forget clients who have not called for a day; returns how many."""
        removed, _ = self.filter(at__lt=Now() - timedelta(days=1)).delete()
        return removed


class CallCount(models.Model):
    """The calls of one client in each slot of time, the newest last. An unlogged table: after a crash it is empty."""

    client = models.CharField(primary_key=True, max_length=120)
    slot = models.BigIntegerField()
    used = ArrayField(models.IntegerField())
    at = models.DateTimeField()

    objects = CallCountManager()

    def __str__(self) -> str:
        return self.client
