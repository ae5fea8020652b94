"""From where: what a header says counts only when a proxy of ours says it, and an address is cut to its network."""

import pytest
from django.test import RequestFactory

from dla_collectif.services import origin


def address(settings, peer, claimed=None, proxies=()):
    """The visitor's address as we take it."""
    settings.PROXIES = list(proxies)
    headers = {} if claimed is None else {"HTTP_X_FORWARDED_FOR": claimed}
    return origin.client_address(RequestFactory().get("/", REMOTE_ADDR=peer, **headers))


@pytest.mark.parametrize(
    ("peer", "claimed", "proxies", "visitor"),
    [
        ("198.51.100.7", None, [], "198.51.100.7"),
        ("198.51.100.7", "203.0.113.5", [], "198.51.100.7"),  # anybody can write a header
        ("198.51.100.7", "203.0.113.5", ["10.0.0.0/8"], "198.51.100.7"),
        ("10.0.0.1", "203.0.113.5", ["10.0.0.1"], "203.0.113.5"),
        ("10.0.0.1", "6.6.6.6, 203.0.113.5", ["10.0.0.1"], "203.0.113.5"),  # only our proxy's own word
        ("10.0.0.1", "203.0.113.5, 10.0.0.2", ["10.0.0.0/8"], "203.0.113.5"),  # two proxies, one behind the other
        ("10.0.0.1", None, ["10.0.0.1"], "10.0.0.1"),
        ("10.0.0.1", "", ["10.0.0.1"], "10.0.0.1"),
        ("10.0.0.1", "<script>", ["10.0.0.1"], "10.0.0.1"),
        ("10.0.0.1", "203.0.113.5, \0", ["10.0.0.1"], "10.0.0.1"),
        ("", "203.0.113.5", ["unix"], "203.0.113.5"),
        ("", "203.0.113.5", ["10.0.0.1"], ""),
        ("::ffff:10.0.0.1", "2001:db8::1", ["10.0.0.1"], "2001:db8::1"),
    ],
)
def test_visitor_behind_proxies(settings, peer, claimed, proxies, visitor):
    assert address(settings, peer, claimed, proxies) == visitor


@pytest.mark.parametrize(
    ("whole", "network"),
    [
        ("192.0.2.17", "192.0.2.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
        ("::ffff:192.0.2.17", "192.0.2.0/24"),
        ("fe80::1%eth0", "fe80::/48"),
        ("", ""),
        ("nowhere", ""),
    ],
)
def test_address_is_cut_to_its_network(whole, network):
    assert origin.network_of(whole) == network


def test_origin_is_a_command_unless_somebody_says_otherwise():
    assert origin.here() == origin.Origin(origin.Channel.COMMAND, "")
    with origin.coming_from(origin.Channel.WEB, "192.0.2.0/24"):
        assert origin.here().network == "192.0.2.0/24"
    assert origin.here().channel == "command"
