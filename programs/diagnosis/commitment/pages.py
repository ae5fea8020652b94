"""The DLA's pages of commitments: the letter's text, the list, letters on paper, who leaves and comes back."""

from django.db.models import F
from django.shortcuts import get_object_or_404

from dla_collectif.directory.models import Person
from dla_collectif.services import files
from dla_collectif.services.forms import accepted
from dla_collectif.services.pages import done, form_page
from dla_collectif.services.templatetags.house import plural
from programs.journey.guards import phase_view
from programs.journey.mailing import mailing_page
from programs.journey.models import Participation
from programs.journey.prints import answer, answer_one
from programs.meetings.models import speaking_for
from programs.reminders.readings import dates_of

from ..answering.doors import seat_of_association
from ..models import Commitment, CommitmentFile, LetterText, SharedEdition
from ..pages import room_page
from . import actions as acts
from . import departures, group_list, letter_texts
from .forms import BackForm, LetterTextForm, NotedLeaveForm, OfficerCompletionForm, PaperForm
from .prints import EVIDENCE, LETTERS, letter_piece

Status = Participation.Status


@phase_view("phase.read")
def commitments(request, step):
    """Each association: where it stands, its letter, what is missing in it; who left and came back."""
    seats = Participation.objects.associations().filter(program=step.program)
    seats = seats.select_related("organisation", "response", "commitment__person")
    seats = list(seats.prefetch_related("commitment__files").order_by("organisation__name", "id"))
    invited = [seat for seat in seats if seat.status != Status.SPOTTED]
    context = {
        "seats": seats,
        "committed": [seat for seat in seats if seat.status == Status.COMMITTED],
        "places": group_list.places(seats),
        "departures": group_list.departures_of(step.program),
        "edition": edition_to_read(step.program),
        "reminded": dates_of(step.program, invited, "lettre", "instance"),
        "to_propose": sum(is_to_propose(seat) for seat in seats),
        "to_sign": any(seat.status == Status.INVITED for seat in seats),
        "signed": any(hasattr(seat, "commitment") for seat in seats),
    }
    return room_page(request, step, "programs/diagnosis/commitment/commitments.html", **context)


def is_to_propose(seat) -> bool:
    """Whether a seat has neither signed nor received the letter (as `letters_to_propose` reads it)."""
    waits = hasattr(seat, "response") and seat.response.letter_on is None and not hasattr(seat, "commitment")
    return waits and seat.status in Participation.SEATED


@phase_view("phase.write")
def letter_text(request, step):
    """Write what the associations commit to, before the first of them signs."""
    row = LetterText.objects.filter(program=step.program).first()
    row = row or LetterText(program=step.program, text=letter_texts.default_text())
    form = LetterTextForm(request.POST or None, instance=row)
    home = step.reverse("diagnosis:commitments")
    if accepted(form, lambda data: letter_texts.write_letter_text(step, data, by=request.user)):
        return done(request, "Le texte de la lettre est enregistré.", home)
    sample = letter_texts.letter_text(step.program, "[nom de l’association]")
    return form_page(
        request,
        form,
        title="Texte de la lettre d’engagement",
        submit="Enregistrer le texte",
        step=step,
        cancel_url=home,
        intro="Toutes les associations signent le même texte : il ne change plus dès que l’une a signé.",
        template="programs/diagnosis/commitment/letter_text.html",
        sample=sample,
    )


@phase_view("program.manage")
def propose(request, step):
    """The letters reread, then sent to those who have not received them; open as long as the programme goes on."""

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


@phase_view("phase.read")
def letters_pdf(request, step):
    """The letters to sign by hand, one a page, of all who have not signed."""
    return answer_one(request, step.journey, LETTERS)


@phase_view("phase.read")
def letter_pdf(request, step, oid):
    """The letter of one association, to sign by hand or as it was signed."""
    return answer(request, step.journey, letter_piece(step.journey, any_seat(step, oid)))


def any_seat(step, oid) -> Participation:
    """An association of this programme, whether it left or not. Raises Http404."""
    seats = Participation.objects.associations().select_related("organisation")
    seat = get_object_or_404(seats, program=step.program, public_id=oid)
    seat.program = step.program
    return seat


def people_of_seat(step, seat):
    """Those who speak for an association, to choose from."""
    speaking = speaking_for([seat.organisation_id], step.program)
    return Person.objects.filter(affiliations__in=speaking).order_by("last_name", "id")


@phase_view("program.manage")
def paper(request, step, oid):
    """Note a letter signed on paper, with its scan; later too, for one that joins on the way."""
    seat = seat_of_association(step, oid)
    people = people_of_seat(step, seat)
    form = PaperForm(
        request.POST or None, request.FILES or None, people=people, instance=Commitment(participation=seat)
    )
    home = step.reverse("diagnosis:commitments")
    if accepted(form, lambda data: acts.record_paper_commitment(step, seat, data, by=request.user)):
        return done(request, f"L’engagement de {seat.organisation} est noté.", home)
    title = f"Lettre signée sur papier : {seat.organisation}"
    return form_page(request, form, title=title, submit="Noter cet engagement", step=step, cancel_url=home)


@phase_view("program.manage")
def complete(request, step, oid):
    """Complete a signed letter: the board's date, the delegates, the papers."""
    seat = any_seat(step, oid)
    row = get_object_or_404(Commitment.objects.select_related("participation__organisation"), participation=seat)
    form = OfficerCompletionForm(request.POST or None, request.FILES or None, instance=row)
    home = step.reverse("diagnosis:commitments")
    if accepted(form, lambda data: acts.complete_commitment(step, row, data, by=request.user)):
        return done(request, f"La lettre de {seat.organisation} est complétée.", home)
    title = f"Compléter la lettre : {seat.organisation}"
    return form_page(request, form, title=title, submit="Enregistrer", step=step, cancel_url=home)


@phase_view("program.manage")
def decline(request, step, oid):
    """Note that an association will not commit, or leaves, and why; at any moment of the programme."""
    seat = any_seat(step, oid)
    form = NotedLeaveForm(request.POST or None, people=people_of_seat(step, seat))
    home = step.reverse("diagnosis:commitments")

    def act(data):
        departures.leave(step, seat, data, by=request.user, origin=data.pop("origin"))

    if accepted(form, act):
        return done(request, f"Le retrait de {seat.organisation} est noté, avec son motif.", home)
    verb = "se retire" if seat.status == Status.COMMITTED else "ne s’engage pas"
    title = f"{seat.organisation} {verb}"
    intro = "Sa lettre et ses preuves restent. Ses représentant·es ne liront plus les pages du groupe."
    return form_page(request, form, title=title, submit="Noter ce retrait", step=step, cancel_url=home, intro=intro)


@phase_view("program.manage")
def come_back(request, step, oid):
    """Note that an association that had left comes back."""
    seat = any_seat(step, oid)
    form = BackForm(request.POST or None)
    home = step.reverse("diagnosis:commitments")
    if accepted(form, lambda data: departures.come_back(step, seat, data, by=request.user)):
        return done(request, f"Le retour de {seat.organisation} est noté.", home)
    signed = Commitment.objects.filter(participation=seat).exists()
    intro = (
        "La lettre qu’elle avait signée vaut de nouveau." if signed else "Elle reprend sa place là où elle en était."
    )
    title = f"{seat.organisation} revient"
    return form_page(request, form, title=title, submit="Noter ce retour", step=step, cancel_url=home, intro=intro)


@phase_view("phase.read")
def evidence(request, step, oid):
    """The evidence of an association's signature, on paper, for the DLA."""
    return evidence_sheet(request, step, any_seat(step, oid))


@phase_view("phase.read")
def commitment_file(request, step, oid):
    """A paper of a letter, for the DLA."""
    return served(CommitmentFile.objects.filter(commitment__participation__program=step.program), oid)


def served(rows, oid):
    """Hand out a paper found among `rows`. Raises Http404, also for one whose time is over."""
    row = get_object_or_404(rows.exclude(file=""), public_id=oid)
    return files.serve(row.file.open("rb"), row.filename, row.content_type)


def evidence_sheet(request, step, seat):
    """The evidence of a signature on paper. Raises Http404 for an association that has not signed."""
    row = get_object_or_404(Commitment, participation=seat)
    return answer_one(request, step.journey, EVIDENCE, about=row.pk)


def edition_to_read(program) -> SharedEdition | None:
    """The shared diagnosis that a letter goes with: the validated version, else the one proposed last."""
    newest = SharedEdition.objects.filter(program=program)
    return newest.order_by(F("validated_on").desc(nulls_last=True), "-number").first()
