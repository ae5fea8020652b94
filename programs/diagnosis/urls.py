"""Addresses of the room: those of the DLA, then those of each association."""

from django.urls import path

from . import answer_pages, commitment_pages, presence_pages, result_pages, views

app_name = "diagnosis"
urlpatterns = [
    path("questionnaire/", views.questionnaire, name="questionnaire"),
    path("questionnaire/modeles/<slug:key>/", views.ready, name="ready"),
    path("questionnaire/choix/", views.choose, name="choose"),
    path("questionnaire/modifier/", views.change, name="change"),
    path("questionnaire/apercu/", answer_pages.preview, name="preview"),
    path("questionnaire/vierge.pdf", result_pages.blank, name="blank"),
    path("besoins/ajout/", views.add_need, name="add_need"),
    path("besoins/<pid:oid>/retrait/", views.withdraw_need, name="withdraw_need"),
    path("invitations/", views.invitations, name="invitations"),
    path("invitations/envoi/", views.send_invitations, name="send_invitations"),
    path("suivi/", views.followup, name="followup"),
    path("suivi/relances/", views.remind, name="remind"),
    path("suivi/<pid:oid>/lien/", views.resend, name="resend"),
    path("reunions-preparatoires/", views.meetings, name="meetings"),
    path("synthese/", views.synthesis, name="synthesis"),
    path("saisie/<pid:oid>/", answer_pages.interview, name="interview"),
    path("saisie/<pid:oid>/enregistrer/", answer_pages.interview_save, name="interview_save"),
    path("saisie/<pid:oid>/partie/<int:number>/", answer_pages.interview_part, name="interview_part"),
    path("saisie/<pid:oid>/envoi/", answer_pages.interview_send, name="interview_send"),
    path("saisie/<pid:oid>/reouverture/", answer_pages.interview_reopen, name="interview_reopen"),
    path("reponses/<pid:oid>/", answer_pages.response, name="response"),
    path("resultats/", result_pages.results, name="results"),
    path("tableau-des-besoins/", result_pages.matrix, name="matrix"),
    path("tableau-des-besoins.pdf", result_pages.matrix_pdf, name="matrix_pdf"),
    path("engagements/", commitment_pages.commitments, name="commitments"),
    path("engagements/lettres/", commitment_pages.propose, name="propose"),
    path("engagements/<pid:oid>/papier/", commitment_pages.paper, name="paper"),
    path("engagements/<pid:oid>/completer/", commitment_pages.complete, name="complete"),
    path("engagements/<pid:oid>/preuve.pdf", commitment_pages.evidence, name="evidence"),
    path("engagements/<pid:oid>/renoncement/", commitment_pages.decline, name="decline"),
    path("notre-reponse/", answer_pages.answer, name="answer"),
    path("notre-reponse/commencer/", answer_pages.start, name="start"),
    path("notre-reponse/enregistrer/", answer_pages.save, name="save"),
    path("notre-reponse/presence/", presence_pages.presence, name="presence"),
    path("notre-reponse/partie/<int:number>/", answer_pages.save_part, name="save_part"),
    path("notre-reponse/envoi/", answer_pages.send, name="send"),
    path("notre-reponse/reouverture/", answer_pages.reopen, name="reopen"),
    path("notre-engagement/", commitment_pages.commitment, name="commitment"),
    path("notre-engagement/preuve.pdf", commitment_pages.own_evidence, name="own_evidence"),
    path("notre-engagement/signature/", commitment_pages.sign, name="sign"),
]
