"""Texts of governed lists: from one column per language to one entry per language."""

from dataclasses import dataclass

from django.db import migrations, models

from licensing.models.texts import TextsField


@dataclass(frozen=True)
class Column:
    model: str
    name: str
    stem: str
    label: str
    max_length: int | None = 300
    blank: bool = False
    languages: tuple[str, ...] = ("en", "uk")

    def field(self) -> TextsField:
        return TextsField(self.label, blank=self.blank, max_length=self.max_length)

    def fill(self) -> str:
        """A published procedure refuses to be changed, so its guard is put aside for the move.

        A row that is updated twice in one transaction has its foreign keys checked at the end, and until then its
        table cannot be altered: so they are checked at once.
        """
        table = f"licensing_{self.model}"
        pairs = ", ".join(f"'{language}', nullif({self.stem}_{language}, '')" for language in self.languages)
        return f"""
            SET CONSTRAINTS ALL IMMEDIATE;
            ALTER TABLE {table} DISABLE TRIGGER USER;
            UPDATE {table} SET {self.name} = jsonb_strip_nulls(jsonb_build_object({pairs}));
            ALTER TABLE {table} ENABLE TRIGGER USER;
        """  # noqa: S608 - only our own words

    def check(self) -> str:
        """What creating the column would have said at once: Django adds no check of a field's own to one that is there."""
        table = f"licensing_{self.model}"
        english = f"coalesce({self.name} ->> 'en', '') <> ''"
        return f"ALTER TABLE {table} ADD CONSTRAINT {table}_{self.name}_check CHECK ({english})"


COLUMNS = [
    Column("body", "names", "name", "name", 200),
    Column("body", "short_names", "short", "short name", 40),
    Column("calendar", "names", "name", "name"),
    Column("casekind", "names", "name", "name"),
    Column("casekind", "descriptions", "description", "description", None, blank=True),
    Column("condition", "texts", "text", "text", None),
    Column("condition", "evidence_texts", "evidence", "evidence", 200, blank=True),
    Column("controlentry", "titles", "title", "title"),
    Column("country", "names", "name", "name"),
    Column("criterion", "titles", "title", "title"),
    Column("currency", "names", "name", "name"),
    Column("documenttype", "names", "name", "name"),
    Column("holiday", "names", "name", "name", 120),
    Column("incoterm", "names", "name", "name", 80, languages=("en",)),
    Column("procedure", "names", "name", "name"),
    Column("procedure", "descriptions", "description", "description", None, blank=True),
    Column("quiethours", "names", "name", "name"),
    Column("refusalground", "texts", "text", "text", None),
    Column("reminderrule", "sentences", "sentence", "sentence"),
    Column("requirement", "sentences", "sentence", "sentence"),
    Column("returnground", "texts", "text", "text", None),
    Column("routingrow", "reasons", "because", "because"),
    Column("stage", "names", "name", "name"),
    Column("unit", "names", "name", "name"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("licensing", "0023_former_secrets"),
    ]

    operations = [
        *(migrations.AddField(one.model, one.name, models.JSONField(default=dict)) for one in COLUMNS),
        *(migrations.RunSQL(one.fill()) for one in COLUMNS),
        *(migrations.AlterField(one.model, one.name, one.field()) for one in COLUMNS),
        *(migrations.RunSQL(one.check()) for one in COLUMNS if not one.blank),
        *(migrations.RemoveField(one.model, f"{one.stem}_{language}") for one in COLUMNS for language in one.languages),
    ]
