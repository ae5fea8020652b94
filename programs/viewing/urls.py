"""Addresses of « voir comme » and of « que lira la DRAC ? »; what is looked at stands under /comme/ (`door`)."""

from django.urls import path

from . import views

app_name = "viewing"
PROGRAM = "accompagnements/<pid:pid>/voir-comme/"
urlpatterns = [
    path(PROGRAM, views.choose, name="choose"),
    path(f"{PROGRAM}debut/", views.begin, name="begin"),
    path(f"{PROGRAM}<pid:oid>/fin/", views.end, name="end"),
    path("accompagnements/<pid:pid>/lectures/", views.readers, name="readers"),
]
