"""The addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from damrong.desk import (
    accounts,
    automation,
    case_acts,
    case_asked_acts,
    case_release,
    case_views,
    custodian,
    disclosures,
    figures,
    jobs,
    log,
    partners,
    queue,
    receive,
    receive_receipt,
    today,
)

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", today.today, name="today"),
    path("receive/", receive.receive, name="receive"),
    path("receive/<str:number>/", receive_receipt.show, name="receipt"),
    path("cases/", queue.queue, name="queue"),
    path("cases/<str:number>/", case_views.case, name="case"),
    path("cases/<str:number>/do/<slug:act>/", case_acts.act, name="case_act"),
    path("cases/<str:number>/asked/<slug:act>/", case_asked_acts.act, name="case_asked"),
    path("cases/<str:number>/files/<int:file>/", case_views.file, name="case_file"),
    path("cases/<str:number>/identity/<int:asked>/", case_views.identity, name="case_identity"),
    path("cases/<str:number>/legs/<int:leg>/release/", case_release.release, name="release"),
    path("automation/", automation.automation, name="automation"),
    path("automation/switch/", automation.switch, name="automation_switch"),
    path("automation/set/", automation.set_pair, name="automation_set"),
    path("automation/grant/", automation.grant, name="automation_grant"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/retry/", jobs.retry, name="jobs_retry"),
    path("partners/", partners.partners, name="partners"),
    path("log/", log.log, name="log"),
    path("log/verify/", log.verify, name="log_verify"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/new/", accounts.new, name="account_new"),
    path("accounts/do/", accounts.act, name="account_act"),
    path("custodian/", custodian.custodian, name="custodian"),
    path("custodian/<int:asked>/", custodian.decide, name="custodian_decide"),
    path("disclosures/", disclosures.disclosures, name="disclosures"),
    path("disclosures/csv/", disclosures.export, name="disclosures_csv"),
    path("figures/", figures.figures, name="figures"),
    path("figures/csv/", figures.export, name="figures_csv"),
]
