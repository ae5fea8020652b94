"""Addresses of the notice, of one's own data and of the register."""

from django.urls import path

from . import erasure_views, views

app_name = "privacy"
urlpatterns = [
    path("donnees-personnelles/", views.notice, name="notice"),
    path("mes-donnees/", views.mine, name="mine"),
    path("mes-donnees/corriger/", views.correct, name="correct"),
    path("mes-donnees/mes-donnees.json", views.mine_json, name="mine_json"),
    path("mes-donnees/mes-donnees.pdf", views.mine_pdf, name="mine_pdf"),
    path("registre-des-traitements/", views.register, name="register"),
    path("mes-donnees/effacement/", erasure_views.ask, name="ask_erasure"),
    path("mes-donnees/effacement/retirer/", erasure_views.withdraw, name="withdraw_erasure"),
    path("effacements/", erasure_views.requests, name="requests"),
    path("effacements/<pid:eid>/", erasure_views.request_page, name="request"),
    path("effacements/<pid:eid>/accepter/", erasure_views.accept, name="accept_erasure"),
    path("effacements/<pid:eid>/refuser/", erasure_views.refuse, name="refuse_erasure"),
]
