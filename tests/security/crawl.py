"""Walks every address of the site as a person would: ids of real rows, forms read from the pages that show them."""

import traceback
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.apps import apps
from django.core.signals import got_request_exception
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from associations.models import PastSupport, SupportRequest
from dla_collectif.accounts.models import Dla, User
from dla_collectif.directory.models import Affiliation
from dla_collectif.outbox.kinds import kinds
from dla_collectif.privacy.models import ErasureRequest
from dla_collectif.privacy.requests import ask_erasure
from dla_collectif.services.ids import new_public_id
from dla_collectif.services.models import Public
from programs.diagnosis.questionnaire import files as questionnaires
from programs.journey import phases
from programs.journey.models import Participation, Program
from programs.retention.rules import Lot
from tests import cast

from .matrix import MATRIX

ROWS = ("oid", "did", "mid")  # what addresses call the row that they are about


def addresses(resolver=None, namespace="", names=()):
    """Every address of the site: (name, names of what it is filled with)."""
    for entry in (resolver or get_resolver()).url_patterns:
        here = (*names, *entry.pattern.converters)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace, here)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}", here


def way_to_program(model, depth=3) -> str:
    """The lookup that leads from a row to its programme; empty when there is none."""
    for column in model._meta.concrete_fields:
        if column.is_relation and column.related_model is Program:
            return column.name
    for column in model._meta.concrete_fields if depth else ():
        further = way_to_program(column.related_model, depth - 1) if column.is_relation else ""
        if further:
            return f"{column.name}__{further}"
    return ""


def public_ids(program, user, most=2) -> dict[str, list[str]]:
    """Public ids of rows of every kind: of the programme where they have one, and the person's own seats."""
    found = {}
    for model in (model for model in apps.get_models() if issubclass(model, Public)):
        way, rows = way_to_program(model), model.objects.order_by("pk")
        rows = rows.filter(**{way: program}) if way else rows
        found[model.__name__] = list(rows.values_list("public_id", flat=True)[:most])
    seats = Participation.objects.held_by(user).filter(program=program)
    found["Participation"] += seats.values_list("public_id", flat=True)
    group = program.participations.filter(role=Participation.Role.ASSOCIATION).order_by("pk")
    found["Association"] = list(group.values_list("organisation__public_id", flat=True)[:most])
    return found


class PageReader(HTMLParser):
    """The forms of a page: method, action, and each field with a value that a person could send."""

    def __init__(self):
        super().__init__()
        self.forms, self.links, self.area, self.choice = [], [], None, None

    def handle_starttag(self, tag, attrs):
        attrs = {name: value or "" for name, value in attrs}
        name = attrs.get("name", "")
        if tag == "a":
            self.links.append(attrs.get("href", ""))
        elif tag == "form":
            self.forms.append((attrs.get("method", "get").lower(), attrs.get("action", ""), {}))
        elif not self.forms or not name or name in {"csrfmiddlewaretoken", "form_key"}:
            if tag == "option" and self.choice and ("selected" in attrs or not self.fields[self.choice]):
                self.fields[self.choice] = attrs.get("value", "")
        elif tag == "textarea":
            self.area, self.fields[name] = name, ""
        elif tag == "select":
            self.choice, self.fields[name] = name, ""
        elif tag == "input":
            kind, value = attrs.get("type", "text"), attrs.get("value", "")
            if kind not in {"checkbox", "radio"} or "checked" in attrs or not self.fields.get(name):
                self.fields[name] = value or SENSIBLE.get(kind, "")
        elif tag == "button":
            self.fields.setdefault(name, attrs.get("value", ""))

    def handle_endtag(self, tag):
        if tag == "textarea":
            if self.area and not self.fields[self.area].strip():
                self.fields[self.area] = "Un texte de bonne foi."
            self.area = None
        elif tag == "select":
            self.choice = None

    def handle_data(self, data):
        if self.area:
            self.fields[self.area] += data

    @property
    def fields(self):
        """The fields of the form that is being read."""
        return self.forms[-1][2]


SENSIBLE = {"text": "Bonne foi", "date": "2026-11-03", "datetime-local": "2026-11-03T10:00", "number": "2"}
SENSIBLE |= {"email": "bonne.foi@example.org", "url": "https://example.org/", "tel": "03 20 00 00 00"}


REFUSALS = {400, 401, 403, 404, 405, 409}


def speaks_french(answer) -> bool:
    """Whether an answer that refuses is a page of ours; what answers a script has no page."""
    is_data = answer.headers.get("Content-Type") == "application/json"
    return answer.status_code not in REFUSALS or is_data or b'<html lang="fr"' in answer.content


@dataclass
class Walker:
    """A person with a browser: counts what it asks, keeps every exception that reached the server's last handler."""

    user: object
    name: str
    count: int = 0
    faults: list = field(default_factory=list)

    def __post_init__(self):
        self.client = Client(raise_request_exception=False)
        cast.force_login(self.client, self.user)
        self.session = self.client.cookies["sessionid"].value

    def ask(self, method, path, *args, **kwargs):
        """One request; a fault is kept with what caused it."""
        raised = []

        def keep(sender, request, **more):
            raised.append(traceback.format_exc(limit=-3))

        got_request_exception.connect(keep)
        try:
            answer = getattr(self.client, method)(path, *args, **kwargs)
        finally:
            got_request_exception.disconnect(keep)
        if answer.streaming:
            answer.streaming_content = [b"".join(answer.streaming_content)]  # read to its end, a file is closed
        self.count += 1
        self.client.cookies.pop("messages", None)
        self.client.cookies["sessionid"] = self.session  # who has signed out comes back: what was done is undone
        if answer.status_code >= 500 or raised or not speaks_french(answer):
            self.faults.append((self.name, method, path, answer.status_code, *raised))
        return answer


KINDS = {name: about for name, (about, *_) in MATRIX.items() if about}  # address -> the kind of row that it is about


def fillings(name, names, program):
    """Real values for an address that is not about a row of the programme: a list of dictionaries."""
    base = {"pid": program.public_id} if "pid" in names else {}
    if "slug" in names:
        return [{**base, "slug": phase.slug} for phase in phases.phases()]
    if "key" in names and "pid" not in names:
        return [{"key": key} for key in list(kinds())[:2]]
    if "lot" in names:
        return [{**base, "lot": lot.slug} for lot in Lot]
    if "readers" in names:
        return [{**base, "readers": readers} for readers in ("groupe", "institutions", "public")]
    if "key" in names:
        return [{**base, "key": key} for key in (phases.keys()[0], *questionnaires.ready_made())]
    if "uid" in names or "rid" in names:
        team = Dla.objects.order_by("pk").first()
        other = {"uid": team.memberships.order_by("pk").first().user.public_id} if "uid" in names else {}
        return [{"oid": team.organisation.public_id, **(other or {"rid": new_public_id()})}]
    if "eid" in names:
        return [{"eid": asked_by("denis@example.org").public_id}]
    if "person" in names:
        row = Affiliation.objects.select_related("organisation", "person").order_by("pk").first()
        return [{"oid": row.organisation.public_id, "person": row.person.public_id}]
    if "line" in names:
        model = PastSupport if name.endswith("past_support") else SupportRequest
        row = model.objects.select_related("association__organisation").order_by("pk").first()
        return [{"oid": row.association.organisation.public_id, "line": row.public_id}]
    odd = {"number": 1, "token": "x", "until": "2026-11-03"}
    return [{**base, **{name: value for name, value in odd.items() if name in names}}]


def asked_by(address) -> ErasureRequest:
    """A request for erasure, made for somebody of the demonstration when it is first needed."""
    first = ErasureRequest.objects.order_by("pk").first()
    user = None if first else User.objects.get(email=address)
    return first or ask_erasure(user.person, "", by=user)


def visits(walker, program, rooms=("",)):
    """Every address, or those of some rooms, as the person finds it in a programme: (name, path, answer)."""
    ids = public_ids(program, walker.user)
    for name, names in addresses():
        if not name.startswith(rooms):
            continue
        one = next((each for each in ROWS if each in names), "")
        for filled in fillings(name, names, program):
            if not one or one in filled:
                path = reverse(name, kwargs=filled)
                yield name, path, walker.ask("get", path)
                continue
            yield name, *find_row(walker, name, filled, one, ids)


def find_row(walker, name, filled, one, ids):
    """The first row that the address shows to the person; else the answer for the last one tried."""
    for public_id in ids[KINDS[name]] or [new_public_id()]:
        path = reverse(name, kwargs={**filled, one: public_id})
        answer = walker.ask("get", path)
        if answer.status_code != 404:
            break
    return path, answer
