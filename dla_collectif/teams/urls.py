"""Addresses of a DLA's own pages."""

from django.urls import path

from . import factor_views, funder_views, views

app_name = "teams"
urlpatterns = [
    path("notre-dla/", views.ours, name="ours"),
    path("dla/<pid:oid>/", views.team, name="team"),
    path("dla/<pid:oid>/identite/", views.identity, name="identity"),
    path("dla/<pid:oid>/logo.png", views.logo, name="logo"),
    path("dla/<pid:oid>/equipe/inviter/", views.invite, name="invite"),
    path("dla/<pid:oid>/equipe/<pid:uid>/role/", views.role, name="role"),
    path("dla/<pid:oid>/equipe/<pid:uid>/suspendre/", views.suspend, name="suspend"),
    path("dla/<pid:oid>/equipe/<pid:uid>/retablir/", views.restore, name="restore"),
    path("dla/<pid:oid>/equipe/<pid:uid>/lien/", views.resend, name="resend"),
    path("dla/<pid:oid>/regles/ecrire/", views.write_rules, name="write_rules"),
    path("dla/<pid:oid>/regles/<pid:rid>/retirer/", views.withdraw_rules, name="withdraw_rules"),
    path("dla/<pid:oid>/financeurs/", funder_views.funders, name="funders"),
    path("dla/<pid:oid>/financeurs/ajout/", funder_views.funder, name="add_funder"),
    path("dla/<pid:oid>/financeurs/<pid:rid>/", funder_views.funder, name="funder"),
    path("dla/<pid:oid>/financeurs/<pid:rid>/retirer/", funder_views.remove_funder, name="remove_funder"),
    path("dla/<pid:oid>/financeurs/<pid:rid>/logo.png", funder_views.funder_logo, name="funder_logo"),
    path("mon-compte/equipe/", factor_views.factors, name="factors"),
    path("mon-compte/equipe/second-facteur/", factor_views.require_factor, name="require_factor"),
    path("mon-compte/equipe/retirer/", factor_views.remove_factor, name="remove_factor"),
]
