"""Addresses of the workshops."""

from django.urls import path

from . import charter_views, views

app_name = "workshops"
urlpatterns = [
    path("convention/", views.agreement, name="agreement"),
    path("convention/ecrire/", views.write_agreement, name="write_agreement"),
    path("seances/", views.sessions, name="sessions"),
    path("seances/atelier/", views.workshop, name="workshop_new"),
    path("service-fait.pdf", views.service_pdf, name="service_pdf"),
    path("etat-des-lieux/", views.baselines, name="baselines"),
    path("etat-des-lieux/<pid:oid>/", views.baseline, name="baseline"),
    path("productions/", views.outputs, name="outputs"),
    path("productions/nouvelle/", views.output, name="output_new"),
    path("productions/<pid:oid>/", views.output, name="output"),
    path("charte/", charter_views.charter, name="charter"),
    path("charte/preambule/", charter_views.preamble, name="preamble"),
    path("charte/articles/nouveau/", charter_views.clause, name="clause_new"),
    path("charte/articles/<pid:oid>/", charter_views.clause, name="clause"),
    path("charte/articles/<pid:oid>/ordre/", charter_views.arrange, name="arrange"),
    path("charte/proposition/", charter_views.offer, name="offer"),
    path("charte/reprise/", charter_views.take_back, name="take_back"),
    path("charte/adoption/", charter_views.adopt, name="adopt"),
    path("charte/adoption/<pid:oid>/", charter_views.adopt_for, name="adopt_for"),
    path("charte.pdf", charter_views.charter_pdf, name="charter_pdf"),
]
