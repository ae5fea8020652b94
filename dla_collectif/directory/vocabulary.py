"""The themes and sectors of the field, as the network counts them; stored by key, shown in French."""

THEMES = {
    "economic_model": "modèle économique",
    "strategy": "stratégie et projet",
    "pooling": "mutualisation, regroupement",
    "finance": "gestion financière",
    "employer": "fonction employeur, organisation du travail",
    "territory": "ancrage territorial",
    "partnerships": "partenariats et réseaux",
    "digital": "numérique",
    "governance": "gouvernance",
    "communication": "communication, visibilité",
    "premises": "locaux et équipement",
    "skills": "compétences et formation",
    "other": "autre",
}
SECTORS = {
    "culture": "culture",
    "inclusion": "insertion, emploi",
    "family": "famille, enfance, jeunesse",
    "services": "services à la personne",
    "sport": "sport",
    "environment": "environnement",
    "tourism": "tourisme social",
    "education": "éducation populaire, animation sociale",
    "health": "santé, handicap",
    "housing": "logement",
    "media": "médias",
    "development": "économie sociale, développement local",
    "food": "alimentation",
    "other": "autre",
}


def theme_choices(empty="Choisissez un thème"):
    """Choices of a form."""
    return [("", empty), *THEMES.items()]


def sector_choices(empty="Choisissez un secteur"):
    """Choices of a form."""
    return [("", empty), *SECTORS.items()]
