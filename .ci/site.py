"""A hook of MkDocs: adds the pages at the root of the repository, and refuses a page that asks another host for anything."""

from __future__ import annotations

import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parents[1]
AT_THE_ROOT = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")
LINK = re.compile(r"(?<!!)\[((?:[^\]`]|`[^`]*`)+)\]\(([^)#:]+)(#[^)]*)?\)")
FETCHED = re.compile(r"<(?:script|img|iframe|link(?![^>]*rel=\"?canonical))\b[^>]*(?:src|href)=\"?(?:https?:)?//[^\s\">]*")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    for name in AT_THE_ROOT:
        text = (ROOT / name).read_text(encoding="utf-8")
        files.append(File.generated(config, name, content=LINK.sub(_relink, text)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """In the repository the pages of docs/ lie one folder below those at the root; on the site they lie beside them."""
    return markdown.replace("](../", "](")


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    if fetched := FETCHED.search(output):
        raise PluginError(f"{page.file.src_path} would be fetched from elsewhere: {fetched.group()}")
    return output


def _relink(link: re.Match[str]) -> str:
    """The same link as seen from docs/. Source files are no part of the site: of a link to one only its text is left."""
    text, target, anchor = link.group(1), link.group(2), link.group(3) or ""
    if target.startswith("docs/"):
        return f"[{text}]({target.removeprefix('docs/')}{anchor})"
    return f"[{text}]({target}{anchor})" if target in AT_THE_ROOT else text
