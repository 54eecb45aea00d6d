"""`python -m tests.upgrade 0.2.0` keeps the present state, with the demo played in it, as the state of a release."""

from __future__ import annotations

import os
import sys

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from tests.upgrade.snapshot import save_release

    print(save_release(sys.argv[1]))
