"""The chapters that have a text of the officer's, by their keys: the alcove that knows them says how each is called."""

finders = []  # functions (journey, key) -> its title, or None


def title_of(journey, key: str) -> str | None:
    """The title of a chapter by its key; None for one that does not exist."""
    return next((title for find in finders if (title := find(journey, key)) is not None), None)
