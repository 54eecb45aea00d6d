"""How often somebody may call, and how every answer says so."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from licensing.api.http.auth import Presented
from licensing.models import CallCount
from licensing.policy.record.rates import Allowance, Rate, name_network, parse_rate

# One address may be that of a whole ministry: for all of its systems together it is allowed so many times as much.
CLIENTS_PER_ADDRESS: Final = 10


class CountedView(APIView):
    """A view whose calls are counted, one bucket for each: a system with its own limit, an account, or an address."""

    throttle_classes = ()
    # What is left in the bucket that this call was counted in; None where there is no limit.
    allowance: Allowance | None = None
    bucket = ""

    def perform_authentication(self, request: Request) -> None:
        """Find out who calls, and count it; also a call with a wrong token, or tokens could be guessed at any speed."""
        try:
            super().perform_authentication(request)
        finally:
            self.count_call(request)

    def count_call(self, request: Request) -> None:
        """Count this call. Raises Throttled beyond the limit."""
        system = request.auth.system if isinstance(request.auth, Presented) else None
        if system is not None and system.rate:
            self.take_at(parse_rate(system.rate), "program", system.client_id)
        elif request.user.is_authenticated:
            self.take_from("account", str(request.user.pk), scope="user")
        else:
            self.take_from("address", get_address(request), scope="anon")

    def take_from(self, bucket: str, client: str, *, scope: str, times: int = 1) -> None:
        """Take one call out of a client's bucket. Raises Throttled when it is empty."""
        rate = read_rate(scope)
        if rate is not None:
            self.take_at(Rate(rate.limit * times, rate.period), bucket, client)

    def take_at(self, rate: Rate, bucket: str, client: str) -> None:
        """Take one call out of a bucket of a rate of its own. Raises Throttled when it is empty."""
        self.bucket, self.allowance = bucket, CallCount.objects.count_call(f"{bucket}:{client}", rate)
        if not self.allowance.granted:
            raise Throttled(wait=self.allowance.wait)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Say in every answer what is left to the client."""
        final = super().finalize_response(request, response, *args, **kwargs)
        if self.allowance is not None:
            for name, value in build_rate_headers(self.bucket, self.allowance).items():
                final.headers[name] = value
        return final


def build_rate_headers(bucket: str, allowance: Allowance) -> Mapping[str, str]:
    """RateLimit and RateLimit-Policy, as the draft of the IETF's HTTP API group defines them."""
    return {
        "RateLimit-Policy": f'"{bucket}";q={allowance.rate.limit};w={allowance.rate.period}',
        "RateLimit": f'"{bucket}";r={allowance.left};t={allowance.wait}',
    }


def read_rate(scope: str) -> Rate | None:
    """The rate that the settings give to accounts (`user`) or addresses (`anon`); None where there is no limit."""
    written = settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"][scope]
    return parse_rate(written) if written else None


def get_address(request: Request) -> str:
    """The address that a call comes from, behind as many proxies as the settings say; of IPv6 the network of its subscriber."""
    return name_network(BaseThrottle().get_ident(request) or "")


def name_client(request: Request) -> str:
    """The client that asks for a token, by the name it gives in its form or in Basic; a digest, for it may be anything."""
    named = request._request.POST.get("client_id", "") or _read_basic(request)  # noqa: SLF001 - the form as Django reads it
    return hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _read_basic(request: Request) -> str:
    kind, _, credentials = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "basic":
        return ""
    try:
        return base64.b64decode(credentials, validate=True).decode("utf-8", "replace").partition(":")[0]
    except (binascii.Error, ValueError):
        return ""
