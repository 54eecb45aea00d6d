"""Kills what runs, without a word of warning, at moments that the seed chooses; and starts it again."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from typing import Final

import psycopg

from tests.faults.clients import Table
from tests.faults.deployment import BEATS, WORKERS, Deployment
from tests.faults.history import History

VICTIMS: Final = ("web", "web process", "worker", "beat", "backend", "postgres", "redis", "emptied redis")


class Killer(threading.Thread):
    """Spreads its kills over the operations of a run: every kind once, then again in another order."""

    def __init__(
        self, deployment: Deployment, table: Table, history: History, *, kills: int, seed: int, victims: tuple[str, ...]
    ) -> None:
        super().__init__(name="killer", daemon=True)
        self.deployment, self.table, self.history = deployment, table, history
        self.chance = random.Random(f"{seed}:killer")
        self.fault: Exception | None = None
        self._plan = self._planned(kills, victims)

    def run(self) -> None:
        try:
            for number, victim in enumerate(self._plan):
                due = self.table.limit * (number + self.chance.uniform(0.3, 1.0)) / (len(self._plan) + 1)
                while self.table.done < due and not self.table.over.is_set():
                    time.sleep(0.05)
                self._strike(victim)
        except Exception as fault:  # noqa: BLE001 - reported by the run, which would otherwise be a run without kills
            self.fault = fault

    def _planned(self, kills: int, victims: tuple[str, ...]) -> list[str]:
        plan: list[str] = []
        while victims and len(plan) < kills:
            plan += self.chance.sample(victims, len(victims))
        return plan[:kills]

    def _strike(self, victim: str) -> None:
        strikes: dict[str, Callable[[], bool]] = {
            "web": lambda: self._process("web"),
            "web process": self._web_process,
            "worker": lambda: self._process(self.chance.choice(WORKERS)),
            "beat": lambda: self._process(self.chance.choice(BEATS)),
            "backend": self._backend,
            "postgres": self._postgres,
            "redis": lambda: self._process("redis"),
            "emptied redis": self.deployment.empty_redis,
        }
        for _ in range(20):
            if strikes[victim]():
                self.history.tell("kill", victim=victim, after=self.table.done)
                return
            time.sleep(0.5)
        raise RuntimeError(f"there was no {victim} to kill")

    def _process(self, name: str) -> bool:
        self.deployment.kill(name)
        time.sleep(self.chance.uniform(0.0, 1.0))
        self.deployment.start(name)
        return True

    def _web_process(self) -> bool:
        """One process of the web server, which starts another by itself."""
        children = self.deployment.children("web")
        return bool(children) and self.deployment.kill_child(self.chance.choice(children), of="web")

    def _backend(self) -> bool:
        """One of PostgreSQL's own processes, at work for a client: the others then start anew, from the log."""
        query = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        try:
            with self.deployment.connect() as connection:
                pids = [pid for (pid,) in connection.execute(query)]
        except psycopg.OperationalError:
            return False
        return bool(pids) and self.deployment.kill_child(self.chance.choice(pids), of="postgres")

    def _postgres(self) -> bool:
        self._process("postgres")
        self.deployment.wait_for_database()
        return True
