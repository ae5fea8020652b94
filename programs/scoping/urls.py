"""Addresses of the room."""

app_name = "scoping"
urlpatterns = []
