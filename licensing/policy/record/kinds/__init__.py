"""Every kind of event, declared by subject; `event_kinds.py` makes each of them a member of `EventKind`."""
