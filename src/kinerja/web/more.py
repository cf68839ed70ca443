"""Everything a person may open, and the account: what the phone's bar has no room for."""

from django.http import HttpResponse
from django.shortcuts import render

from kinerja.web.page import PageRequest, page


@page
def more(request: PageRequest) -> HttpResponse:
    """The page "Lainnya"."""
    return render(request, "more.html")
