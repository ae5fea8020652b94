"""The officer's pages at the end: the choice, the letters reread before they leave, the minutes on paper."""

from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404

from dla_collectif.services.forms import accepted
from dla_collectif.services.pages import done, form_page
from programs.journey.guards import phase_view
from programs.journey.mailing import Mailing, mailing_page
from programs.journey.prints import answer_one

from . import choice_actions as actions
from . import tables
from .forms import AnswerForm, ChoiceForm
from .models import Choice, Proposal
from .prints import MINUTES
from .views import page, register_of


@phase_view("phase.read")
def choice(request, step):
    """The ranking, the choice and its reasons, the minutes."""
    register = register_of(step)
    return page(
        request,
        step,
        "programs/selection/choice.html",
        register=register,
        results=tables.results(register) if register else None,
    )


@phase_view("phase.write")
def choose(request, step):
    """Write the choice, under the ranking."""
    register = register_of(step)
    if register is None or not register.shows_results:
        return HttpResponseRedirect(step.reverse("selection:choice"))
    bids = Proposal.objects.filter(call=register.call, submitted_at__isnull=False)
    bids = bids.select_related("participation__organisation")
    form = ChoiceForm(request.POST or None, instance=register.choice or Choice(call=register.call), bids=bids)
    if accepted(form, lambda data: actions.choose_provider(step, data, by=request.user)):
        return done(request, "Le choix est noté. Relisez maintenant les réponses.", step.reverse("selection:answers"))
    context = {"template": "programs/selection/choose.html", "results": tables.results(register)}
    return form_page(
        request, form, title="Noter le choix", submit="Enregistrer le choix", step=step, register=register, **context
    )


@phase_view("phase.read")
def answers(request, step):
    """The letters as they will leave, all on one page, and the button that sends them."""
    register = register_of(step)
    if register is None or register.choice is None:
        return page(request, step, "programs/selection/answers.html", register=register)
    waiting = [bid for bid in register.bids if not bid.answered_at]
    context = {"register": register, "waiting": waiting, "drafts": actions.drafts(step, register, by=request.user)}
    context["unready"] = [bid for bid in waiting if not (bid.strengths.strip() and bid.gaps.strip())]
    return page(request, step, "programs/selection/answers.html", **context)


@phase_view("phase.write")
def answer(request, step, oid):
    """What one proposal had and what it lacked."""
    bid = get_object_or_404(
        Proposal, call__program=step.program, call__opened_at__isnull=False, submitted_at__isnull=False, public_id=oid
    )
    form = AnswerForm(request.POST or None, instance=bid)
    if accepted(form, lambda data: actions.write_answer(step, bid, data, by=request.user)):
        return done(request, "Le texte est enregistré.", step.reverse("selection:answers"))
    return form_page(request, form, title=f"Réponse à {bid}", submit="Enregistrer", step=step)


@phase_view("phase.write")
def send_answers(request, step):
    """All letters reread once more, then sent at once."""
    register, home = register_of(step), step.reverse("selection:answers")
    if request.method != "POST" and (register is None or register.choice is None):
        return HttpResponseRedirect(home)
    has_choice = register is not None and register.choice is not None
    return mailing_page(
        request,
        step,
        actions.answers(step, register) if has_choice else Mailing("reponses", "Réponses aux prestataires", []),
        send=lambda: actions.send_answers(step, by=request.user),
        told=lambda count: f"{count} réponses sont parties." if count > 1 else "La réponse est partie.",
        home=home,
        why=actions.unwritten(register) if has_choice else "",
    )


@phase_view("phase.read")
def minutes_pdf(request, step):
    """The minutes of the choice, to sign."""
    return answer_one(request, step.journey, MINUTES)
