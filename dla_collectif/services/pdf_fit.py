"""Papers of a page or two: of several bodies, the fullest that fits is kept."""

VARIANT = "pdf/a-3a"


def fitted(parse):
    """The tree and the document of the first body that stays within its pages; of the leanest if none does."""
    leaner = 0
    while True:
        html = parse()
        pages, left = choose(html.etree_element, leaner)
        document = html.render(pdf_variant=VARIANT)
        if not left or len(document.pages) <= pages:
            return html.etree_element, document
        leaner += 1


def choose(tree, place: int) -> tuple[int, int]:
    """Put the leaner body of that place (0: none) instead of the fullest; how many pages it may take, how many others.

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
