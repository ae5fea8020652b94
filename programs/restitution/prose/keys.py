"""The chapters that have a text of the officer's: the steps, those of the report itself, and those that others name."""

OWN = {"synthese": "L’essentiel", "fil": "Le fil : du besoin à l’effet", "annexe-participants": "Les participants"}
named = []  # functions (journey) -> {key: title}: the later alcoves name their annexes and free chapters here


def titles(journey) -> dict[str, str]:
    """The title of every chapter by its key, in the order in which they are listed."""
    found = {"synthese": OWN["synthese"]}
    found |= {step.key: f"{step.number}. {step.title}" for step in journey.steps}
    found |= OWN
    for name in named:
        found |= name(journey)
    return found
