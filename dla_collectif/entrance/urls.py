"""Addresses of the second factor and of « Mon compte »."""

from django.urls import path

from . import views

app_name = "entrance"
urlpatterns = [
    path("connexion/code/", views.code, name="code"),
    path("connexion/second-facteur/", views.enrol, name="enrol"),
    path("mon-compte/", views.account, name="account"),
    path("mon-compte/mot-de-passe/", views.password, name="password"),
    path("mon-compte/confirmer/", views.confirm, name="confirm"),
    path("mon-compte/second-facteur/", views.factor, name="factor"),
    path("mon-compte/second-facteur/codes/", views.renew_codes, name="renew_codes"),
    path("mon-compte/second-facteur/retirer/", views.remove_factor, name="remove_factor"),
    path("mon-compte/connexions/terminer/", views.end_other_sessions, name="end_other_sessions"),
    path("mon-compte/connexions/terminer-une/", views.end_session, name="end_session"),
]
