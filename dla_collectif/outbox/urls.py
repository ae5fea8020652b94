"""Addresses of the outbox."""

from django.urls import path

from . import views

app_name = "outbox"
urlpatterns = [path("messages/", views.messages, name="list")]
