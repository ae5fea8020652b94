"""Addresses of meetings: those of a step, and each meeting's own pages."""

from django.urls import path

from . import views

app_name = "meetings"
STEP, MEETING = "accompagnements/<pid:pid>/<slug:slug>/reunions/", "accompagnements/<pid:pid>/reunions/<pid:oid>/"
urlpatterns = [
    path(MEETING, views.meeting, name="meeting"),
    path(f"{MEETING}modifier/", views.change, name="change"),
    path(f"{MEETING}annuler/", views.cancel, name="cancel"),
    path(f"{MEETING}invitations/", views.invite, name="invite"),
    path(f"{MEETING}presences/", views.attendance, name="attendance"),
    path(f"{MEETING}compte-rendu/", views.minutes, name="minutes"),
    path(f"{MEETING}compte-rendu.pdf", views.minutes_pdf, name="minutes_pdf"),
    path(f"{MEETING}decisions/nouvelle/", views.decide, name="decide"),
    path(f"{MEETING}decisions/faite/", views.tick, name="tick"),
    path(f"{MEETING}decisions/retrait/", views.drop, name="drop"),
    path(f"{MEETING}agenda.ics", views.calendar, name="calendar"),
    path(f"{MEETING}emargement.pdf", views.sheet, name="sheet"),
    path(STEP, views.meetings, name="list"),
    path(f"{STEP}nouvelle/", views.plan, name="plan"),
]
