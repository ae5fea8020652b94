"""Addresses of this furniture."""

app_name = "meetings"
urlpatterns = []
