"""What a browser says of itself, in words in which its owner knows it again. It proves nothing: anybody can say the same."""

from __future__ import annotations

from typing import Final

from licensing.messages import Message

# In this order: each of the later names stands in what the earlier ones say of themselves too.
_BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS: Final = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def describe_device(user_agent: str) -> Message:
    """The browser and the system of a sign-in, such as “Firefox on Windows”; what is not known is said so."""
    browser = _recognise(user_agent, _BROWSERS)
    system = _recognise(user_agent, _SYSTEMS)
    if browser and system:
        return Message("%(browser)s on %(system)s", browser=browser, system=system)
    if browser or system:
        return Message("%(name)s", name=browser or system)
    return Message("A browser that does not say what it is")


def _recognise(user_agent: str, known: tuple[tuple[str, str], ...]) -> str:
    return next((name for sign, name in known if sign in user_agent), "")
