"""Which room answers which address."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.cache import never_cache
from django.views.i18n import set_language

from damrong.api.metrics import metrics
from damrong.api.readiness import readyz
from damrong.config.account import sessions, two_step
from damrong.config.account.confirm import confirm
from damrong.config.account.page import account
from damrong.config.account.password import password
from damrong.config.appearance import set_appearance
from damrong.config.second_step import second_step
from damrong.config.sign_in import after_sign_in, sign_in, sign_out
from damrong.config.style_page import style


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether this process lives; of the rest of the house ``readyz`` tells."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("language/", set_language, name="set_language"),
    path("appearance/", set_appearance, name="set_appearance"),
    path("sign-in/", sign_in, name="sign_in"),
    path("sign-in/second-step/", second_step, name="second_step"),
    path("sign-out/", sign_out, name="sign_out"),
    path("after-sign-in/", after_sign_in, name="after_sign_in"),
    path("account/", account, name="account"),
    path("account/password/", password, name="account_password"),
    path("account/sessions/end/", sessions.end, name="account_end"),
    path("account/confirm/", confirm, name="account_confirm"),
    path("account/two-step/", two_step.overview, name="account_two_step"),
    path("account/two-step/app/", two_step.app, name="account_app"),
    path("account/two-step/key/", two_step.key, name="account_key"),
    path("account/two-step/codes/", two_step.codes, name="account_codes"),
    path("account/two-step/remove/", two_step.remove, name="account_remove"),
    path("style/", style, name="style"),
    path("desk/", include("damrong.desk.urls")),
    path("portal/", include("damrong.portal.urls")),
    path("api/v1/", include("damrong.api.urls")),
    path("exchange/v1/", include("damrong.exchange.http.urls")),
    path("", include("damrong.citizen.urls")),
]
handler400 = "damrong.config.errors.bad_request"
handler403 = "damrong.config.errors.forbidden"
handler404 = "damrong.config.errors.not_found"
handler500 = "damrong.config.unavailable.fault"
