"""What the pages of a text have in common: saved by itself, sent as a form, settled when two wrote the same words."""

from itertools import takewhile

from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render

from dla_collectif.services import clock
from dla_collectif.services.pages import done
from dla_collectif.services.paragraphs import BOTH, DELETED, INSERTED, MINE, THEIRS, conflicts, redlined
from dla_collectif.services.refusals import Refusal
from dla_collectif.services.templatetags.house import hour, moment
from programs.journey.pages import around

from .saving import BASE, Clash, Overtaken, Sent, merged

CHOICES = [(MINE, "Garder le mien"), (THEIRS, "Garder l’autre"), (BOTH, "Garder les deux")]


def sent_by(request, form) -> Sent:
    """What a page sent, once its form found it valid."""
    values = {name: form.cleaned_data[name] for name in form.Meta.fields}
    return Sent.of(request.POST, values, getattr(form, "LINES", ()))


def save(request, form, act, told=None):
    """Answer a page that saves itself. `act(sent)` gives the row and whether words were merged in.

    201 with the version, and the texts when somebody else's words are in them; 204 for a request that comes too late;
    409 when the same words were written by somebody else, or `needs` the base; 422 with the French sentence.
    """
    if not form.is_valid():
        return JsonResponse({"errors": {name: each[0] for name, each in form.errors.items()}}, status=422)
    sent = sent_by(request, form)
    try:
        with transaction.atomic():
            row, is_merged = act(sent)
    except Overtaken:
        return HttpResponse(status=204)
    except Clash as clash:
        if clash.pieces is None:
            return JsonResponse({"needs": "base"}, status=409)
        who = who_wrote(clash.current, request.user)
        return JsonResponse({"who": who, "when": moment(clash.current.edited_at)}, status=409)
    except Refusal as no:
        return JsonResponse({"errors": {form.Meta.fields[0]: no.sentence}}, status=422)
    answer = {"version": row.version, "at": hour(clock.now()), "notes": told(row) if told else {}}
    if is_merged:
        answer["values"] = {name: getattr(row, name) for name in sent.values}
    return JsonResponse(answer, status=201)


def who_wrote(row, user) -> str:
    """Who wrote the stored text: somebody's name, or oneself on another page."""
    if row.edited_by_id == user.pk:
        return "Vous, dans une autre page,"
    return str(row.edited_by or "Une autre personne")


def written(request, step, form, *, write, settle, sentence, home):
    """A text sent as a form: a redirection, the page that settles two texts, or None when the form is shown again."""
    if request.method != "POST" or not form.is_valid():
        return None
    sent = sent_by(request, form)
    if sent.bases is None:
        sent = Sent(sent.values, dict.fromkeys(sent.values, ""), sent.version, lines=sent.lines)
    settling = "regler" in request.POST
    try:
        with transaction.atomic():
            if settling:
                settle(sent, choices_of(request, form))
            else:
                write(sent)
    except Overtaken:
        pass
    except Clash as clash:
        return settling_page(request, step, form, sent, clash, home, settling)
    return done(request, "Les deux textes sont réunis." if settling else sentence, home)


def choices_of(request, form) -> dict[str, list[str]]:
    """The choices that were made, by field, in the order of their conflicts; a missing one ends them."""
    found = {}
    for name in form.Meta.fields:
        told = [request.POST.get(f"{name}_{place}") for place in range(len(request.POST))]
        found[name] = list(takewhile(lambda each: each in (MINE, THEIRS, BOTH), told))
    return found


def sides(piece) -> list[tuple]:
    """Both texts of a paragraph, with the words that the other does not have: [(heading, [(is it alone, words)])]."""
    parts = [part for paragraph in redlined(piece.theirs, piece.mine) for part in paragraph]
    mine = [(kind == INSERTED, words) for kind, words in parts if kind != DELETED]
    theirs = [(kind == DELETED, words) for kind, words in parts if kind != INSERTED]
    return [("Le vôtre", mine, "Vous l’avez retiré."), ("L’autre", theirs, "L’autre texte l’a retiré.")]


def settling_page(request, step, form, sent, clash, home, settling):
    """Both texts side by side, paragraph by paragraph; what was typed is in the page."""
    current = clash.current
    pieces = clash.pieces or merged(sent, current)
    asked = []
    for name, each in pieces.items():
        for place, piece in enumerate(conflicts(each)):
            key = f"{name}_{place}"
            asked.append((form.fields[name].label, key, piece, sides(piece), request.POST.get(key, "")))
    version = 0 if current._state.adding else current.version
    incomplete = settling and sent.version == version
    context = around(request, step) | {
        "asked": asked,
        "choices": CHOICES,
        "who": who_wrote(current, request.user),
        "at": current.edited_at,
        "hidden": [("version", version), *sent.values.items(), *((BASE + n, t) for n, t in (sent.bases or {}).items())],
        "agreed": sum(not piece.in_conflict for each in pieces.values() for piece in each),
        "incomplete": incomplete,
        "again": settling and not incomplete,
        "home": home,
        "has_versions": hasattr(current, "versions"),
    }
    return render(request, "programs/restitution/prose/settle.html", context, status=409)
