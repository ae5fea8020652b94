"""Without a mail server, each mail is a file that any mail program opens: `var/mail/….eml`."""

import re
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend


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
