"""The addresses of the whole site; the floors above are named here and resolved late."""

from django.urls import include, path, register_converter

from dla_collectif.accounts.views import home
from dla_collectif.services.ids import PublicIdConverter

register_converter(PublicIdConverter, "pid")

urlpatterns = [
    path("", home, name="home"),
    path("", include("dla_collectif.accounts.urls")),
    path("", include("dla_collectif.entrance.urls")),
    path("", include("dla_collectif.teams.urls")),
    path("", include("dla_collectif.outbox.urls")),
    path("", include("dla_collectif.privacy.urls")),
    path("", include("dla_collectif.journal.urls")),
    path("annuaire/", include("associations.urls")),
    path("", include("programs.meetings.urls")),
    path("", include("programs.retention.urls")),
    path("", include("programs.reminders.urls")),
    path("", include("programs.viewing.urls")),
    path("", include("programs.contributions.urls")),
    path("", include("programs.journey.urls")),
]
handler400 = "dla_collectif.services.pages.bad_request"  # Django's own reads the request again, for its CSRF token
