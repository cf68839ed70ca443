"""The page of a survey for citizens: no account, no script, no cookie.

The token of the visit is in the form: it says that the page was opened here, and is used once.
Nobody's rights are used by an answer, so no other token against forged requests is needed.
"""

from typing import Any

from allauth.account.adapter import get_adapter
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from kinerja.needs.survey.answer import (
    SurveyAnswer,
    Visit,
    door_of,
    hidden_address,
    hidden_device,
    is_too_busy,
    most_of,
    new_visit,
    read_visit,
    sum_of,
    take_answer,
    takes_answers,
)
from kinerja.needs.survey.door import SurveyDoor
from kinerja.needs.survey.question import questions_of
from kinerja.needs.survey.survey import LANGUAGES, Survey
from kinerja.web.asked import number_in
from kinerja.web.errors import NO_SURVEY, TOO_MANY, show
from kinerja.web.needs.survey.asking import Step, first_step, next_step
from kinerja.web.needs.survey.words import NUMBERS, words_in
from kinerja.web.page import PublicRequest, public_page

TRAP, TOKEN, SUM, LANGUAGE = "situs", "kunjungan", "jumlah", "bahasa"
GONE = 410


@csrf_exempt
@public_page
def survey_page(request: PublicRequest, code: str) -> HttpResponse:
    """Ask; keep the answer once; say thank you."""
    door = door_of(code)
    if door is None:
        return show(request, NO_SURVEY)
    now = timezone.localtime()
    if not takes_answers(door, now):
        return _show(request, door, "", status=GONE, closed=True)
    language = _language(request, door.survey)
    questions = questions_of(door.survey, language)
    if request.method != "POST":
        return _ask(request, door, language, first_step(questions), new_visit(door, now))
    step = next_step(questions, request.POST.getlist)
    token = request.POST.get(TOKEN, "")
    visit = read_visit(token, door, now)
    if visit is None:  # opened long ago, or never: what was typed stays
        step.finished, said = False, words_in(language)["old"]
        return _ask(request, door, language, step, new_visit(door, now), 422, notice=said)
    if not step.finished:
        return _ask(request, door, language, step, token, 422 if step.faults else 200)
    return _take(request, door, language, step, visit, token)


@public_page
def survey_done(request: PublicRequest, code: str) -> HttpResponse:
    """The thank-you, the same for whoever comes here."""
    door = door_of(code)
    if door is None:
        return show(request, NO_SURVEY)
    return _show(request, door, _language(request, door.survey), done=True)


def _take(
    request: PublicRequest, door: SurveyDoor, language: str, step: Step, visit: Visit, token: str
) -> HttpResponse:
    now = timezone.localtime()
    origin = str(get_adapter().get_client_ip(request))
    browser = request.headers.get("User-Agent", "")
    address = hidden_address(door.survey, origin)
    device = hidden_device(door.survey, origin, browser)
    taken = take_answer(
        door=door,
        visit=visit,
        given=step.reading.given,
        questions=len(step.reading.given),
        trapped=bool(request.POST.get(TRAP)),
        address=address,
        device=device,
        at=now,
        language=language,
        most=most_of(door, address, summed=_sum_is_right(request, visit)),
    )
    if not taken:
        if is_too_busy(door.survey, address, now):
            return show(request, TOO_MANY)
        if not SurveyAnswer.objects.filter(pk=visit.key).exists():  # a second press asks nothing
            more = {"sum": _sum(visit, language), "notice": words_in(language)["busy"]}
            return _ask(request, door, language, step, token, 422, **more)
    response = redirect("survey_done", door.code)
    if language:
        response["Location"] += f"?{LANGUAGE}={language}"
    response.status_code = 303
    return _unlisted(response)


def _sum(visit: Visit, language: str) -> str:
    names = NUMBERS.get(language, NUMBERS[""])
    one, other = (names[number - 1] for number in sum_of(visit))
    sign = "plus" if language == "en" else "tambah"
    return f"{one.capitalize()} {sign} {other} = ?"


def _sum_is_right(request: PublicRequest, visit: Visit) -> bool:
    return number_in(request.POST.get(SUM, "").strip()) == sum(sum_of(visit))


def _ask(
    request: PublicRequest,
    door: SurveyDoor,
    language: str,
    step: Step,
    token: str,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {"step": step, "token": token} | more
    return _show(request, door, language, status=status, **context)


def _show(
    request: PublicRequest, door: SurveyDoor, language: str, status: int = 200, **more: Any
) -> HttpResponse:
    survey = door.survey
    said = survey.translations.get(language, {})
    context = {
        "survey": survey,
        "door": door,
        "title": said.get("title") or survey.title,
        "introduction": said.get("introduction") or survey.introduction,
        "words": words_in(language),
        "language": language,
        "languages": [("", "Bahasa Indonesia"), *((code, LANGUAGES[code]) for code in offered)]
        if (offered := survey.languages)
        else [],
    } | more
    return _unlisted(render(request, "open/survey.html", context, status=status))


def _unlisted(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _language(request: PublicRequest, survey: Survey) -> str:
    asked = request.POST.get(LANGUAGE) or request.GET.get(LANGUAGE, "")
    return asked if asked in survey.languages else ""
