"""The mails of the selection whose words can be changed."""

from dla_collectif.outbox.kinds import Kind

ANSWER = {
    "prestataire": "le nom du prestataire à qui l’on écrit",
    "décision": "le jour du choix",
    "points": "la phrase qui dit ses points, s’il y en a",
    "points_forts": "les points forts écrits pour cette proposition",
    "manques": "ce qui a manqué à cette proposition",
}
EXAMPLES = {
    "prestataire": "Coopérative Conseil",
    "retenu": "Coopérative Conseil",
    "limite": "vendredi 20 mars 2026 à 12 h",
    "décision": "mardi 31 mars 2026",
    "points": "Les associations du groupe l’ont notée 82 points sur 100.",
    "points_forts": "Une connaissance fine des petites associations.",
    "manques": "Un calendrier plus précis.",
}
CALL = Kind(
    "consultation",
    "Consultation d’un prestataire",
    "programs/selection/mail/call.txt",
    {"limite": "le jour et l’heure de la date limite, heure de Paris"},
    EXAMPLES,
    button="Ouvrir la consultation",
)
CHOSEN = Kind(
    "choix-retenu",
    "Réponse au prestataire retenu",
    "programs/selection/mail/chosen.txt",
    ANSWER,
    EXAMPLES,
    button="Ouvrir les pages du groupe",
)
NOT_CHOSEN = Kind(
    "choix-non-retenu",
    "Réponse à un prestataire non retenu",
    "programs/selection/mail/not_chosen.txt",
    {**ANSWER, "retenu": "le nom du prestataire retenu"},
    EXAMPLES,
    button="Revoir votre proposition",
)
KINDS = [CALL, CHOSEN, NOT_CHOSEN]
