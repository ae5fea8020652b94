"""Addresses of the room."""

app_name = "selection"
urlpatterns = []
