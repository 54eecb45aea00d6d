"""`manage.py makemessages`: the sentences of our own message classes are collected like those of gettext."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from licensing.management.commands.makemessages import Command

SOURCE = """
Message("A plain sentence.")
MessageInContext("of a thing", "name")
PluralMessage("%(count)s day", "%(count)s days")
"""


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="needs the programs of gettext")
def test_sentences_are_collected_with_plural_and_context(tmp_path: Path) -> None:
    (tmp_path / "said.py").write_text(SOURCE, encoding="utf-8")

    found = subprocess.run(
        ["xgettext", *Command.xgettext_options, "--language=Python", "--output=-", "said.py"],
        cwd=tmp_path,
        capture_output=True,
        check=True,
        text=True,
    ).stdout

    assert 'msgid "A plain sentence."' in found
    assert 'msgctxt "of a thing"\nmsgid "name"' in found
    assert 'msgid "%(count)s day"\nmsgid_plural "%(count)s days"' in found
