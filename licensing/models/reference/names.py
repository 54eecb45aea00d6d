"""Abstract rows of governed lists: a name, a title or a text in every language of the list."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from licensing.models.reference.texts import TextsField, in_reader_language


class CurrentQuerySet(models.QuerySet[Any]):
    """Rows of a list that end: whoever offers some to choose from asks for the current ones."""

    def current(self) -> Self:
        """Those that have not ended."""
        return self.filter(active=True)


class Named(models.Model):
    """A row with a name in each language of its list."""

    names = TextsField(pgettext_lazy("of a thing", "name"), stem="name", max_length=300)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the reader, or in English."""
        return in_reader_language(self.names)


class Worded(models.Model):
    """A row with a longer text in each language of its list."""

    texts = TextsField(_("text"), stem="text")

    class Meta:
        abstract = True

    @property
    def text(self) -> str:
        """The text in the language of the reader, or in English."""
        return in_reader_language(self.texts)


class Titled(models.Model):
    """A row with a title in each language of its list."""

    titles = TextsField(_("title"), stem="title", max_length=300)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.pk} {self.title}"

    @property
    def title(self) -> str:
        """The title in the language of the reader, or in English."""
        return in_reader_language(self.titles)
