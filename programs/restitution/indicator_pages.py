"""The pages of the figures asked again: the DLA asks and notes, each association tells."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from dla_collectif.services import clock
from dla_collectif.services.forms import accepted
from dla_collectif.services.pages import Link, done, form_page
from dla_collectif.services.templatetags.house import plural
from programs.diagnosis.models import Indicator
from programs.journey.guards import phase_view, shown_to_viewers
from programs.journey.mailing import mailing_page
from programs.journey.models import Participation
from programs.journey.pages import step_page
from programs.journey.seats import seat_for
from programs.reminders.readings import dates_of

from . import indicators as acts
from .before_after import changes
from .indicator_forms import AnswersForm, DayForm, TermForm
from .indicator_models import IndicatorTerm

Months = IndicatorTerm.Months
NOT_ASKED = "Les indicateurs n’ont pas encore été demandés."


@phase_view("program.follow")
def indicators(request, step):
    """The terms: who told, who is waited for, what changed."""
    changed = changes(step.program)
    term = changed[-1].term if changed else None
    seats = acts.group_of(step.program)
    told = acts.told_when(term) if term else {}
    context = {
        "chosen": len(changed[-1].rows) if changed else Indicator.objects.of(step.program).count(),
        "term": term,
        "lines": [(seat, *told.get(seat.pk, (0, False))) for seat in seats],
        "answered": sum(seat.pk in told for seat in seats),
        "reminded": dates_of(step.program, seats, "indicateurs") if term else {},
        "next": [each for each in Months if term is None or each > term.months],
        "changes": changed,
    }
    return step_page(request, step, "programs/restitution/indicators.html", **context)


@phase_view("program.follow")
def ask(request, step, number):
    """Until when the associations are given to tell their figures; then the messages are reread."""
    known_months(number)
    form = DayForm(request.POST or None, initial={"closes_on": clock.today() + acts.USUAL})
    if form.is_valid():
        day = form.cleaned_data["closes_on"].isoformat()
        return redirect("restitution:send_indicators", step.program.public_id, number, day)
    title = f"Demander les indicateurs à {number} mois"
    home = step.reverse("restitution:indicators")
    return form_page(request, form, title=title, submit="Relire les messages", step=step, cancel_url=home)


def known_months(number) -> None:
    """Raises Http404 for a term that is none."""
    if number not in Months:
        raise Http404("Les indicateurs se demandent à 6, 12 ou 24 mois.")


@phase_view("program.follow")
def send(request, step, number, until):
    """The messages that ask the indicators after that many months, with the day, reread then sent."""
    known_months(number)
    form = DayForm({"closes_on": until})
    if not form.is_valid():
        return redirect("restitution:ask_indicators", step.program.public_id, number)
    closes_on = form.cleaned_data["closes_on"]

    def told(term):
        return f"Les indicateurs à {term.months} mois sont demandés."

    return mailing_page(
        request,
        step,
        acts.asking(step, number, closes_on),
        send=lambda: acts.ask_indicators(step, number, closes_on, by=request.user),
        told=told,
        home=step.reverse("restitution:indicators"),
        why="" if Indicator.objects.of(step.program).exists() else acts.NONE_CHOSEN,
    )


@phase_view("program.follow")
def change_day(request, step):
    """Give the associations until another day."""
    term = acts.current_term(step.program)
    if term is None:
        raise Http404(NOT_ASKED)
    form = TermForm(request.POST or None, instance=term)
    home = step.reverse("restitution:indicators")
    if accepted(form, lambda data: acts.change_day(step, term, data, by=request.user)):
        return done(request, "Les associations lisent le nouveau jour dans leur espace et dans les rappels.", home)
    title = f"Indicateurs à {term.months} mois : jusqu’à quand"
    return form_page(request, form, title=title, submit="Enregistrer", step=step, cancel_url=home)


@phase_view("program.follow")
def note(request, step, oid):
    """Note the figures that an association tells by telephone or on paper."""
    seats = Participation.objects.filter(program=step.program).committed().select_related("organisation")
    seat = get_object_or_404(seats, public_id=oid)
    term = acts.current_term(step.program)
    if term is None:
        raise Http404(NOT_ASKED)
    form = form_of(request, step, term, seat, noted=True)
    home = step.reverse("restitution:indicators")

    def act(data):
        acts.tell_indicators(step, term, seat, form.told(), by=request.user, origin=data["origin"])

    if accepted(form, act):
        return done(request, f"Les chiffres de {seat.organisation} sont notés.", home)
    title = f"Indicateurs à {term.months} mois : {seat.organisation}"
    return form_page(request, form, title=title, submit="Noter ces chiffres", step=step, cancel_url=home)


@phase_view("phase.reply")
@shown_to_viewers()
def own_indicators(request, step):
    """An association tells its figures today, beside those of the start."""
    seats = Participation.objects.held_by(request.user).committed().filter(program=step.program)
    seat = seat_for(request, seats, "Cette page est celle des associations engagées.")
    seat.program = step.program
    term = acts.current_term(step.program)
    if term is None:
        raise Http404(NOT_ASKED)
    form = form_of(request, step, term, seat)
    if accepted(form, lambda data: acts.tell_indicators(step, term, seat, form.told(), by=request.user)):
        count = len(acts.answers_of(term, seat))
        sentence = f"Merci : {count} réponse{plural(count)} sur {len(form.indicators)}. Vous pouvez les corriger ici."
        return done(request, sentence, seat.page("restitution:own_indicators"))
    context = {
        "seat": seat,
        "program": step.program,
        "term": term,
        "form": form,
        "is_late": term.closes_on is not None and term.closes_on < clock.today(),
        "conflict": form.conflict,
        "crumbs": [
            Link("Mon espace", reverse("journey:space")),
            Link(step.program.title, seat.program.get_absolute_url()),
        ],
    }
    status = 409 if form.conflict else 200
    return render(request, "programs/restitution/own_indicators.html", context, status=status)


def form_of(request, step, term, seat, *, noted=False) -> AnswersForm:
    """The form of one association at a term."""
    first = {
        indicator: value
        for (indicator, of), value in Indicator.objects.first_values(step.program).items()
        if of == seat.pk
    }
    rows = list(Indicator.objects.of(step.program))
    stored = acts.answers_of(term, seat)
    return AnswersForm(request.POST or None, indicators=rows, first=first, stored=stored, noted=noted)
