"""`manage.py makemessages`: as Django's own, and it also collects the sentences of `licensing/messages.py`."""

from __future__ import annotations

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    # The numbers are the arguments of the sentence and its plural; `c` marks the context. A class that is missing here
    # is not collected, and its sentences stay English without any error.
    xgettext_options = [
        *makemessages.Command.xgettext_options,
        "--keyword=Message",
        "--keyword=MessageInContext:1c,2",
        "--keyword=PluralMessage:1,2",
    ]
