"""A pager's HTTP answer turned into taken, not now, or refused with the fix."""

from frontdesk.ground.kit import http as web
from frontdesk.ground.kit.http import Response
from frontdesk.ground.words.problems import NotNow, Refused

PATIENCE_S = 10.0
AGAIN_S = 5.0
SHOWN = 200


def check_taken(answer: Response, *, who: str, fix: str, again_s: float = AGAIN_S) -> None:
    """Nothing when it was taken (2xx). NotNow for 408, 425, 429 and 5xx, with the receiver's own
    Retry-After; Refused with its words for anything else."""
    if answer.status // 100 == 2:
        return
    after_s = web.retry_after_s(answer.headers, otherwise=again_s)
    if answer.status == 429:
        public = f"{who} asks us to slow down"
        raise NotNow("paging.too_many", public, after_s=after_s, status=429)
    if answer.status in (408, 425) or answer.status >= 500:
        public = f"{who} answered {answer.status}"
        raise NotNow("paging.failing", public, after_s=after_s, maybe_done=answer.status >= 500)
    said = " ".join(answer.body.decode("utf-8", "replace").split())[:SHOWN]
    said = f": {said}" if said else ""
    raise Refused("paging.refused", f"{who} answered {answer.status}{said}", fix=fix)
