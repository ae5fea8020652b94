"""Addresses of the restitution."""

from django.urls import path

from . import indicator_pages, views
from .archive import pages as archive
from .composition import pages as composition
from .digest import pages as digest
from .editions import pages as edition_pages
from .editions import reading as edition_readers
from .prose import pages as prose
from .prose import version_pages

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
    path("rapport/", composition.report, name="report"),
    path("rapport/composer/", composition.plan, name="plan"),
    path("rapport/lire/<slug:readers>/", composition.read, name="read"),
    path("rapport/imprimer/<slug:readers>/", composition.printed, name="printed"),
    path("rapport/chapitres/<slug:key>/", prose.chapter, name="chapter"),
    path("rapport/chapitres/<slug:key>/enregistrer/", prose.save_chapter, name="save_chapter"),
    path("rapport/chapitres/<slug:key>/relire/", prose.reread, name="reread_chapter"),
    path("rapport/chapitres/<slug:key>/versions/", version_pages.versions, name="chapter_versions"),
    path("rapport/chapitres/<slug:key>/versions/comparer/", version_pages.compare, name="compare_chapter"),
    path("rapport/chapitres/<slug:key>/versions/<int:number>/", version_pages.version, name="chapter_version"),
    path(
        "rapport/chapitres/<slug:key>/versions/<int:number>/reprendre/", version_pages.restore, name="restore_chapter"
    ),
    path("rapport/editions/", edition_pages.editions, name="editions"),
    path("rapport/editions/nouvelle/", edition_pages.make_edition, name="make_edition"),
    path("rapport/editions/approbation/", edition_pages.approve, name="approve_edition"),
    path("rapport/editions/<int:number>/", edition_pages.edition, name="edition"),
    path("rapport/editions/<int:number>/proposer/", edition_pages.propose, name="propose_edition"),
    path("rapport/editions/<int:number>/annoncer/", edition_pages.announce_edition, name="announce_edition"),
    path("rapport/editions/<int:number>/ouvrir/", edition_pages.open_edition, name="open_edition"),
    path("rapport/editions/<int:number>/prevenir/", edition_pages.tell_institutions, name="tell_institutions"),
    path("rapport/editions/<int:number>/<slug:readers>/lire/", edition_readers.read_edition, name="read_edition"),
    path(
        "rapport/editions/<int:number>/<slug:readers>.docx",
        edition_readers.edition_office,
        {"kind": "docx"},
        name="edition_docx",
    ),
    path(
        "rapport/editions/<int:number>/<slug:readers>.odt",
        edition_readers.edition_office,
        {"kind": "odt"},
        name="edition_odt",
    ),
    path(
        "rapport/editions/<int:number>/<slug:readers>/depuis/<int:earlier>/",
        edition_readers.compare_editions,
        name="compare_editions",
    ),
    path("rapport/avis/<pid:oid>/noter/", edition_pages.note_voice, name="note_report_voice"),
    path("rapport/avis/<pid:oid>/repondre/", edition_pages.answer_voice, name="answer_report_voice"),
    path("rapport/notre-avis/", edition_readers.our_voice, name="our_voice"),
    path("indicateurs/", indicator_pages.indicators, name="indicators"),
    path("indicateurs/demande/<int:number>/", indicator_pages.ask, name="ask_indicators"),
    path("indicateurs/demande/<int:number>/<slug:until>/", indicator_pages.send, name="send_indicators"),
    path("indicateurs/jusqu-a-quand/", indicator_pages.change_day, name="change_indicators_day"),
    path("indicateurs/<pid:oid>/", indicator_pages.note, name="note_indicators"),
    path("nos-chiffres/", indicator_pages.own_indicators, name="own_indicators"),
    # digest: the sheet, the summary for elected people, the office files
    path("fiche/", digest.sheet, name="sheet"),
    path("fiche/ecrire/", digest.write_sheet, name="write_sheet"),
    path("fiche/ecrire/enregistrer/", digest.save_sheet, name="save_sheet"),
    path("fiche.pdf", digest.sheet_pdf, name="sheet_pdf"),
    path("fiche.docx", digest.sheet_office, {"kind": "docx"}, name="sheet_docx"),
    path("fiche.odt", digest.sheet_office, {"kind": "odt"}, name="sheet_odt"),
    path("rapport/retoucher/<slug:readers>.docx", digest.report_office, {"kind": "docx"}, name="report_docx"),
    path("rapport/retoucher/<slug:readers>.odt", digest.report_office, {"kind": "odt"}, name="report_odt"),
    path("synthese.pdf", digest.summary_pdf, name="summary_pdf"),
    # archive: the whole file
    path("dossier/", archive.archive, name="archive"),
    path("dossier/<pid:oid>/", archive.archive_file, name="archive_file"),
    path("suites/", views.follow_ups, name="follow_ups"),
    path("suites/nouvelles/", views.follow_up, name="follow_up_new"),
    path("suites/<pid:oid>/", views.follow_up, name="follow_up"),
]
