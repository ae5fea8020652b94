"""Addresses of the room."""

app_name = "diagnosis"
urlpatterns = []
