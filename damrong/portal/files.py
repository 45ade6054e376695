"""The file round trip in the browser: carry a bundle away, bring the answers back.

What is carried is encrypted to the agency's own key, so it may travel on any medium.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View

from damrong.accounts.errors import VerbRefused
from damrong.accounts.roles import Right
from damrong.catalogue.models import Agency
from damrong.config.acts import for_right, person_of, words_of
from damrong.config.templatetags.thai import in_english
from damrong.exchange.connectors.file.making import make, waiting
from damrong.exchange.connectors.file.sheet_in import SheetRefused
from damrong.exchange.connectors.file.taking import Taken, take_file
from damrong.exchange.connectors.file.zipped import FILE_LIMIT
from damrong.exchange.models import FileBundle
from damrong.exchange.problems import Refused

SHOWN = 20  # bundles
NO_FILE = ("โปรดเลือกแฟ้มคำตอบ", "Choose the file with the answers.")


@method_decorator(for_right(Right.WORK_LEG), name="dispatch")
class FilesPage(View):
    """What lies ready, the bundles so far, and the answers' way back."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page."""
        return _page(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        """``act=make``: a new bundle as a download. ``act=answer``: take ``file`` in."""
        person = person_of(request)
        agency = person.agency
        assert agency is not None
        if agency.connector != Agency.Connector.FILE:
            return _page(request)
        if request.POST.get("act") == "make":
            try:
                made = make(agency, person.actor)
            except VerbRefused as refused:
                return _page(request, refused=words_of(refused))
            response = HttpResponse(made.content, content_type="application/jose")
            response["Content-Disposition"] = f'attachment; filename="{made.name}"'
            return response
        file = request.FILES.get("file")
        if file is None:
            return _page(request, refused=NO_FILE[in_english()])
        try:
            taken = take_file(agency, file.read(FILE_LIMIT + 1), person.actor)
        except Refused as refused:
            return _page(request, refused=refused.en if in_english() else refused.th)
        except SheetRefused as wrong:
            return _page(request, wrong=wrong)
        return _page(request, taken=taken)


def _page(
    request: HttpRequest,
    *,
    refused: str = "",
    wrong: SheetRefused | None = None,
    taken: Taken | None = None,
) -> HttpResponse:
    agency = person_of(request).agency
    assert agency is not None
    carried = agency.connector == Agency.Connector.FILE
    errors = [(one, one.en if in_english() else one.th) for one in (wrong.errors if wrong else [])]
    return render(
        request,
        "portal/files.html",
        {
            "agency": agency,
            "carried": carried,
            "waiting": waiting(agency) if carried else 0,
            "bundles": FileBundle.objects.filter(agency=agency)[:SHOWN],
            "refused": refused,
            "errors": errors,
            "taken": taken,
        },
        status=422 if refused or errors else 200,
    )
