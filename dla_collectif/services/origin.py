"""From where somebody acts: on line (and from which network), by a command, or in the background.

An address is believed only as far as our own proxies vouch for it, and is cut to its network at once: enough to tell
the office from elsewhere, not enough to tell one desk from the next.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.db.models import TextChoices

KEPT_BITS = {4: 24, 6: 48}  # what remains of an address


class Channel(TextChoices):
    """How an act came in."""

    WEB = "web", "en ligne"
    COMMAND = "command", "commande"
    WORKER = "worker", "travail de fond"


@dataclass(frozen=True)
class Origin:
    """Where an act comes from; `network` is empty for what no visitor does."""

    channel: Channel = Channel.COMMAND
    network: str = ""


COMMAND = Origin()
_here: ContextVar[Origin] = ContextVar("origin", default=COMMAND)


def here() -> Origin:
    """Where what is being done comes from."""
    return _here.get()


@contextmanager
def coming_from(channel: Channel, network: str = "") -> Iterator[None]:
    """Act on behalf of somebody who is there."""
    token = _here.set(Origin(channel, network))
    try:
        yield
    finally:
        _here.reset(token)


class OriginMiddleware:
    """Says of each request where it comes from, to whatever it sets going."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with coming_from(Channel.WEB, network_of(client_address(request))):
            return self.get_response(request)


def client_address(request) -> str:
    """The visitor's address. What a header says counts only if the one who says it is a proxy of ours.

    `X-Forwarded-For` is read from its end, each proxy's word for the one before it; the first that is not ours is the
    visitor. Returns an empty string when nothing is known.
    """
    claimed = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    address = request.META.get("REMOTE_ADDR", "")
    while claimed and is_proxy(address):
        word = as_address(claimed.pop())
        if word is None:
            break
        address = str(word)
    return address if as_address(address) else ""


def is_proxy(address: str) -> bool:
    """Whether this peer is a proxy of ours; « unix » in the setting is a local socket, which has no address."""
    known = as_address(address)
    if known is None:
        return not address and "unix" in settings.PROXIES
    networks = (ip_network(each) for each in settings.PROXIES if each != "unix")
    return any(known in network for network in networks)


def as_address(text: str) -> IPv4Address | IPv6Address | None:
    """An address as people and proxies write it; an IPv4 dressed as IPv6 is the IPv4."""
    try:
        address = ip_address(text.strip())
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def network_of(address: str) -> str:
    """« 192.0.2.17 » → "192.0.2.0/24"; an empty string stays one."""
    known = as_address(address)
    if known is None:
        return ""
    bare = str(known).partition("%")[0]  # without the name of a network card
    return str(ip_network(f"{bare}/{KEPT_BITS[known.version]}", strict=False))
