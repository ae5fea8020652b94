"""Security headers that Django 5.2 does not set itself, or not on the refusals that come before its own middleware."""

from django.conf import settings


class SecurityHeaders:
    """What every answer says, errors too. Nothing is kept in caches but what says so itself: the static files."""

    def __init__(self, get_response):
        self.get_response = get_response
        policy = "; ".join(f"{name} {' '.join(values)}" for name, values in settings.SECURE_CSP.items())
        self.headers = {
            "Content-Security-Policy": policy,
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": settings.X_FRAME_OPTIONS,
            "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
            "Cross-Origin-Opener-Policy": "same-origin",
        }

    def __call__(self, request):
        response = self.get_response(request)
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        return response
