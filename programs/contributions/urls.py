"""Addresses of this furniture."""

app_name = "contributions"
urlpatterns = []
