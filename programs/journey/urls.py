"""Addresses of the corridor and, under each programme, of the rooms."""

from django.urls import include, path

from . import carrier_views, document_readers, funder_views, journal_views, people_views, phases, space_views, views

corridor = [
    path("bureau/", views.desk, name="desk"),
    path("lecture-regionale/", carrier_views.region, name="region"),
    path("demandes-de-portage/<pid:oid>/", carrier_views.carrier_request, name="carrier_request"),
    path("demandes-de-portage/<pid:oid>/accepter/", carrier_views.accept_request, name="accept_carrier_request"),
    path("espace/", space_views.space, name="space"),
    path("espace/structure/", space_views.speak_for, name="speak_for"),
    path("espace/structure/<pid:oid>/representants/", people_views.own_representatives, name="representatives"),
    path("accompagnements/nouveau/", views.open_program, name="open"),
    path("accompagnements/<pid:pid>/", views.program, name="program"),
    path("accompagnements/<pid:pid>/intitule/", views.edit_program, name="edit"),
    path("accompagnements/<pid:pid>/porteurs/demander/", carrier_views.ask_carrier, name="ask_carrier"),
    path("accompagnements/<pid:pid>/porteurs/<pid:oid>/fin/", carrier_views.remove_carrier, name="remove_carrier"),
    path(
        "accompagnements/<pid:pid>/porteurs/demandes/<pid:oid>/retirer/",
        carrier_views.withdraw_request,
        name="withdraw_carrier_request",
    ),
    path("accompagnements/<pid:pid>/arret/", views.stop, name="stop"),
    path("accompagnements/<pid:pid>/votre-part/", space_views.our_part, name="our_part"),
    path("accompagnements/<pid:pid>/personnes/", people_views.people, name="people"),
    path("accompagnements/<pid:pid>/personnes/<pid:oid>/lien/", people_views.send_link, name="send_link"),
    path("accompagnements/<pid:pid>/personnes/<pid:oid>/fermeture/", people_views.close_link, name="close_link"),
    path("accompagnements/<pid:pid>/structures/<pid:oid>/remplacement/", people_views.replace, name="replace"),
    path("accompagnements/<pid:pid>/financeurs/", funder_views.funders, name="funders"),
    path("accompagnements/<pid:pid>/financeurs/ajout/", funder_views.funder, name="add_funder"),
    path("accompagnements/<pid:pid>/financeurs/repris/<pid:oid>/", funder_views.take_usual, name="take_funders"),
    path("accompagnements/<pid:pid>/financeurs/<pid:oid>/", funder_views.funder, name="funder"),
    path("accompagnements/<pid:pid>/financeurs/<pid:oid>/retirer/", funder_views.remove_funder, name="remove_funder"),
    path("accompagnements/<pid:pid>/financeurs/<pid:oid>/logo.png", funder_views.funder_logo, name="funder_logo"),
    path("accompagnements/<pid:pid>/documents/", views.documents, name="documents"),
    path(
        "accompagnements/<pid:pid>/documents/<pid:did>/lecture/",
        document_readers.document_readers,
        name="document_readers",
    ),
    path("accompagnements/<pid:pid>/journal/", journal_views.journal, name="journal"),
    path("accompagnements/<pid:pid>/journal/export.csv", journal_views.journal_export, name="journal_export"),
    path("accompagnements/<pid:pid>/<slug:slug>/", views.phase, name="phase"),
    path("accompagnements/<pid:pid>/<slug:slug>/compte-rendu.pdf", views.phase_pdf, name="phase_pdf"),
    path("accompagnements/<pid:pid>/<slug:slug>/cloture/", views.close, name="close"),
    path("accompagnements/<pid:pid>/<slug:slug>/reouverture/", views.reopen, name="reopen"),
    path("documents/<pid:did>/", views.document, name="document"),
]
rooms = [
    path(f"accompagnements/<pid:pid>/{phase.slug}/", include(f"{phase.package}.urls")) for phase in phases.phases()
]
urlpatterns = [path("", include((corridor, "journey"))), *rooms]
