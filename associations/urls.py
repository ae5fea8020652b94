"""Addresses of the directory of associations and other organisations."""

from django.urls import path

from . import views

app_name = "associations"
urlpatterns = [
    path("", views.organisations, name="list"),
    path("ajouter/", views.add, name="add"),
    path("<pid:oid>/", views.organisation, name="organisation"),
    path("<pid:oid>/identite/", views.change, name="change"),
    path("<pid:oid>/profil/", views.profile, name="profile"),
    path("<pid:oid>/personnes/ajouter/", views.add_person, name="add_person"),
    path("<pid:oid>/personnes/<pid:person>/", views.affiliation, name="affiliation"),
    path("<pid:oid>/accompagnements/ajouter/", views.add_past_support, name="add_past_support"),
    path("<pid:oid>/accompagnements/<pid:line>/retirer/", views.remove_past_support, name="remove_past_support"),
    path("<pid:oid>/demandes/ajouter/", views.add_request, name="add_request"),
    path("<pid:oid>/demandes/<pid:line>/retirer/", views.remove_request, name="remove_request"),
]
