"""A paper that must hold on so many pages is tried, in the child that prints, from the fullest to the leanest."""


def choose(tree, place: int) -> tuple[int, int]:
    """Put the leaner body of that place (0: none) instead of the fullest; how many pages it may take, how many remain.

    `<main data-pages="1">` is the fullest; each `<template>` beside it says the same in less room.
    """
    main = tree.find(".//main[@data-pages]")
    if main is None:
        return 0, 0
    bodies = tree.findall(".//template")
    if place:
        main[:], main.text = list(bodies[place - 1]), bodies[place - 1].text
    for body in bodies:
        body.clear()
    return int(main.get("data-pages")), len(bodies) - place
