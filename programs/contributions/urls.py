"""Addresses of this furniture."""

from django.urls import path

from dla_collectif.accounts.views import home

app_name = "contributions"
urlpatterns = [
    path("accompagnements/<pid:pid>/<slug:slug>/contributions/", home, name="list"),
    path("accompagnements/<pid:pid>/<slug:slug>/contributions/nouvelle/", home, name="add"),
    path("accompagnements/<pid:pid>/contributions/<pid:oid>/", home, name="contribution"),
]
