"""Addresses of this furniture."""

from django.urls import path

from dla_collectif.accounts.views import home

app_name = "meetings"
urlpatterns = [
    path("accompagnements/<pid:pid>/<slug:slug>/reunions/", home, name="list"),
    path("accompagnements/<pid:pid>/<slug:slug>/reunions/nouvelle/", home, name="plan"),
    path("accompagnements/<pid:pid>/reunions/<pid:oid>/", home, name="meeting"),
    path("accompagnements/<pid:pid>/reunions/<pid:oid>/feuille.pdf", home, name="sheet"),
]
