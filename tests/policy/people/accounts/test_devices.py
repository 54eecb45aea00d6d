from __future__ import annotations

import pytest

from licensing.policy.people.accounts.devices import describe_device

_WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox on Windows"),
        (f"Mozilla/5.0 (Windows NT 10.0) {_WEBKIT} Edg/130.0", "Edge on Windows"),
        (f"Mozilla/5.0 (Linux; Android 14) {_WEBKIT}", "Chrome on Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/17 Safari/605.1.15", "Safari on macOS"),
        ("Mozilla/5.0 (X11; Linux x86_64)", "Linux"),
        ("", "A browser that does not say what it is"),
        ("<script>", "A browser that does not say what it is"),
    ],
)
def test_a_device_is_named_by_browser_and_system(said: str, words: str) -> None:
    assert str(describe_device(said)) == words
