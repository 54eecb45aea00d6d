"""What an entry point says of the calls that it carries out; `models/record/origin.py` keeps it for events and acts."""

from licensing.models.record.origin import Origin, find_origin, from_origin, replace_origin, require_step_up

__all__ = ["Origin", "find_origin", "from_origin", "replace_origin", "require_step_up"]
