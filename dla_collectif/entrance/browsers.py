"""A browser in words, from what it says of itself: « Firefox sur Windows »."""

NAMES = [  # the first that is named wins: most claim to be several
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
]
SYSTEMS = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
]


def in_words(agent: str) -> str:
    """What a person calls this browser; never the browser's own words."""
    name = next((word for mark, word in NAMES if mark in agent), "Navigateur inconnu")
    system = next((word for mark, word in SYSTEMS if mark in agent), "")
    return f"{name} sur {system}" if system else name
