"""Typed reading of environment variables that says what is wrong with all of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_YES = frozenset({"1", "true", "yes", "on"})
_NO = frozenset({"0", "false", "no", "off", ""})
_BAD_URL = "must look like postgresql://user:password@host:5432/name"


class Environment:
    """The variables of one process. Reading never raises; `finish` names everything that was missing or wrong."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables
        self._complaints: list[str] = []

    def read_string(self, name: str, default: str | None = None, *, like: str = "a text") -> str:
        """The value of `name`, or of the file named by `name`_FILE, which is how container secrets arrive."""
        if file := self._variables.get(f"{name}_FILE"):
            return self._from_file(f"{name}_FILE", Path(file))
        value = self._variables.get(name) or default
        if value is None:
            self.add_complaint(name, f"is not set; it must be {like}")
            return ""
        return value

    def read_choice(self, name: str, options: Iterable[str], default: str) -> str:
        """One of the options, spelled exactly so; anything else is complained of."""
        options = tuple(options)
        value = self.read_string(name, default)
        if value in options:
            return value
        self.add_complaint(name, f"is {value!r}; it must be one of: {', '.join(options)}")
        return default

    def read_flag(self, name: str, default: bool) -> bool:
        """Yes or no, also as true and false, on and off, 1 and 0, in any case; set and empty means no."""
        value = self._variables.get(name, "yes" if default else "no").strip().lower()
        if value not in _YES | _NO:
            self.add_complaint(name, f"is {value!r}; it must be yes or no")
        return value in _YES

    def read_integer(self, name: str, default: int, *, at_least: int = 0) -> int:
        """A whole number in decimal digits, without a sign; a smaller one than `at_least` is complained of."""
        value = self._variables.get(name) or str(default)
        if value.isdecimal() and int(value) >= at_least:
            return int(value)
        self.add_complaint(name, f"is {value!r}; it must be a whole number, {at_least} or more")
        return default

    def read_words(self, name: str, default: Iterable[str] | None = None, *, like: str = "words") -> list[str]:
        """A list written with commas between its members."""
        text = self.read_string(name, None if default is None else ",".join(default), like=f"{like}, with commas between them")
        return [word.strip() for word in text.split(",") if word.strip()]

    def read_path(self, name: str, default: Path) -> Path:
        """An absolute path; `~` is the home of the user. Nothing need exist there yet."""
        return Path(self._variables.get(name) or default).expanduser().absolute()

    def read_database(self, name: str) -> dict[str, object] | None:
        """Django's description of the PostgreSQL database that the URL in `name` points to, or None if it is unset."""
        if not (self._variables.get(name) or self._variables.get(f"{name}_FILE")):
            return None
        url = self._split(name, self.read_string(name))
        if url is None:
            return None
        options: dict[str, object] = dict(parse_qsl(url.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(url.path.lstrip("/")),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": str(options.pop("host", unquote(url.hostname or ""))),
            "PORT": str(url.port or ""),
            "OPTIONS": options,
        }

    def add_complaint(self, name: str, sentence: str) -> None:
        """Note what is wrong with a variable; the sentence continues its name, and must not repeat a secret value."""
        self._complaints.append(f"{name} {sentence}.")

    def finish(self, advice: str) -> None:
        """Refuse to start while any variable is missing or wrong."""
        if self._complaints:
            raise ImproperlyConfigured("\n  ".join(["Dozvil cannot start:", *self._complaints, advice]))

    def _from_file(self, name: str, file: Path) -> str:
        try:
            # Files of secrets often end with a newline, which would become part of a password.
            return file.read_text(encoding="utf-8").strip()
        except OSError as error:
            self.add_complaint(name, f"names {file}, which cannot be read ({error.strerror})")
            return ""

    def _split(self, name: str, value: str) -> SplitResult | None:
        try:
            url = urlsplit(value)
            if url.scheme in {"postgres", "postgresql"} and url.path.strip("/"):
                # urlsplit accepts any port; only reading it raises ValueError for one that is no number, or above 65535.
                return url if url.port is None or url.port > 0 else None
        except ValueError:
            pass
        # The value itself is not repeated: it holds a password.
        self.add_complaint(name, _BAD_URL)
        return None
