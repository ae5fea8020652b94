"""Addresses of retention: a DLA's plan; a programme's own, its fundings, its hold, its destructions."""

from django.urls import path

from . import people_views, views

app_name = "retention"
PEOPLE = "dla/<pid:oid>/conservation/personnes/"
PROGRAM = "accompagnements/<pid:pid>/conservation/"
urlpatterns = [
    path("dla/<pid:oid>/conservation/", views.plan_of_team, name="plan"),
    path(PEOPLE, people_views.people, name="people"),
    path(f"{PEOPLE}<pid:person>/effacer/", people_views.erase, name="erase"),
    path(f"{PEOPLE}<pid:person>/gel/", people_views.hold, name="hold_person"),
    path(f"{PEOPLE}<pid:person>/gel/lever/", people_views.lift, name="lift_person"),
    path(f"{PEOPLE}<pid:person>/rouvrir/", people_views.reopen, name="reopen"),
    path(PROGRAM, views.plan_of_program, name="program"),
    path(f"{PROGRAM}financements/", views.write_keeping, name="keeping"),
    path(f"{PROGRAM}gel/", views.place_hold, name="place_hold"),
    path(f"{PROGRAM}gel/lever/", views.lift_hold, name="lift_hold"),
    path(f"{PROGRAM}detruire/<slug:lot>/", views.destroy, name="destroy"),
    path(f"{PROGRAM}proces-verbaux/<pid:oid>/", views.certificate, name="certificate"),
    path(f"{PROGRAM}proces-verbaux/<pid:oid>/pdf/", views.certificate_pdf, name="certificate_pdf"),
]
