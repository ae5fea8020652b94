"""Addresses of the room."""

app_name = "specification"
urlpatterns = []
