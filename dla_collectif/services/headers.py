"""Security headers that Django 5.2 does not set itself; the setting's name is Django 6's."""

from django.conf import settings


class SecurityHeaders:
    """Content security policy on every answer; personal pages stay out of shared caches."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.policy = "; ".join(f"{name} {' '.join(values)}" for name, values in settings.SECURE_CSP.items())

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response
