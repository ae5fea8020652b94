"""Who may read a piece of content: four levels, from the officers alone to everybody."""

from django.db import models


class Visibility(models.IntegerChoices):
    """A level lets in its own readers and those of the levels above it."""

    OFFICERS = 0, "DLA seulement"
    GROUP = 1, "le groupe"
    INSTITUTIONS = 2, "le groupe et les institutions"
    PUBLIC = 3, "tout le monde"
