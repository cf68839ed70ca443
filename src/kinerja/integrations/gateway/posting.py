"""One POST of JSON to a gateway: short, once, and to nowhere else than the address that was set."""

import json
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

SECONDS = 10
MOST_BYTES = 64 * 1024  # of an answer; the rest is not read
MENDABLE = {401, 403, 404, 407, 408, 425, 429}
REFUSED_US = "gerbang menolak sandi kita"
AT_HOME = {"localhost", "127.0.0.1", "::1"}


class Failed(Exception):
    """It was not delivered. `final`: trying again will not help. `after`: seconds to wait, if the
    gateway says so. `status` and `words`: its answer, for the adapter that knows the gateway."""

    def __init__(
        self,
        reason: str,
        *,
        final: bool = False,
        after: int | None = None,
        status: int | None = None,
        words: str = "",
    ) -> None:
        super().__init__(reason)
        self.final, self.after = final, after
        self.status, self.words = status, words


class Gone(Failed):
    """The gateway says that this receiver cannot be reached by us any more."""

    def __init__(self) -> None:
        super().__init__("penerima tidak dapat dihubungi lagi", final=True)


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """A token must not follow a gateway that sends us on."""
        return


def is_allowed(url: str) -> bool:
    """HTTPS, or a program on this machine."""
    parts = urlsplit(url)
    secure = parts.scheme == "https" and bool(parts.hostname)
    return secure or (parts.scheme == "http" and parts.hostname in AT_HOME)


def post_json(
    url: str,
    body: Mapping[str, Any],
    headers: Mapping[str, str],
    *,
    seconds: float = SECONDS,
    most: int = MOST_BYTES,
) -> Mapping[str, Any]:
    """The JSON object of a 2xx answer (empty where there is none). Errors: Failed.

    No reason that is kept names the address: Telegram has its token in it.
    """
    if not is_allowed(url):
        raise Failed("alamat gerbang bukan https")
    content = json.dumps(body, ensure_ascii=False).encode()
    said = {"Content-Type": "application/json", "User-Agent": "kinerja"} | dict(headers)
    request = Request(url, content, said, method="POST")  # noqa: S310 - of the settings, checked above
    direct = [ProxyHandler({})] if urlsplit(url).hostname in AT_HOME else []
    opener = build_opener(_NoRedirects(), *direct)
    try:
        with opener.open(request, timeout=seconds) as answer:
            return _object(answer.read(most))
    except HTTPError as error:
        with error:
            raise _failure(
                error.code, _object(error.read(MOST_BYTES)), error.headers["Retry-After"]
            ) from None
    except (OSError, HTTPException, ValueError) as error:
        raise Failed(f"tidak tersambung ({type(error).__name__})") from None


def _failure(status: int, said: Mapping[str, Any], header: str | None) -> Failed:
    """401, 403, 404, 407, 408, 425, 429, redirects and 5xx may be mended; other 4xx stay so.

    401 and 403 are about us (token, permission) as long as the adapter does not know better.
    """
    reason = f"{REFUSED_US} ({status})" if status in {401, 403} else f"gerbang menjawab {status}"
    asked = said.get("parameters")
    wait = str(asked.get("retry_after") if isinstance(asked, dict) else header)
    after = int(wait) if wait.isdecimal() and len(wait) < 8 else None
    lasting = 400 <= status < 500 and status not in MENDABLE
    words = str(said.get("description", ""))[:200]
    return Failed(reason, final=lasting, after=after, status=status, words=words)


def _object(content: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(content or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
