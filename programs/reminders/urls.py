"""Addresses of reminders: those of a programme, and everybody's own switch."""

from django.urls import path

from . import views

app_name = "reminders"
PROGRAM = "accompagnements/<pid:pid>/rappels/"
urlpatterns = [
    path("espace/rappels/", views.own, name="own"),
    path(PROGRAM, views.followed, name="followed"),
    path(f"{PROGRAM}arret/", views.switch, name="switch"),
    path(f"{PROGRAM}<pid:oid>/arret/", views.switch_person, name="switch_person"),
]
