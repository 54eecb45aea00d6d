"""The head of the chain by mail, to people who keep it where nobody of ours can rewrite it."""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.mail import EmailMessage

logger = logging.getLogger(__name__)


def send_head(kept: object | None) -> int:
    """Mail a head that was kept just now, written as `number:digest`, to each keeper; how many letters the mail server took.

    None, where nothing new was kept, sends nothing.
    """
    if kept is None:
        return 0
    head, sent = str(kept), 0
    number = head.partition(":")[0]
    for keeper in settings.HEAD_KEEPERS:
        letter = EmailMessage(
            subject=f"Dozvil: head of the record {number}",
            body=f"{head}\n\nKeep this letter. `manage.py verify --anchor {head}` proves that the record still holds it.\n",
            to=[keeper],
        )
        try:
            sent += letter.send()
        except OSError as failure:
            logger.warning("the head of the chain could not be mailed to a keeper: %s", failure)
    return sent
