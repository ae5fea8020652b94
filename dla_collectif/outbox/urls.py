"""Addresses of the outbox."""

from django.urls import path

from . import views

app_name = "outbox"
urlpatterns = [
    path("messages/", views.messages, name="list"),
    path("messages/textes/", views.texts, name="texts"),
    path("messages/textes/<slug:key>/", views.text, name="text"),
    path("messages/<pid:mid>/renvoi/", views.again, name="again"),
    path("messages/<pid:mid>/adresse/", views.address, name="address"),
]
