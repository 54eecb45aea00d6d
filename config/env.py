"""Typed reading of environment variables that says what is wrong with all of them at once."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches
from email.utils import parseaddr
from ipaddress import ip_address
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

_YES = frozenset({"1", "true", "yes", "on"})
_NO = frozenset({"0", "false", "no", "off", ""})
_BAD_URL = "must look like postgresql://user:password@host:5432/name"
_RATE: Final = re.compile(r"[1-9][0-9]{0,8}/(s|sec|second|m|min|minute|h|hour|d|day)")
# A name of the net: labels of letters, digits and hyphens; or an address, as IPv6 in brackets.
_HOST: Final = re.compile(r"\.?(?!-)[A-Za-z0-9-]{1,63}(\.(?!-)[A-Za-z0-9-]{1,63})*\.?|\[[0-9A-Fa-f:.]+\]")
# The same without a dot in front, and with the underscores that networks of containers allow.
_SERVER: Final = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(\.(?!-)[A-Za-z0-9_-]{1,63})*\.?")
# What Kubernetes puts into every container for each service, under names made of the name of the service.
_OF_A_SERVICE: Final = re.compile(r".+_SERVICE_(HOST|PORT(_\w+)?)|.+_PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?")
_SERVICE_ADDRESS: Final = re.compile("(tcp|udp|sctp)://.+")
# Below this likeness two names are two different things (difflib's ratio); EMAIL_TSL and EMAIL_TLS have 0.89.
_LIKENESS: Final = 0.88


class Environment:
    """The variables of one process. Reading never raises; `finish` names everything that was missing or wrong."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables
        self._complaints: list[str] = []
        self._known: set[str] = set()

    def read_string(self, name: str, default: str | None = None, *, like: str = "a text") -> str:
        """The value of `name`, or of the file named by `name`_FILE, which is how container secrets arrive."""
        self.declare(name, f"{name}_FILE")
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
        self.declare(name)
        value = self._variables.get(name, "yes" if default else "no").strip().lower()
        if value not in _YES | _NO:
            self.add_complaint(name, f"is {value!r}; it must be yes or no")
        return value in _YES

    def read_integer(self, name: str, default: int, *, at_least: int = 0, at_most: int = 2**31 - 1) -> int:
        """A whole number in decimal digits, without a sign; one outside the bounds is complained of."""
        self.declare(name)
        value = self._variables.get(name) or str(default)
        # At most ten digits: int() refuses very long ones with an error of its own. PostgreSQL's integers end at 2^31.
        if re.fullmatch("[0-9]{1,10}", value) and at_least <= int(value) <= at_most:
            return int(value)
        bounds = f"{at_least} or more" if at_most == 2**31 - 1 else f"from {at_least} to {at_most}"
        self.add_complaint(name, f"is {value!r}; it must be a whole number, {bounds}")
        return default

    def read_rate(self, name: str, default: str) -> str:
        """How often something may happen, as `1200/min`: a number of times, and per second, minute, hour or day."""
        value = self.read_string(name, default)
        if _RATE.fullmatch(value):
            return value
        self.add_complaint(name, f"is {value!r}; it must be a number and a period, such as {default}")
        return default

    def read_url(self, name: str, default: str | None, *, schemes: Collection[str], like: str) -> str:
        """An address with one of the schemes and the name of a host. The value is not repeated: it may hold a password."""
        value = self.read_string(name, default, like=like)
        if value and not _is_url(value, schemes):
            self.add_complaint(name, f"must be {like}")
            return ""
        return value

    def read_host(self, name: str, *, like: str) -> str:
        """The name or address of one server, or nothing where none is named."""
        value = self.read_string(name, "")
        if value and not _is_server(value):
            self.add_complaint(name, f"is {value!r}; it must be {like}")
        return value

    def read_hosts(self, name: str, default: Iterable[str] | None = None, *, like: str) -> list[str]:
        """Names of hosts with commas between them; one with a scheme, a path or a blank is complained of."""
        hosts = self.read_words(name, default, like=like)
        for host in hosts:
            if host != "*" and not _HOST.fullmatch(host):
                self.add_complaint(name, f"contains {host!r}; it must be {like}")
        return hosts

    def read_origins(self, name: str) -> list[str]:
        """Sites with their scheme and without a path, with commas between them."""
        like = "addresses such as https://dozvil.example.org"
        origins = self.read_words(name, (), like=like)
        for origin in origins:
            if not _is_url(origin, ("http", "https")) or origin.count("/") != 2:
                self.add_complaint(name, f"contains {origin!r}; it must be {like}")
        return origins

    def read_mailbox(self, name: str, default: str) -> str:
        """Whom a letter comes from: `dozvil@example.org` or `Dozvil <dozvil@example.org>`."""
        value = self.read_string(name, default)
        if _is_mail_address(parseaddr(value)[1]):
            return value
        self.add_complaint(name, f"is {value!r}; it must be an address of mail, such as Dozvil <dozvil@example.org>")
        return default

    def read_mail_addresses(self, name: str) -> list[str]:
        """Addresses of mail with commas between them, without names of people."""
        addresses = self.read_words(name, (), like="mail addresses")
        for address in addresses:
            if not _is_mail_address(address):
                self.add_complaint(name, f"contains {address!r}; it must be mail addresses such as archive@example.org")
        return addresses

    def read_zone(self, name: str, default: str) -> str:
        """A time zone by its name in the IANA database."""
        value = self.read_string(name, default)
        try:
            ZoneInfo(value)
        except (OSError, ValueError, LookupError):
            # ZoneInfo raises one of the three, by whether the name is unknown, a folder of names, or no name at all.
            self.add_complaint(name, f"is {value!r}; it must be the name of a time zone, such as Europe/Kyiv")
            return default
        return value

    def read_words(self, name: str, default: Iterable[str] | None = None, *, like: str = "words") -> list[str]:
        """A list written with commas between its members."""
        text = self.read_string(name, None if default is None else ",".join(default), like=f"{like}, with commas between them")
        return [word.strip() for word in text.split(",") if word.strip()]

    def read_path(self, name: str, default: Path) -> Path:
        """An absolute path; `~` is the home of the user. Nothing need exist there yet."""
        self.declare(name)
        return Path(self._variables.get(name) or default).expanduser().absolute()

    def read_file(self, name: str) -> str:
        """The path of a file that can be read, or nothing where none is named."""
        self.declare(name)
        value = self._variables.get(name) or ""
        if value and not (Path(value).is_file() and os.access(value, os.R_OK)):
            self.add_complaint(name, f"names {value}, which is no file that can be read")
        return value

    def read_database(self, name: str) -> dict[str, object] | None:
        """Django's description of the PostgreSQL database that the URL in `name` points to, or None if it is unset."""
        self.declare(name, f"{name}_FILE")
        if not (self._variables.get(name) or self._variables.get(f"{name}_FILE")):
            return None
        value = self.read_string(name)
        url = self._split(name, value) if value else None
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
        self._complaints.append(f"{name} {sentence}" if sentence.endswith("?") else f"{name} {sentence}.")

    def declare(self, *names: str) -> None:
        """Name variables that are ours, so that they are not taken for a misspelt one."""
        self._known |= {*names}

    def refuse_unknown(self, prefixes: tuple[str, ...]) -> None:
        """Complain of variables that nobody reads: those with a prefix of ours, and those that nearly have a name of ours.

        A misspelt setting would otherwise be without effect, and without a word.
        """
        for name in sorted(self._variables.keys() - self._known):
            meant = get_close_matches(name, self._known, n=1, cutoff=_LIKENESS)
            if _is_of_a_service(name, self._variables[name]):
                continue
            if meant or name.startswith(prefixes):
                self.add_complaint(name, f"is not a setting of Dozvil{f'; is {meant[0]} meant?' if meant else ''}")

    def finish(self, advice: str) -> None:
        """Refuse to start while any variable is missing or wrong."""
        if self._complaints:
            raise ImproperlyConfigured("\n  ".join(["Dozvil cannot start:", *self._complaints, advice]))

    def _from_file(self, name: str, file: Path) -> str:
        try:
            # Files of secrets often end with a newline, which would become part of a password.
            text = file.read_text(encoding="utf-8").strip()
        except OSError as error:
            self.add_complaint(name, f"names {file}, which cannot be read ({error.strerror})")
            return ""
        except UnicodeDecodeError:
            self.add_complaint(name, f"names {file}, which is no text in UTF-8")
            return ""
        if not text:
            # Taken as no setting it would pass, for whatever has a default; who names a file means what should stand in it.
            self.add_complaint(name, f"names {file}, which is empty")
        elif not text.isprintable():
            self.add_complaint(name, f"names {file}, which holds more than one line or characters that cannot be seen")
        return text

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


def _is_url(value: str, schemes: Collection[str]) -> bool:
    try:
        url = urlsplit(value)
        # Reading the port raises ValueError for one that is no number, or above 65535; urlsplit does not look at it.
        if url.scheme not in schemes or not (url.port is None or url.port > 0):
            return False
    except ValueError:
        return False
    if url.scheme == "unix":
        return bool(url.path)
    # What is put behind an address of a site would become part of the query. urlsplit drops tabs and ends of lines by itself.
    is_odd = any(char.isspace() for char in value) or (url.scheme in {"http", "https"} and not {*"?#@"}.isdisjoint(value))
    return not is_odd and _is_server(url.hostname or "")


def _is_server(host: str) -> bool:
    """Whether it is the name of one machine, or an address of one, without brackets."""
    try:
        return bool(_SERVER.fullmatch(host)) or bool(ip_address(host))
    except ValueError:
        return False


def _is_mail_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _is_of_a_service(name: str, value: str) -> bool:
    return bool(_OF_A_SERVICE.fullmatch(name)) or (name.endswith("_PORT") and bool(_SERVICE_ADDRESS.fullmatch(value)))
