"""The pages of a DLA: its team, its letterhead, its rules; managers write, the team reads."""

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from dla_collectif.accounts.models import Dla, Membership
from dla_collectif.journal.models import Entry
from dla_collectif.services import files
from dla_collectif.services.forms import accepted
from dla_collectif.services.guards import allow
from dla_collectif.services.pages import Link, done, form_page

from . import actions
from .forms import IdentityForm, InvitationForm, RoleForm, RulesForm
from .guards import team_view
from .models import Letterhead, RuleSet

LATEST = 20  # entries of the team's journal
SHOWN = 10  # sets of rules


@allow("desk.see")
def ours(request):
    """The visitor's DLA; a choice when they work in several."""
    teams = list(Dla.objects.worked_in_by(request.user))
    if len(teams) == 1:
        return HttpResponseRedirect(address(teams[0]))
    return render(request, "teams/ours.html", {"teams": [(dla, address(dla), role_in(dla)) for dla in teams]})


@team_view("team.read")
def team(request, dla):
    """The team, the letterhead, the rules in force and to come; the team's journal for its managers."""
    members = Membership.objects.filter(dla=dla).select_related("user__person")
    sets = list(RuleSet.objects.filter(dla=dla).order_by("-valid_from")[:SHOWN])
    manages = dla.is_managed_by(request.user)
    context = {
        "dla": dla,
        "letterhead": Letterhead.objects.filter(dla=dla).first() or Letterhead(dla=dla),
        "members": members.order_by("suspended", "user__person__last_name", "pk"),
        "rules": next((row for row in sets if not row.is_to_come), None) or RuleSet(),
        "rules_to_come": [row for row in reversed(sets) if row.is_to_come],
        "rules_before": [row for row in sets if not row.is_to_come][1:],
        "entries": Entry.objects.filter(scope=dla.journal_scope).order_by("-number")[:LATEST] if manages else None,
    }
    return render(request, "teams/team.html", context)


@team_view("team.manage")
def identity(request, dla):
    """Territory, letterhead, logo."""
    stored = Letterhead.objects.filter(dla=dla).first() or Letterhead(dla=dla)
    form = IdentityForm(request.POST or None, request.FILES or None, instance=stored, dla=dla)
    if accepted(form, lambda data: actions.change_identity(dla, data, by=request.user)):
        return done(request, "L’identité du DLA est enregistrée.", address(dla))
    return own_form(request, form, dla, "Identité et en-tête", "Enregistrer")


@team_view("team.read")
def logo(request, dla):
    """The DLA's logo."""
    stored = Letterhead.objects.filter(dla=dla).exclude(logo="").first()
    if stored is None:
        raise Http404("Ce DLA n’a pas de logo.")
    return files.serve(stored.logo.open("rb"), "logo.png", "image/png")


@team_view("team.manage")
def invite(request, dla):
    """Somebody joins the team."""
    form = InvitationForm(request.POST or None)
    if accepted(form, lambda data: actions.invite_member(dla, data, by=request.user)):
        return done(request, "L’invitation part : son lien personnel lui arrive par courriel.", address(dla))
    return own_form(request, form, dla, "Inviter dans l’équipe", "Envoyer l’invitation")


@team_view("team.manage")
def role(request, dla, uid):
    """Another role for a member."""
    row = find_member(dla, uid)
    form = RoleForm(request.POST or None, initial={"role": row.role})
    if accepted(form, lambda data: actions.change_role(dla, row, data["role"], by=request.user)):
        return after_change(request, dla, f"Le rôle de {row.user} est enregistré.")
    return own_form(request, form, dla, f"Rôle de {row.user}", "Enregistrer le rôle")


@team_view("team.manage")
@require_POST
def suspend(request, dla, uid):
    """A member opens nothing of this DLA any more."""
    row = actions.suspend_member(dla, find_member(dla, uid), by=request.user)
    return after_change(request, dla, f"L’accès de {row.user} est suspendu, dès maintenant.")


@team_view("team.manage")
@require_POST
def restore(request, dla, uid):
    """A suspended member comes back."""
    row = actions.restore_member(dla, find_member(dla, uid), by=request.user)
    return done(request, f"L’accès de {row.user} est rétabli.", address(dla))


@team_view("team.manage")
@require_POST
def resend(request, dla, uid):
    """A fresh personal link for a member."""
    row = find_member(dla, uid)
    actions.resend_invitation(dla, row, by=request.user)
    return done(request, f"Un nouveau lien part à l’adresse de {row.user}.", address(dla))


@team_view("team.manage")
def write_rules(request, dla):
    """The rules from a day on."""
    form = RulesForm(request.POST or None, dla=dla)
    if accepted(form, lambda data: actions.add_rules(dla, data, by=request.user)):
        return done(request, "Les nouvelles règles sont enregistrées.", address(dla))
    return own_form(request, form, dla, "Nouvelles règles", "Enregistrer ces règles")


@team_view("team.manage")
@require_POST
def withdraw_rules(request, dla, rid):
    """Take away rules that have not begun."""
    actions.withdraw_rules(dla, get_object_or_404(RuleSet, dla=dla, public_id=rid), by=request.user)
    return done(request, "Ces règles sont retirées.", address(dla))


def find_member(dla, uid) -> Membership:
    """A member of this team. Raises Http404 for anybody else."""
    return get_object_or_404(Membership.objects.select_related("user__person"), dla=dla, user__public_id=uid)


def after_change(request, dla, sentence):
    """Back to the team; whoever has just left it goes to their first page."""
    still = Dla.objects.worked_in_by(request.user).filter(pk=dla.pk).exists()
    return done(request, sentence, address(dla) if still else "home")


def role_in(dla) -> str:
    """What the visitor is in a DLA."""
    return Membership.Role(dla.reader_role).label


def own_form(request, form, dla, title, submit):
    """A form about a DLA, with the way back."""
    crumbs = [Link(str(dla), address(dla))]
    return form_page(request, form, title=title, submit=submit, crumbs=crumbs, cancel_url=address(dla))


def address(dla) -> str:
    """The page of a DLA."""
    return reverse("teams:team", args=[dla.organisation.public_id])
