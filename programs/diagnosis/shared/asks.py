"""What an association is asked once the diagnosis is proposed: its word on it, then its commitment."""

from django.utils import timezone

from programs.journey.phases import Ask


def voice_ask(seat, measures) -> list[Ask]:
    """Whether it recognises itself in the version proposed last, until the group validates."""
    if measures.shared_number is None:
        return []
    url = seat.page("diagnosis:shared")
    if measures.stance or measures.shared_validated_on:
        ended = (
            "validé par le groupe"
            if measures.shared_validated_on
            else f"version {measures.shared_number}, vous avez répondu"
        )
        return [Ask(f"Diagnostic partagé : {ended}", url, done=True)]
    return [
        Ask(
            "Dire si vous vous reconnaissez dans le diagnostic partagé",
            url,
            f"La version {measures.shared_number} vous est proposée. On répond à chaque réserve.",
            button="Lire et répondre",
            gesture="synthese",
            since=measures.shared_announced_on,
        )
    ]


def letter_ask(seat, measures) -> list[Ask]:
    """The letter, once there is something to commit to; then the board's date if it is not known yet."""
    if not (measures.shared_number or measures.signed):
        return []
    url = seat.page("diagnosis:commitment")
    if not measures.signed:
        why = "Le diagnostic partagé est écrit : lisez-le, puis dites si votre association s’engage dans le groupe."
        return [
            Ask(
                "Signer la lettre d’engagement",
                url,
                why,
                button="Lire la lettre",
                gesture="lettre",
                since=measures.letter_on,
            )
        ]
    signed = Ask("Lettre d’engagement signée", url, done=True)
    if measures.board_on is not None:
        return [signed]
    why = "Elle manque à votre lettre d’engagement."
    return [
        Ask(
            "Indiquer la date de la décision de votre conseil d’administration",
            url,
            why,
            button="Compléter",
            gesture="instance",
            since=timezone.localdate(measures.signed_at),
        ),
        signed,
    ]
