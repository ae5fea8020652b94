"""The frame of a room's page: its stepper, the room's tabs, the way back."""

from django.shortcuts import render

from dla_collectif.services.pages import Link


def tabs_of(request, step) -> list[Link]:
    """The room's own pages."""
    return [Link(page.label, page.url, request.path == page.url) for page in step.pages]


def around(request, step) -> dict:
    """What frames the pages of a room."""
    return {
        "step": step,
        "steps": step.journey.steps,
        "here": step,
        "crumbs": step.crumbs,
        "program": step.program,
        "tabs": tabs_of(request, step),
        "tabs_label": "Pages de l’étape",
    }


def step_page(request, step, template, **context):
    """A page of a step; `context` is what the room shows on it."""
    return render(request, template, around(request, step) | context)
