"""What nobody of good faith sends: each value with what it tries."""

from django.core.files.uploadedfile import SimpleUploadedFile

VALUES = {
    "nothing": "",
    "spaces": " \u00a0\u202f\t\r\n",
    "nul": "un\0deux",
    "long": "é" * 100_000,
    "endless_digits": "9" * 5000,
    "huge": "99999999999999999999",
    "int64": "9223372036854775808",
    "int32": "2147483648",
    "int16": "32768",
    "negative": "-1",
    "zero": "0",
    "not_a_number": "NaN",
    "infinite": "1e400",
    "exponent": "1E+30",
    "superscript": "²",
    "arabic_digits": "١٢٣",
    "underscored": "1_000",
    "emoji": "👩🏽‍🚒🏳️‍🌈" * 40,
    "right_to_left": "\u202etxet\u202c \u200f\u2066\ufeff",
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "quotes": "'\"`); DROP TABLE journey_program; --",
    "template": "{{ request.user }} {% csrf_token %} %s %(x)s {0}",
    "formula": '=HYPERLINK("http://example.org")',
    "header": "objet\r\nBcc: tous@example.org",
    "path": "../../../etc/passwd",
    "control": "\x01\x07\x1b[31m\x7f\x85\u2028\ufffe",
    "no_day": "0000-00-00",
    "far_day": "9999-99-99",
    "last_day": "9999-12-31",
    "first_day": "0001-01-01",
    "last_moment": "9999-12-31T23:59",
    "first_moment": "0001-01-01T00:00",
    "missing_hour": "2026-03-29T02:30",
    "twice_hour": "2026-10-25T02:30",
    "unknown_choice": "n-existe-pas",
    "json": '{"a": [1, null]}',
    "lone_id": "22222222222222",
}


def foreign_ids(program) -> dict[str, str]:
    """Ids of rows of another programme."""
    seat, said = program.participations.order_by("pk").first(), program.contributions.order_by("pk").first()
    rows = {"program": program, "seat": seat, "said": said, "meeting": program.meetings.order_by("pk").first()}
    found = {f"{name}_pk": str(row.pk) for name, row in rows.items() if row}
    return found | {f"{name}_id": row.public_id for name, row in rows.items() if row}


def file(content=b"ceci n'est pas un PDF", name='a\u202e"<b>.pdf'):
    """A file where none, or another one, is expected."""
    return SimpleUploadedFile(name, content)
