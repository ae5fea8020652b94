"""Addresses of the room."""

from django.urls import path

from . import views

app_name = "scoping"
urlpatterns = [
    path("note/", views.note, name="note"),
    path("note/ecrire/", views.write_note, name="write_note"),
    path("porteurs/", views.carriers, name="carriers"),
    path("partenaires/ajouter/", views.add_partner, name="add_partner"),
    path("partenaires/<pid:oid>/retirer/", views.remove_partner, name="remove_partner"),
    path("associations/", views.associations, name="associations"),
    path("associations/reperer/", views.spot, name="spot"),
    path("associations/<pid:oid>/retirer/", views.unspot, name="unspot"),
]
