"""`manage.py makemessages`: as Django's own, and it also collects the sentences of `licensing/messages.py`."""

from __future__ import annotations

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    # The numbers tell xgettext which argument is the sentence, its plural, and its context (`c`).
    xgettext_options = [
        *makemessages.Command.xgettext_options,
        "--keyword=Message",
        "--keyword=MessageInContext:1c,2",
        "--keyword=PluralMessage:1,2",
    ]
