"""The stream of a leader's page: Server-Sent Events, without holding a thread of the server.

A page is answered by a thread of gunicorn's (`gthread`). A stream would hold it for hours. So the
answer begins there, through all the middleware, and after its first bytes the connection is handed
to the broker of the same process, and the server is told that the reader has left.
"""

import errno
import os
import socket
import ssl
from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from kinerja.web.asked import number_in
from kinerja.web.live.broker import Stream, the_broker
from kinerja.web.page import PageRequest, page
from kinerja.work.signal import last_signal

GREETING = b"retry: 3000\n: halo\n\n"


@page
def live_team(request: PageRequest) -> HttpResponseBase:
    """News of the team of this leader.

    204 where there can be no stream (another server, TLS in this process, too many of them): the
    page asks from time to time instead.
    """
    theirs = request.META.get("gunicorn.socket")
    can_be_taken = theirs is not None and not isinstance(theirs, ssl.SSLSocket)
    if not can_be_taken or not request.layout.leads or the_broker().is_full:
        return HttpResponse(status=204)
    stream = Stream(
        person_id=request.person.pk,
        account_id=request.account.pk,
        session_key=request.session.session_key or "",
        session_hash=request.account.get_session_auth_hash(),
        since=_since(request),
    )
    response = StreamingHttpResponse(
        _handed_over(request.META, stream), content_type="text/event-stream"
    )
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Encoding"] = "identity"  # packing would hold back what is news
    response.headers["X-Accel-Buffering"] = "no"  # and so would nginx
    return response


def _since(request: PageRequest) -> int:
    """The number that the page knows: of the last event, else of the page itself, else of now."""
    for said in (request.headers.get("Last-Event-ID", ""), request.GET.get("sejak", "")):
        known = number_in(said)
        if known is not None:
            return known
    return last_signal()


def _handed_over(environ: dict[str, Any], stream: Stream) -> Iterator[bytes]:
    yield GREETING  # the server sends the headers with it
    chunked = environ["SERVER_PROTOCOL"] != "HTTP/1.0"  # as the server has framed the first part
    the_broker().join(_taken_over(environ["gunicorn.socket"]), stream, chunked=chunked)
    raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))


def _taken_over(theirs: socket.socket) -> socket.socket:
    """The connection; the server is left with a dead one, which it may shut down and close."""
    ours = theirs.dup()
    dead, other = socket.socketpair()
    with dead, other:
        os.dup2(dead.fileno(), theirs.fileno(), inheritable=False)
    return ours
