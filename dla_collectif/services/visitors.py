"""Where a request comes from, as far as it is worth keeping."""


def client_address(request) -> str:
    """The network address of whoever sends this request."""
    return request.META.get("REMOTE_ADDR", "")[:45]


def browser_name(request) -> str:
    """What the browser says of itself, shortened: evidence, never a decision."""
    return request.headers.get("User-Agent", "")[:200]
