"""`python -m tests.faults.caretaker FOLDER`: what somebody does who looks after the outbox when the receivers are well again.

The dead letters are replayed and the endpoints switched on, as the desk does it; which, is written to FOLDER/replayed.json.
"""

import json
import os
import sys
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()

from licensing.choices import DeliveryState  # noqa: E402 - the settings come first
from licensing.models import Delivery, Endpoint, User  # noqa: E402
from licensing.outbox.delivery import dead_letters  # noqa: E402


def main(folder: Path) -> None:
    dead = list(Delivery.objects.filter(state=DeliveryState.DEAD, endpoint__disabled_at=None).values_list("pk", flat=True))
    dead_letters.replay_deliveries(dead, User.objects.get(email="otto@example.org"))
    for endpoint in Endpoint.objects.filter(disabled_at__isnull=False, ended_at__isnull=True):
        dead_letters.enable_endpoint(endpoint)
    (folder / "replayed.json").write_text(json.dumps([str(one) for one in dead]))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
