"""Without a mail server, each mail is a file that any mail program opens: `var/mail/….eml`."""

import email
import email.policy
import re
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend

from dla_collectif.services.mentions import Mentions


class EmailBackend(BaseEmailBackend):
    """Writes mails in `settings.EMAIL_FILE_PATH`; one sent again under the same Message-ID replaces itself."""

    def send_messages(self, email_messages):
        """Write each mail, whole or not at all; returns how many."""
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for mail in email_messages:
            content = mail.message()
            name = re.sub(r"[^A-Za-z0-9_-]", "", str(content["Message-ID"]).partition("@")[0])
            half = folder / f"{name}.part"
            half.write_bytes(content.as_bytes(linesep="\r\n"))
            half.rename(folder / f"{name}.eml")
        return len(email_messages)


def forget(mentions: Mentions) -> None:
    """Throw away the mails of the folder that name somebody, whoever they were written to."""
    for path in Path(getattr(settings, "EMAIL_FILE_PATH", None) or settings.VAR_DIR / "mail").glob("*.eml"):
        mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        texts = [str(value) for value in mail.values()]
        texts += [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]
        if mentions.are_in("\n".join(texts)):
            path.unlink(missing_ok=True)
