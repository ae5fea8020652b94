"""Addresses of the restitution."""

from django.urls import path

from . import indicator_pages, views
from .archive import pages as archive
from .digest import pages as digest

app_name = "restitution"
urlpatterns = [
    path("restitution/", views.event, name="event"),
    path("engagements/", views.undertakings, name="undertakings"),
    path("engagements/nouveau/", views.undertaking, name="undertaking_new"),
    path("engagements/<pid:oid>/", views.undertaking, name="undertaking"),
    path("effets/", views.effects, name="effects"),
    path("effets/nouveau/", views.effect, name="effect_new"),
    path("effets/<pid:oid>/", views.effect, name="effect"),
    path("fil/", views.thread, name="thread"),
    path("rapport/", views.report, name="report"),
    path("rapport/chapitres/<slug:key>/", views.chapter, name="chapter"),
    path("rapport.pdf", views.report_pdf, name="report_pdf"),
    path("indicateurs/", indicator_pages.indicators, name="indicators"),
    path("indicateurs/demande/<int:number>/", indicator_pages.ask, name="ask_indicators"),
    path("indicateurs/demande/<int:number>/<slug:until>/", indicator_pages.send, name="send_indicators"),
    path("indicateurs/jusqu-a-quand/", indicator_pages.change_day, name="change_indicators_day"),
    path("indicateurs/<pid:oid>/", indicator_pages.note, name="note_indicators"),
    path("nos-chiffres/", indicator_pages.own_indicators, name="own_indicators"),
    # digest: the sheet, the summary for elected people, the office files
    path("fiche/", digest.sheet, name="sheet"),
    path("fiche/ecrire/", digest.write_sheet, name="write_sheet"),
    path("fiche.pdf", digest.sheet_pdf, name="sheet_pdf"),
    path("fiche.docx", digest.sheet_office, {"kind": "docx"}, name="sheet_docx"),
    path("fiche.odt", digest.sheet_office, {"kind": "odt"}, name="sheet_odt"),
    path("rapport.docx", digest.report_office, {"kind": "docx"}, name="report_docx"),
    path("rapport.odt", digest.report_office, {"kind": "odt"}, name="report_odt"),
    path("synthese.pdf", digest.summary_pdf, name="summary_pdf"),
    # archive: the whole file
    path("dossier/", archive.archive, name="archive"),
    path("dossier/<pid:oid>/", archive.archive_file, name="archive_file"),
    path("suites/", views.follow_ups, name="follow_ups"),
    path("suites/nouvelles/", views.follow_up, name="follow_up_new"),
    path("suites/<pid:oid>/", views.follow_up, name="follow_up"),
]
