"""Addresses of the directory of associations."""

app_name = "associations"
urlpatterns = []
