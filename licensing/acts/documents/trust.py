"""The trust list of this installation: the certificates of issuers that count, in the PEM file that TRUST_LIST names."""

from __future__ import annotations

import logging
from functools import lru_cache
from pathlib import Path

from asn1crypto import pem, x509
from django.conf import settings

logger = logging.getLogger(__name__)


def load_trust_list() -> tuple[x509.Certificate, ...]:
    """The trusted certificates; none without a list, or with one that cannot be read: then no signature counts as valid."""
    if not settings.TRUST_LIST:
        return ()
    file = Path(settings.TRUST_LIST)
    try:
        return _read_certificates(file, file.stat().st_mtime_ns)
    except (OSError, ValueError) as fault:
        logger.error("the list of trusted issuers cannot be read: %s", fault)
        return ()


@lru_cache(maxsize=1)
def _read_certificates(file: Path, changed_at: int) -> tuple[x509.Certificate, ...]:
    """Read again only when the file has changed; it may be replaced while we run."""
    return tuple(x509.Certificate.load(der) for _, _, der in pem.unarmor(file.read_bytes(), multiple=True))
