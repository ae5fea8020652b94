"""The floor of every speed ratio: a minimal Django page under the same server; five statements, 25 rows or 100,
or one row written.

Never tune it to make a ratio look better: it is the unit. `python script/bench_floor.py FILE` makes its database.
"""

import datetime
import os
import sys

import django
from django.conf import settings

CONTRIB = "django.contrib."
PAGE = """<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><title>{{ programme.title }}</title></head><body>
<header>{{ user.username }}</header>{% for message in messages %}<p>{{ message }}</p>{% endfor %}
<main><h1>{{ programme.title }}</h1><p>{{ count }} participations</p><table><tbody>
{% for row in rows %}<tr><td><a href="/{{ row.pk }}/">{{ row.association.name }}</a></td>
<td>{{ row.association.town }}</td><td>{{ row.association.siren }}</td><td>{{ row.status }}</td>
<td>{{ row.joined|date:"d/m/Y" }}</td></tr>{% endfor %}
</tbody></table><form method="post">{% csrf_token %}<button>OK</button></form></main></body></html>"""

settings.configure(
    SECRET_KEY="the floor of the bench, never a site " * 2,
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.environ.get("BENCH_FLOOR", sys.argv[-1]),
            "CONN_MAX_AGE": 600,
            "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL"},
        }
    },
    INSTALLED_APPS=[CONTRIB + name for name in ("auth", "contenttypes", "sessions", "messages")],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        CONTRIB + "sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        CONTRIB + "auth.middleware.AuthenticationMiddleware",
        CONTRIB + "messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [
                    (
                        "django.template.loaders.cached.Loader",
                        [("django.template.loaders.locmem.Loader", {"page.html": PAGE})],
                    )
                ],
                "context_processors": [
                    "django.template.context_processors.request",
                    CONTRIB + "auth.context_processors.auth",
                    CONTRIB + "messages.context_processors.messages",
                ],
            },
        }
    ],
    LANGUAGE_CODE="fr",
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
)
django.setup()

from django.contrib.auth.decorators import login_required  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection, models, transaction  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import path  # noqa: E402
from django.views.decorators.csrf import csrf_exempt  # noqa: E402


class Programme(models.Model):
    """What the page is about."""

    title = models.CharField(max_length=200)

    class Meta:
        app_label = "floor"

    def __str__(self):
        return self.title


class Association(models.Model):
    """A row's name."""

    name = models.CharField(max_length=200)
    town = models.CharField(max_length=80)
    siren = models.CharField(max_length=9)

    class Meta:
        app_label = "floor"

    def __str__(self):
        return self.name


class Participation(models.Model):
    """A row."""

    programme = models.ForeignKey(Programme, models.CASCADE)
    association = models.ForeignKey(Association, models.PROTECT)
    status = models.SmallIntegerField(default=0)
    joined = models.DateField()

    class Meta:
        app_label = "floor"

    def __str__(self):
        return f"{self.association}"


@login_required
def floor(request, most):
    """Session, user, programme, count, rows: five statements."""
    programme = Programme.objects.get(pk=1)
    rows = Participation.objects.filter(programme=programme)
    context = {"programme": programme, "count": rows.count(), "rows": rows.select_related("association")[:most]}
    return render(request, "page.html", context)


@login_required
def save(request):
    """One row written by POST: session, user, the row, its new state, in one transaction."""
    with transaction.atomic():
        row = Participation.objects.select_for_update().get(pk=int(request.POST["row"]))
        row.status = int(request.POST["value"])
        row.save(update_fields=["status"])
    return HttpResponse(status=204)


urlpatterns = [path("", floor, {"most": 25}), path("list/", floor, {"most": 100}), path("save/", csrf_exempt(save))]
application = get_wsgi_application()


def make() -> str:
    """Make the tables and their rows; returns the cookie of somebody signed in."""
    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        for model in (Programme, Association, Participation):
            editor.create_model(model)
    programme = Programme.objects.create(title="Accompagnement collectif")
    for number in range(100):
        association = Association.objects.create(name=f"Association {number}", town="Lille", siren=f"{number:09d}")
        day = datetime.date(2026, 3, 12)
        Participation.objects.create(programme=programme, association=association, status=number % 4, joined=day)
    client = Client()
    client.force_login(User.objects.create(username="alice"))
    return f"sessionid={client.cookies['sessionid'].value}"


if __name__ == "__main__":
    print(make())
