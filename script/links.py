"""Turn the demonstration's sign-in links (JSON lines on the input) into a table for a terminal."""

import json
import shutil
import sys

HEADINGS = {"person": "Personne", "role": "Rôle", "organisation": "Organisation", "url": "Adresse à ouvrir"}
ROLES = {
    "officer": "DLA",
    "manager": "responsable DLA",
    "representative": "association",
    "consultant": "prestataire",
    "institution": "institution",
    "partner": "partenaire",
}


def table(people: list[dict[str, str]], width: int) -> str:
    """One line a person when the terminal is wide enough, else the address on a line of its own."""
    rows = [HEADINGS, *({key: str(person.get(key) or "—") for key in HEADINGS} for person in people)]
    columns = {key: max(len(row[key]) for row in rows) for key in HEADINGS}
    on_one_line = sum(columns.values()) + 2 * (len(columns) - 1) <= width
    lines = []
    for row in rows:
        who = "  ".join(row[key].ljust(columns[key]) for key in HEADINGS if key != "url").rstrip()
        if on_one_line:
            who = "  ".join(row[key].ljust(columns[key]) for key in HEADINGS).rstrip()
            lines.append(who)
        else:
            lines += [who, f"    {row['url']}"]
        if row is HEADINGS:
            lines.append("─" * min(width, max(len(line) for line in lines)))
    return "\n".join(lines)


def main(address: str) -> None:
    """Print where to go and as whom."""
    people = [json.loads(line) for line in sys.stdin if line.strip()]
    people = [{**person, "role": ROLES.get(person["role"], person["role"])} for person in people]
    print(f"\nLa démonstration est prête : {address}\n")
    print("Les personnes sont inventées. Ouvrez l’adresse de celle dont vous voulez prendre la place :\n")
    print(table(people, shutil.get_terminal_size((100, 24)).columns))
    print("\nPour arrêter : Ctrl-C. Pour reprendre plus tard : script/demo.", flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
