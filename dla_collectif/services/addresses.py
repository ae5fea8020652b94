"""Addresses that differ by one public identifier: made once per page and prefix, then filled in.

Finding an address costs Django some 60 µs; a desk of twenty programmes shows fifty of them.
"""

from functools import lru_cache

from django.urls import get_script_prefix, reverse

from .ids import ALPHABET, LENGTH

STAND_IN = ALPHABET[0] * LENGTH


def address_of(name: str, public_id: str, *args: str) -> str:
    """The address of a page by its public identifier, then `args` that are few (the slug of a phase).

    Raises NoReverseMatch for an unknown name.
    """
    return pattern(get_script_prefix(), name, *args).replace(STAND_IN, public_id)


@lru_cache(maxsize=1000)
def pattern(prefix: str, name: str, *args: str) -> str:
    """The address with a stand-in for the identifier; `prefix` tells apart what « voir comme » puts in front."""
    return reverse(name, args=[STAND_IN, *args])
