"""The door for gunicorn: `gunicorn dla_collectif.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dla_collectif.settings")
application = get_wsgi_application()
