"""Redis as the broker, without the fault that ends a worker whose Redis dies while it works.

A worker that loses Redis gives its connection up twice: once to be rid of the socket, once to release the connection. With a
task in hand that it has not acknowledged yet, the second time Kombu (5.7) asks a connection that is no longer there for its
address, and raises AttributeError, which nobody expects: the worker ends where it should connect again. The run under faults
found it.
"""

from __future__ import annotations

from typing import Any

from kombu.transport import redis
from redis.exceptions import ConnectionError as ConnectionLost


class Channel(redis.Channel):
    def _connparams(self, asynchronous: bool = False) -> Any:
        """Where Redis is; raises ConnectionLost once the connection was given up, which everybody above knows how to take."""
        if self.connection is None or self.connection.client is None:
            raise ConnectionLost("The connection to the broker was given up.")
        return super()._connparams(asynchronous)


class Transport(redis.Transport):
    Channel = Channel
