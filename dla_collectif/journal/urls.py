"""Addresses of the house's journal."""

from django.urls import path

from . import views

app_name = "journal"
urlpatterns = [
    path("journal/", views.house, name="house"),
    path("journal/export.csv", views.house_export, name="house_export"),
]
