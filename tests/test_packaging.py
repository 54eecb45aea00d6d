"""`pip install .` finds what it is told to install: its libraries, and no folder that only looks like a package."""

from __future__ import annotations

import tomllib
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
DECLARED = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_what_is_packaged_is_named_and_there() -> None:
    named = DECLARED["tool"]["setuptools"]

    # Without either, setuptools looks around by itself, finds several top-level folders, and refuses to build.
    assert named.keys() & {"packages", "py-modules"}
    places = [ROOT / name.replace(".", "/") for name in named.get("packages", [])]
    places += [ROOT / f"{name}.py" for name in named.get("py-modules", [])]
    assert [str(place) for place in places if not place.exists()] == []


def test_its_files_are_there_and_its_builder_reads_them() -> None:
    project = DECLARED["project"]
    [builder] = map(Requirement, DECLARED["build-system"]["requires"])

    assert (ROOT / project["readme"]).is_file()
    # A licence by its short name is read since that release; an earlier one ends with a traceback.
    assert isinstance(project["license"], str)
    assert builder.name == "setuptools"
    assert (builder.specifier.contains("76.1"), builder.specifier.contains("77.0.3")) == (False, True)
