"""Addresses of the room."""

app_name = "restitution"
urlpatterns = []
