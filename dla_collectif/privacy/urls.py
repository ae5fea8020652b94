"""Addresses of the notice, of one's own data and of the register."""

from django.urls import path

from . import views

app_name = "privacy"
urlpatterns = [
    path("donnees-personnelles/", views.notice, name="notice"),
    path("mes-donnees/", views.mine, name="mine"),
    path("mes-donnees/corriger/", views.correct, name="correct"),
    path("mes-donnees/mes-donnees.json", views.mine_json, name="mine_json"),
    path("mes-donnees/mes-donnees.pdf", views.mine_pdf, name="mine_pdf"),
    path("registre-des-traitements/", views.register, name="register"),
]
