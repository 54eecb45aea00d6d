"""When each periodic task last ran to its end: what tells that beat and worker do their work, wherever they run."""

from __future__ import annotations

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

_RECORD = """
    INSERT INTO licensing_sweep (task, ended_at, runs, done) VALUES (%s, clock_timestamp(), 1, %s)
    ON CONFLICT (task) DO UPDATE SET ended_at = excluded.ended_at, runs = licensing_sweep.runs + 1,
                                     done = licensing_sweep.done + excluded.done
"""


class SweepManager(models.Manager["Sweep"]):
    def record(self, task: str, *, done: int) -> None:
        """A run of the task has ended, and did so many things; by the clock of the database."""
        with connection.cursor() as cursor:
            cursor.execute(_RECORD, [task, done])


class Sweep(models.Model):
    """One periodic task: when its last run ended, how many runs there were, and how many things they did in all."""

    task = models.CharField(_("task"), max_length=60, primary_key=True)
    ended_at = models.DateTimeField(_("last run ended at"))
    runs = models.PositiveBigIntegerField(_("runs"), default=0, db_default=0)
    done = models.PositiveBigIntegerField(_("things done"), default=0, db_default=0)

    objects = SweepManager()

    class Meta:
        verbose_name = _("periodic task")
        verbose_name_plural = _("periodic tasks")

    def __str__(self) -> str:
        return self.task
