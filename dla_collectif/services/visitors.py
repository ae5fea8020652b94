"""Where a request comes from."""

from ipaddress import ip_address

from django.conf import settings

UNKNOWN = "inconnue"


def client_address(request) -> str:
    """The address of the visitor's machine; « inconnue » when there is none.

    The header of a proxy is believed only when the peer is one of `settings.TRUSTED_PROXIES`; it is read from its end,
    where our own proxies write: what stands before may be anybody's invention.
    """
    peer = parsed(request.META.get("REMOTE_ADDR", ""))
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    while peer is not None and hops and any(peer in each for each in settings.TRUSTED_PROXIES):
        before = parsed(hops.pop())
        if before is None:
            break
        peer = before
    return str(peer) if peer is not None else UNKNOWN


def parsed(text):
    """An address, or None when it is none; IPv4 written as IPv6 is IPv4."""
    try:
        address = ip_address(text.strip())
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
