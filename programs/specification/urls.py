"""Addresses of the room."""

from django.urls import path

from . import office_pages, views

app_name = "specification"
urlpatterns = [
    path("textes/", views.specification, name="specification"),
    path("articles/", views.articles, name="articles"),
    path("articles/ajout/", views.add_article, name="add_article"),
    path("articles/types/", views.add_clauses, name="add_clauses"),
    path("articles/<pid:oid>/", views.change_article, name="change_article"),
    path("articles/<pid:oid>/monter/", views.move_article, {"up": True}, name="raise_article"),
    path("articles/<pid:oid>/descendre/", views.move_article, {"up": False}, name="lower_article"),
    path("articles/<pid:oid>/retrait/", views.remove_article, name="remove_article"),
    path("objectifs/", views.objectives, name="objectives"),
    path("objectifs/ajout/", views.add_objective, name="add_objective"),
    path("objectifs/<pid:oid>/", views.change_objective, name="change_objective"),
    path("objectifs/<pid:oid>/retrait/", views.remove_objective, name="remove_objective"),
    path("criteres/", views.criteria, name="criteria"),
    path("criteres/ajout/", views.add_criterion, name="add_criterion"),
    path("criteres/usuels/", views.propose_criteria, name="propose_criteria"),
    path("criteres/<pid:oid>/", views.change_criterion, name="change_criterion"),
    path("criteres/<pid:oid>/retrait/", views.remove_criterion, name="remove_criterion"),
    path("couverture/", views.coverage, name="coverage"),
    path("couverture/<pid:oid>/motif/", views.set_aside, name="set_aside"),
    path("couverture/<pid:oid>/reprise/", views.take_back, name="take_back"),
    path("envoi/", views.freeze, name="freeze"),
    path("envoi/figer/", views.freeze_now, name="freeze_now"),
    path("envoi/nouvelle-version/", views.start_new_version, name="new_version"),
    path("cahier-des-charges.pdf", views.pdf, name="pdf"),
    path("cahier-des-charges.docx", office_pages.office_file, {"kind": "docx"}, name="docx"),
    path("cahier-des-charges.odt", office_pages.office_file, {"kind": "odt"}, name="odt"),
]
