"""Addresses made once are those that Django makes each time, whatever stands in front."""

import pytest
from django.urls import NoReverseMatch, reverse, set_script_prefix

from dla_collectif.services.addresses import address_of
from dla_collectif.services.ids import new_public_id


@pytest.mark.parametrize("prefix", ["/", "/comme/abcdefghjkmnpq/"])
def test_address_is_the_one_of_the_page(prefix):
    set_script_prefix(prefix)
    try:
        for public_id in (new_public_id(), new_public_id()):
            assert address_of("journey:program", public_id) == reverse("journey:program", args=[public_id])
            phase = address_of("journey:phase", public_id, "cadrage")
            assert phase == reverse("journey:phase", args=[public_id, "cadrage"])
    finally:
        set_script_prefix("/")


def test_address_of_no_page_is_refused():
    with pytest.raises(NoReverseMatch):
        address_of("journey:nowhere", new_public_id())
