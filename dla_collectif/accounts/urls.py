"""Addresses of sign-in and personal links."""

from django.urls import path

from . import address_views, link_views, views

app_name = "accounts"
urlpatterns = [
    path("connexion/", views.sign_in, name="sign_in"),
    path("connexion/lien/", views.ask_for_link, name="ask_for_link"),
    path("connexion/lien/envoye/", views.link_sent, name="link_sent"),
    path("connexion/mot-de-passe-oublie/", views.forgotten, name="forgotten"),
    path("entrer/<str:token>/", link_views.link, name="link"),
    path("entrer/<str:token>/rendre/", link_views.give_back, name="give_back"),
    path("mes-liens/", link_views.my_links, name="my_links"),
    path("mon-adresse/", address_views.address, name="address"),
    path("mon-adresse/code/", address_views.confirm_address, name="confirm_address"),
    path("deconnexion/", views.sign_out, name="sign_out"),
]
