"""The review points of contracts that were granted before they were kept: those that their terms name."""

from datetime import date
from typing import Any

from django.db import migrations


def write_down_reviews(apps: Any, schema_editor: Any) -> None:
    authorisation, review = (apps.get_model("licensing", name) for name in ("ParentAuthorisation", "ContractReview"))
    # Beside old code, or when this is applied again, some have theirs already.
    without = authorisation.objects.filter(case__isnull=False, years__isnull=False, reviews__isnull=True)
    for one in without.select_related("case").order_by("pk"):
        rows = (one.case.long_term or {}).get("review_points") or []
        points = sorted((str(row["on"]), str(row.get("subject") or "")) for row in rows if row.get("on"))
        review.objects.bulk_create(
            review(authorisation=one, number=number, due_on=date.fromisoformat(on), subject=subject)
            for number, (on, subject) in enumerate(points, 1)
        )


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0183_reviews_of_contracts"),
    ]

    operations = [
        migrations.RunPython(write_down_reviews, migrations.RunPython.noop),
    ]
