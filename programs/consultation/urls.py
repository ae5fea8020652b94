"""Addresses of the room."""

app_name = "consultation"
urlpatterns = []
