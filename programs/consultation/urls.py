"""Addresses of the room."""

from django.urls import path

from programs.meetings.models import Meeting

from . import views

app_name = "consultation"
CONSULTANTS, INTERVIEW = {"kind": Meeting.Kind.CONSULTANTS}, {"kind": Meeting.Kind.INTERVIEW}
urlpatterns = [
    path("entretiens/", views.hearings, name="hearings"),
    path("entretiens/consultants/", views.add_hearing, CONSULTANTS, name="hear_consultants"),
    path("entretiens/partenaire/", views.add_hearing, INTERVIEW, name="hear_partner"),
    path("entretiens/guide.pdf", views.guide, name="guide"),
    path("entretiens/<pid:oid>/", views.hearing, name="hearing"),
    path("avis/", views.opinions, name="opinions"),
    path("avis/ajouter/", views.add_opinion, name="add_opinion"),
    path("avis/<pid:oid>/", views.change_opinion, name="opinion"),
]
