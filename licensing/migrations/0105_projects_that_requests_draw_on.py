"""Approved projects are what requests draw on, and each request names its own.

Which requests fill a project is named again: the ledger has what they hold from then on. No release had the rows that go.
"""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def write_down_approved_projects(apps: Any, schema_editor: Any) -> None:
    """What was approved before bound nobody, so it is indicative."""
    apps.get_model("licensing", "Project").objects.update(binding=False)
    approved = apps.get_model("licensing", "Project").objects.filter(status="approved")
    for project in approved.select_related("plan").prefetch_related("volumes__family"):
        parent = apps.get_model("licensing", "ParentAuthorisation").objects.create(
            project=project,
            binding=False,
            starts_on=project.plan.first_on,
            ends_on=project.plan.last_on,
            state="ended" if project.plan.ended_at else "in_force",
            state_reason=project.plan.end_reason,
            state_since=project.plan.ended_at or project.plan.opened_at,
        )
        ceiling = apps.get_model("licensing", "ParentCeiling")
        for line, volume in enumerate(project.volumes.order_by("pk"), 1):
            family = {"family": volume.family, "unit_id": volume.family.unit_id}
            ceiling.objects.create(authorisation=parent, line=line, quantity=volume.quantity, **family)
        if project.value is not None:
            ceiling.objects.create(authorisation=parent, value=project.value, currency_id=project.currency_id)


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0093_endpoints_without_a_secret"),
    ]

    operations = [
        migrations.DeleteModel(name="ProjectCase"),
        migrations.AddField(
            model_name="case",
            name="project",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="licensing.project",
            ),
        ),
        migrations.AddField(
            model_name="parentauthorisation",
            name="project",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="authorisation",
                to="licensing.project",
                verbose_name="project",
            ),
        ),
        migrations.AddField(
            model_name="project",
            name="binding",
            field=models.BooleanField(default=True, verbose_name="volumes and value bind"),
        ),
        migrations.AlterField(
            model_name="parentauthorisation",
            name="case",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="authorisation",
                to="licensing.case",
                verbose_name="case",
            ),
        ),
        migrations.AddConstraint(
            model_name="parentauthorisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("case__isnull", True), ("project__isnull", False)),
                    models.Q(("case__isnull", False), ("project__isnull", True)),
                    _connector="OR",
                ),
                name="parent_is_of_a_case_or_of_a_project",
            ),
        ),
        migrations.RunPython(write_down_approved_projects, migrations.RunPython.noop),
    ]
