"""Addresses of retention: a DLA's plan; a programme's own, its fundings, its hold, its destructions."""

from django.urls import path

from . import views

app_name = "retention"
PROGRAM = "accompagnements/<pid:pid>/conservation/"
urlpatterns = [
    path("dla/<pid:oid>/conservation/", views.plan_of_team, name="plan"),
    path(PROGRAM, views.plan_of_program, name="program"),
    path(f"{PROGRAM}financements/", views.write_keeping, name="keeping"),
    path(f"{PROGRAM}gel/", views.place_hold, name="place_hold"),
    path(f"{PROGRAM}gel/lever/", views.lift_hold, name="lift_hold"),
    path(f"{PROGRAM}detruire/<slug:lot>/", views.destroy, name="destroy"),
    path(f"{PROGRAM}proces-verbaux/<pid:oid>/", views.certificate, name="certificate"),
    path(f"{PROGRAM}proces-verbaux/<pid:oid>/pdf/", views.certificate_pdf, name="certificate_pdf"),
]
