"""The door for a WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["DAMRONG_PROCESS"] = "web"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "damrong.config.settings")
application = get_wsgi_application()
