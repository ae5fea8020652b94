"""Addresses of the directory of associations."""

from django.urls import path

from dla_collectif.accounts.views import home

app_name = "associations"
urlpatterns = [path("", home, name="list")]
