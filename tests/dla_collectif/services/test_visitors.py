"""The address of a visitor: a proxy's header is believed from our proxy alone."""

from ipaddress import ip_network

import pytest
from django.test import RequestFactory

from dla_collectif.services.visitors import client_address

OURS = [ip_network("10.0.0.1"), ip_network("fd00::/8")]


@pytest.mark.parametrize(
    ("peer", "header", "address"),
    [
        ("192.0.2.1", "", "192.0.2.1"),
        ("192.0.2.1", "198.51.100.9", "192.0.2.1"),  # anybody may write the header
        ("10.0.0.1", "198.51.100.9", "198.51.100.9"),
        ("10.0.0.1", "1.1.1.1, 198.51.100.9", "198.51.100.9"),  # what stands before was sent by the visitor
        ("10.0.0.1", "198.51.100.9, 10.0.0.1", "198.51.100.9"),  # two of our proxies
        ("fd00::2", "2001:db8::7", "2001:db8::7"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "n’importe quoi", "10.0.0.1"),
        ("::ffff:10.0.0.1", "198.51.100.9", "198.51.100.9"),
        ("", "198.51.100.9", "inconnue"),
    ],
)
def test_address_of_a_visitor(settings, peer, header, address):
    settings.TRUSTED_PROXIES = OURS
    request = RequestFactory().get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=header)
    assert client_address(request) == address


def test_no_proxy_is_believed_unless_it_is_named():
    assert client_address(RequestFactory().get("/", HTTP_X_FORWARDED_FOR="198.51.100.9")) == "127.0.0.1"
