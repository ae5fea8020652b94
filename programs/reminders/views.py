"""The page of reminders of a programme, with its switches; and everybody's own switch."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from dla_collectif.directory.models import Person
from dla_collectif.services.guards import allow
from dla_collectif.services.pages import Link, done
from programs.journey import phases
from programs.journey.guards import program_view
from programs.journey.mailing import PAUSE

from . import actions, readings
from .models import Round, Silence


@program_view("program.follow")
def followed(request, journey):
    """Who is waited for, when they were reminded and will be; the rules; the switches."""
    lines = readings.in_program(journey.program)
    gestures = {line.rule.gesture for line in lines}
    context = {
        "program": journey.program,
        "lines": lines,
        "rules": [(rule, rule.gesture in gestures) for rule in phases.reminders().values()],
        "silence": Silence.objects.of_program(journey.program).select_related("by__person").first(),
        "last_round": Round.objects.order_by("-day").first(),
        "pause": PAUSE,
        "crumbs": [Link(journey.program.title, journey.program.get_absolute_url())],
    }
    return render(request, "programs/reminders/followed.html", context)


@program_view("program.manage")
@require_POST
def switch(request, journey):
    """Reminders of the whole programme: off, or on again."""
    if "reprendre" in request.POST:
        actions.resume_reminders(journey, by=request.user)
        sentence = "Les rappels reprennent."
    else:
        actions.stop_reminders(journey, by=request.user)
        sentence = "Les rappels sont arrêtés\u00a0: plus aucun ne partira de cet accompagnement."
    return done(request, sentence, "reminders:followed", journey.program.public_id)


@program_view("program.manage")
@require_POST
def switch_person(request, journey, oid):
    """Reminders to one person in this programme: off, or on again."""
    seats = journey.program.participations.values("organisation")
    person = get_object_or_404(Person.objects.filter(affiliations__organisation__in=seats).distinct(), public_id=oid)
    if "reprendre" in request.POST:
        actions.resume_reminders(journey, person, by=request.user)
        sentence = f"{person} recevra de nouveau les rappels."
    else:
        actions.stop_reminders(journey, person, by=request.user)
        sentence = f"{person} ne recevra plus de rappels de cet accompagnement."
    return done(request, sentence, "reminders:followed", journey.program.public_id)


@allow("space.see")
def own(request):
    """The visitor's own switch, in all the programmes where they take part."""
    person = request.user.person
    if request.method == "POST" and person is not None:
        wants = "reprendre" in request.POST
        actions.set_own_reminders(wants, by=request.user)
        sentence = "Vous recevrez de nouveau les rappels." if wants else "Vous ne recevrez plus de rappels."
        return done(request, sentence, "reminders:own")
    context = {
        "is_off": Silence.objects.of_person(person).exists() if person else False,
        "pause": PAUSE,
        "crumbs": [Link("Mon espace", "/espace/")],
    }
    return render(request, "programs/reminders/own.html", context)
