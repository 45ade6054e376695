"""Where I am signed in, and ending it elsewhere."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from damrong.accounts.models import Person
from damrong.accounts.open_sessions import (
    end_other_sessions,
    end_session,
    open_sessions,
    reference_of,
)
from damrong.accounts.policy import SESSION_IDLE, SESSION_LASTS
from damrong.config.acts import person_of


@login_required
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """End one session, or all others."""
    person, which = person_of(request), request.POST.get("which", "")
    if which == "others":
        end_other_sessions(person, reference_of(request))
    else:
        try:
            end_session(person, uuid.UUID(which))
        except ValueError:
            return redirect("account")
    messages.success(request, gettext("อุปกรณ์นั้นต้องเข้าระบบใหม่แล้ว"))
    return redirect("account")


def sessions_of(request: HttpRequest, person: Person) -> dict[str, Any]:
    """What the page shows about the sessions; limits in hours and minutes."""
    return {
        "sessions": open_sessions(person),
        "here": reference_of(request),
        "idle_minutes": int(SESSION_IDLE.total_seconds() // 60),
        "longest_hours": int(SESSION_LASTS.total_seconds() // 3600),
    }
