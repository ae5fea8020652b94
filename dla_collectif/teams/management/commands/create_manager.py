"""Give a DLA its first manager, or a new one when nobody can enter any more."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse

from dla_collectif.accounts.models import Dla, Membership, User
from dla_collectif.directory.models import Organisation
from dla_collectif.directory.people import enter_person
from dla_collectif.services.refusals import Refusal
from dla_collectif.services.search import normalise
from dla_collectif.teams.actions import join_team, send_invitation

Kind = Organisation.Kind


class Command(BaseCommand):
    """`manage.py create_manager alice@example.org --name "Alice Martin" --dla "DLA de Lille" [--mail]`."""

    help = "Makes somebody manager of a DLA (made if it is new) and prints, or mails, the personal link to enter by."

    def add_arguments(self, parser):
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--name", required=True, help="first name, then last name")
        parser.add_argument("--dla", required=True, help="name of the host body, as it will be printed")
        parser.add_argument("--territory", default="", help="the DLA's territory")
        parser.add_argument("--mail", action="store_true", help="put the link in the outbox, and print nothing secret")

    @transaction.atomic
    def handle(self, *args, email, name, dla, territory, mail, **options):
        first_name, _, last_name = " ".join(name.split()).partition(" ")
        if not last_name:
            raise CommandError('Donnez le prénom puis le nom : --name "Alice Martin".')
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"« {email} » n’est pas une adresse électronique.") from None
        team = find_or_make(" ".join(dla.split()), territory)
        try:
            person = enter_person({"first_name": first_name, "last_name": last_name, "email": email.lower()}, by=None)
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from None
        user = User.objects.of(person)
        if not user.is_active:
            raise CommandError("Le compte de cette personne est fermé.")
        membership = Membership.objects.filter(user=user, dla=team, role=Membership.Role.MANAGER, suspended=False)
        if membership.exists():
            self.stdout.write(f"{user} est déjà responsable de {team} : voici un nouveau lien.")
        else:
            join_team(user, team, Membership.Role.MANAGER)
            self.stdout.write(f"{user} est responsable de {team}.")
        if mail:
            send_invitation(membership.get(), by=None)
            self.stdout.write(f"Son lien personnel partira à {user.email} avec le prochain envoi.")
        else:
            self.stdout.write(settings.PUBLIC_URL + reverse("accounts:link", args=[user.issue_link(reverse("home"))]))


def find_or_make(name, territory) -> Dla:
    """The DLA of that name, made with its host body when it is new. Raises CommandError for a name that is two."""
    if not name or len(name) > 200:
        raise CommandError('Donnez le nom du DLA, en 200 signes au plus : --dla "DLA de Lille".')
    hosts = [row for row in Organisation.objects.filter(kind=Kind.DLA) if normalise(row.name) == normalise(name)]
    if len(hosts) > 1:
        raise CommandError(f"L’annuaire compte {len(hosts)} structures porteuses nommées « {name} ».")
    host = hosts[0] if hosts else Organisation.objects.create(kind=Kind.DLA, name=name)
    dla, _ = Dla.objects.get_or_create(organisation=host)
    if territory and territory != dla.territory:
        dla.territory = territory[:200]
        dla.save(update_fields=["territory"])
    return dla
