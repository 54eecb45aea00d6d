from tests.outbox.conftest import clock, receiver, sink

__all__ = ["clock", "receiver", "sink"]
