"""Alarms about the record itself. While one is open nothing is written: people read, and the owner of the database looks."""

from __future__ import annotations

from typing import Self

from django.db import models


class AlarmQuerySet(models.QuerySet["Alarm"]):
    def open(self) -> Self:
        """Alarms that nobody has settled yet."""
        return self.filter(settled_at__isnull=True)


class Alarm(models.Model):
    """The record is not what was kept outside the database. The application may raise it; only the owner settles it."""

    raised_at = models.DateTimeField()
    sentence = models.TextField()
    # The kept head that the chain does not hold: by its own number and digest.
    number = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_because = models.TextField(blank=True)

    objects = AlarmQuerySet.as_manager()

    class Meta:
        # Once it is settled the same may be found again, as after another restored backup.
        constraints = [
            models.UniqueConstraint(
                fields=["number", "digest"], condition=models.Q(settled_at=None), name="open_alarm_once_per_kept_head"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.digest[:12]}"
