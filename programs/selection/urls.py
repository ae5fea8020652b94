"""Addresses of the room: the officer's, the provider's, the associations'."""

from django.urls import path

from . import bid_views, choice_views, grid_views, views

app_name = "selection"
urlpatterns = [
    path("consultation/", views.call, name="call"),
    path("consultation/preparer/", views.edit_call, name="edit_call"),
    path("consultation/prestataires/ajouter/", views.add_provider, name="add_provider"),
    path("consultation/prestataires/<pid:oid>/retirer/", views.drop_provider, name="drop_provider"),
    path("consultation/envoyer/", views.send_call, name="send_call"),
    path("consultation/delai/", views.extend, name="extend"),
    path("ouverture/", views.opening, name="opening"),
    path("ouverture/ouvrir/", views.open_proposals, name="open_proposals"),
    path("propositions/", views.proposals, name="proposals"),
    path("propositions/<pid:oid>/document/", views.document, name="document"),
    path("notation/", views.board, name="board"),
    path("notation/clore/", views.end_scoring, name="end_scoring"),
    path("notation/audition/", views.hearing, name="hearing"),
    path("notation/<pid:oid>/liens/", grid_views.dictated_interests, name="dictated_interests"),
    path("notation/<pid:oid>/grille/", grid_views.dictated_grid, name="dictated_grid"),
    path("notation/<pid:oid>/abstention/", grid_views.dictated_abstention, name="dictated_abstention"),
    path("choix/", choice_views.choice, name="choice"),
    path("choix/noter/", choice_views.choose, name="choose"),
    path("reponses/", choice_views.answers, name="answers"),
    path("reponses/envoyer/", choice_views.send_answers, name="send_answers"),
    path("reponses/<pid:oid>/", choice_views.answer, name="answer"),
    path("proces-verbal.pdf", choice_views.minutes_pdf, name="minutes_pdf"),
    path("votre-proposition/", bid_views.our_proposal, name="our_proposal"),
    path("votre-proposition/nous-repondrons/", bid_views.accept, name="accept"),
    path("votre-proposition/nous-ne-repondrons-pas/", bid_views.decline, name="decline"),
    path("votre-proposition/remettre/", bid_views.hand_in, name="hand_in"),
    path("votre-grille/<pid:oid>/", grid_views.grid, name="grid"),
    path("votre-grille/<pid:oid>/liens/", grid_views.interests, name="interests"),
    path("votre-grille/<pid:oid>/abstention/", grid_views.abstain, name="abstain"),
    path("votre-grille/<pid:oid>/resultats/", grid_views.results, name="results"),
]
