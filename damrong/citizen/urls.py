"""The addresses of the citizen's pages."""

from django.urls import URLPattern, URLResolver, path

from damrong.citizen import views

app_name = "citizen"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.start, name="start"),
]
