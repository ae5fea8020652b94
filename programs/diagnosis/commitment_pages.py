"""The pages of commitments: the DLA's list, and the letter that an association reads and signs."""

from django.db.models import F
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify

from dla_collectif.accounts import codes
from dla_collectif.directory.models import Person
from dla_collectif.services import printing
from dla_collectif.services.forms import accepted
from dla_collectif.services.pages import Link, done, form_page
from dla_collectif.services.pdf import render_html
from dla_collectif.services.templatetags.house import plural
from programs.journey import reports
from programs.journey.forms import ReasonForm
from programs.journey.guards import phase_view, shown_to_viewers
from programs.journey.mailing import mailing_page
from programs.journey.models import Participation
from programs.journey.seats import seat_for
from programs.meetings.models import speaking_for
from programs.reminders.readings import dates_of

from . import commitments as acts
from .doors import seat_of_association
from .forms import CommitmentForm, CompletionForm, PaperForm
from .models import Commitment, SharedEdition
from .views import room_page

Status = Participation.Status


@phase_view("phase.read")
def commitments(request, step):
    """Each association: where it stands, its letter, what is missing in it."""
    seats = Participation.objects.associations().filter(program=step.program)
    seats = list(
        seats.select_related("organisation", "response", "commitment__person").order_by("organisation__name", "id")
    )
    context = {
        "seats": seats,
        "committed": [seat for seat in seats if seat.status == Status.COMMITTED],
        "edition": edition_to_read(step.program),
        "reminded": dates_of(step.program, seats, "lettre", "instance"),
        "to_propose": acts.letters_to_propose(step.program).count(),
    }
    return room_page(request, step, "programs/diagnosis/commitments.html", **context)


@phase_view("phase.write")
def propose(request, step):
    """The letters reread, then sent to those who have not received them."""

    def told(reached):
        return f"La lettre d’engagement est proposée à {len(reached)} association{plural(len(reached))}."

    return mailing_page(
        request,
        step,
        acts.letters(step),
        send=lambda: acts.propose_letters(step, by=request.user),
        told=told,
        home=step.reverse("diagnosis:commitments"),
        why="" if SharedEdition.objects.of(step.program).exists() else acts.TOO_EARLY,
    )


@phase_view("phase.write")
def paper(request, step, oid):
    """Note a letter signed on paper."""
    seat = seat_of_association(step, oid)
    speaking = speaking_for([seat.organisation_id], step.program)
    people = Person.objects.filter(affiliations__in=speaking).order_by("last_name", "id")
    form = PaperForm(request.POST or None, people=people, instance=Commitment(participation=seat))
    home = step.reverse("diagnosis:commitments")
    if accepted(form, lambda data: acts.record_paper_commitment(step, seat, data, by=request.user)):
        return done(request, f"L’engagement de {seat.organisation} est noté.", home)
    title = f"Lettre signée sur papier : {seat.organisation}"
    return form_page(request, form, title=title, submit="Noter cet engagement", step=step, cancel_url=home)


@phase_view("phase.write")
def complete(request, step, oid):
    """Complete a signed letter: the board's date, the delegates."""
    seat = seat_of_association(step, oid)
    row = get_object_or_404(Commitment.objects.select_related("participation__organisation"), participation=seat)
    form = CompletionForm(request.POST or None, instance=row)
    home = step.reverse("diagnosis:commitments")
    if accepted(form, lambda data: acts.complete_commitment(step, row, data, by=request.user)):
        return done(request, f"La lettre de {seat.organisation} est complétée.", home)
    title = f"Compléter la lettre : {seat.organisation}"
    return form_page(request, form, title=title, submit="Enregistrer", step=step, cancel_url=home)


@phase_view("phase.write")
def decline(request, step, oid):
    """Note that an association will not commit, and why."""
    seat = seat_of_association(step, oid)
    form = ReasonForm(request.POST or None, help_text="Ce motif est gardé et figure dans le compte rendu de l’étape.")
    home = step.reverse("diagnosis:commitments")
    if accepted(form, lambda data: acts.decline_commitment(step, seat, data["reason"], by=request.user)):
        return done(request, f"{seat.organisation} ne s’engage pas : c’est noté, avec son motif.", home)
    title = f"{seat.organisation} ne s’engage pas"
    return form_page(request, form, title=title, submit="Noter ce retrait", step=step, cancel_url=home)


@phase_view("phase.reply")
@shown_to_viewers()
def commitment(request, step):
    """An association's letter: to read, then to sign; once signed, to read again and to complete."""
    return letter_page(request, step, own_seat(request, step))


@phase_view("phase.answer")
def sign(request, step):
    """Sign the letter, or complete it once it is signed."""
    seat = own_seat(request, step)
    home = seat.page("diagnosis:commitment")
    row = Commitment.objects.filter(participation=seat).first()
    if request.method != "POST":
        return redirect(home)
    if row is not None:
        row.participation = seat
        form = CompletionForm(request.POST, instance=row)
        if accepted(form, lambda data: acts.complete_commitment(step, row, data, by=request.user)):
            return done(request, "Votre lettre est complétée.", home)
        return letter_page(request, step, seat, form)
    form = CommitmentForm(request.POST, instance=Commitment(participation=seat))

    def act(data):
        proof = codes.proof(request, "commitment", f"signer la lettre d’engagement de {seat.organisation}", step)
        acts.sign_commitment(step, seat, data, by=request.user, proof=proof)

    if accepted(form, act):
        return done(request, f"{seat.organisation} est engagée. Un accusé vous est envoyé.", home)
    return letter_page(request, step, seat, form)


@phase_view("phase.reply")
def own_evidence(request, step):
    """The evidence of an association's signature, on paper."""
    return evidence_sheet(request, step, own_seat(request, step))


@phase_view("phase.read")
def evidence(request, step, oid):
    """The same, for the DLA."""
    return evidence_sheet(request, step, seat_of_association(step, oid))


def evidence_sheet(request, step, seat):
    """What was signed with its fingerprint, when, by whom, through which address, confirmed how."""
    rows = Commitment.objects.select_related("person", "proof", "edited_by")
    row = get_object_or_404(rows, participation=seat)
    row.participation = seat
    context = {
        "paper": reports.paper(step.journey, "Preuve de signature", subtitle=str(seat.organisation), with_stones=False),
        "commitment": row,
        "seat": seat,
        "is_intact": acts.is_intact(row),
    }
    html = render_html("programs/diagnosis/evidence_pdf.html", context)
    return printing.answer(request, html, f"{step.program.reference}-preuve-{slugify(str(seat.organisation))}")


def letter_page(request, step, seat, form=None):
    """The letter, the shared diagnosis beside it, and what there is to fill in, if anything."""
    program = step.program
    edition = edition_to_read(program)
    row = Commitment.objects.select_related("person").filter(participation=seat).first()
    if form is None and step.is_writable and (row or edition):
        form = CompletionForm(instance=row) if row else CommitmentForm(instance=Commitment(participation=seat))
    context = {
        "seat": seat,
        "program": program,
        "edition": edition,
        "commitment": row,
        "letter": row.text if row else acts.letter_text(program, seat.organisation),
        "form": form,
        "action": seat.page("diagnosis:sign"),
        "conflict": getattr(form, "conflict", None),
        "crumbs": [Link("Mon espace", reverse("journey:space")), Link(program.title, program.get_absolute_url())],
    }
    return render(request, "programs/diagnosis/letter.html", context, status=409 if context["conflict"] else 200)


def edition_to_read(program) -> SharedEdition | None:
    """The shared diagnosis that a letter goes with: the validated version, else the one proposed last."""
    newest = SharedEdition.objects.filter(program=program)
    return newest.order_by(F("validated_on").desc(nulls_last=True), "-number").first()


def own_seat(request, step) -> Participation:
    """The visitor's association's seat. Raises Http404, or SeatNeeded for who speaks for two."""
    seats = Participation.objects.held_by(request.user).associations().filter(program=step.program)
    seat = seat_for(request, seats, "Cette page est celle des associations de l’accompagnement.")
    seat.program = step.program
    return seat
