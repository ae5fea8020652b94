"""Addresses of what was said: that of a step, and each contribution's own page."""

from django.urls import path

from . import views

app_name = "contributions"
STEP = "accompagnements/<pid:pid>/<slug:slug>/contributions/"
ROW = "accompagnements/<pid:pid>/contributions/<pid:oid>/"
urlpatterns = [
    path(ROW, views.contribution, name="contribution"),
    path(f"{ROW}modifier/", views.change, name="change"),
    path(f"{ROW}retrait/", views.remove, name="remove"),
    path(STEP, views.contributions, name="list"),
    path(f"{STEP}nouvelle/", views.add, name="add"),
]
