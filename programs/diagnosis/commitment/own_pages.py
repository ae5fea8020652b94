"""An association's pages of its commitment: the letter to read, sign and complete; its choice on images; leaving."""

from django.shortcuts import redirect, render
from django.urls import reverse

from dla_collectif.accounts import codes
from dla_collectif.services.forms import accepted
from dla_collectif.services.pages import Link, done, form_page
from programs.journey.guards import phase_view, shown_to_viewers
from programs.journey.models import Participation
from programs.journey.prints import answer

from ..models import Commitment, CommitmentFile
from ..pages import own_seat
from . import actions as acts
from . import departures, letter_texts
from .forms import CommitmentForm, CompletionForm, ImageForm, LeaveForm
from .pages import edition_to_read, evidence_sheet, served
from .prints import letter_piece

CODE = "commitment"


@phase_view("phase.reply")
@shown_to_viewers()
def commitment(request, step):
    """An association's letter: to read, then to sign; once signed, to read again and to complete."""
    return letter_page(request, step, own_seat(request, step))


@phase_view("phase.reply")
def sign(request, step):
    """Sign the letter, or complete it once it is signed; after the step is closed too, where it was proposed."""
    seat = own_seat(request, step)
    home = seat.page("diagnosis:commitment")
    row = Commitment.objects.filter(participation=seat).first()
    if request.method != "POST":
        return redirect(home)
    if row is not None:
        row.participation = seat
        form = CompletionForm(request.POST, request.FILES or None, instance=row)
        if accepted(form, lambda data: acts.complete_commitment(step, row, data, by=request.user)):
            return done(request, "Votre lettre est complétée.", home)
        return letter_page(request, step, seat, form)
    form = CommitmentForm(request.POST, instance=Commitment(participation=seat))

    def act(data):
        proof = codes.proof(request, CODE, f"signer la lettre d’engagement de {seat.organisation}", step)
        acts.sign_commitment(step, seat, data, by=request.user, proof=proof)

    if accepted(form, act):
        return done(request, f"{seat.organisation} est engagée. Un accusé vous est envoyé.", home)
    return letter_page(request, step, seat, form)


@phase_view("phase.reply")
def image(request, step):
    """Change the association's choice on images, at any time."""
    seat = own_seat(request, step)
    home = seat.page("diagnosis:commitment")
    row = Commitment.objects.filter(participation=seat).first()
    if row is None:
        return redirect(home)
    row.participation = seat
    form = ImageForm(request.POST or None)
    if accepted(form, lambda data: acts.change_image(step, row, data["image_allowed"], by=request.user)):
        return done(request, "Votre choix sur les images est changé.", home)
    crumbs = [Link("Lettre d’engagement", home)]
    title = "Images des ateliers"
    return form_page(
        request, form, title=title, submit="Changer notre choix", crumbs=crumbs, cancel_url=home,
        intro=letter_texts.IMAGE_CLAUSE,
    )  # fmt: skip


@phase_view("phase.reply")
def leave(request, step):
    """Say that the association does not commit, or that it leaves, and why."""
    seat = own_seat(request, step)
    home = seat.page("diagnosis:commitment")
    signed = seat.status == Participation.Status.COMMITTED
    words = f"{'retirer' if signed else 'dire que ne s’engage pas'} {seat.organisation}"
    form = LeaveForm(request.POST or None)

    def act(data):
        if signed:
            codes.proof(request, CODE, words, step)
        departures.leave(step, seat, data, by=request.user)

    if accepted(form, act):
        return done(request, f"C’est noté : {seat.organisation} ne fait plus partie du groupe.", "journey:space")
    title = "Nous nous retirons" if signed else "Nous ne nous engageons pas"
    return form_page(
        request,
        form,
        title=title,
        submit=title,
        crumbs=[Link("Lettre d’engagement", home)],
        cancel_url=home,
        template="programs/diagnosis/commitment/leave.html",
        seat=seat,
        signed=signed,
    )


@phase_view("phase.reply")
def own_evidence(request, step):
    """The evidence of an association's signature, on paper."""
    return evidence_sheet(request, step, own_seat(request, step))


@phase_view("phase.reply")
def own_letter(request, step):
    """The letter on paper, to sign by hand in a board's meeting, or as it was signed."""
    return answer(request, step.journey, letter_piece(step.journey, own_seat(request, step), "lettre-d-engagement"))


@phase_view("phase.reply")
def own_file(request, step, oid):
    """A paper of the association's own letter."""
    return served(CommitmentFile.objects.filter(commitment__participation=own_seat(request, step)), oid)


def letter_page(request, step, seat, form=None):
    """The letter, the shared diagnosis beside it, and what there is to fill in, if anything."""
    program = step.program
    edition = edition_to_read(program)
    row = Commitment.objects.select_related("person").filter(participation=seat).first()
    letter = row.text if row else letter_texts.letter_text(program, seat.organisation)
    if form is None and row and program.is_under_way:
        form = CompletionForm(instance=row)
    elif form is None and edition and not row and acts.may_sign(step, seat):
        form = CommitmentForm(instance=Commitment(participation=seat), read=letter_texts.seal(letter))
    context = {
        "seat": seat,
        "program": program,
        "edition": edition,
        "commitment": row,
        "papers": list(row.files.all()) if row else [],
        "letter": letter,
        "form": form,
        "action": seat.page("diagnosis:sign"),
        "leave_url": seat.page("diagnosis:leave") if program.is_under_way else "",
        "conflict": getattr(form, "conflict", None),
        "crumbs": [Link("Mon espace", reverse("journey:space")), Link(program.title, program.get_absolute_url())],
    }
    return render(
        request, "programs/diagnosis/commitment/letter.html", context, status=409 if context["conflict"] else 200
    )
