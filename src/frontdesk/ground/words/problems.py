"""What can go wrong, and what each thing means for the caller: four families, one catalogue.

    Problem
    ├── BadInput   the caller's fault; names the field and the fix     4xx
    ├── NotNow     try again after `after_s`                            429 / 503
    ├── Refused    somebody outside said no for good                    403 / 409 / 422
    └── Broken     our fault; counted and alerted                       500

Every concrete problem carries a `code` whose prefix is the room that raises it
(`outbox.carrier_refused`). `public` is safe to show a customer or an API caller.
"""

from typing import ClassVar


class Problem(Exception):
    """Something went wrong in a way we can name."""

    family: ClassVar[str] = "broken"

    def __init__(
        self, code: str, public: str, *, fix: str = "", field: str = "", status: int = 500
    ) -> None:
        super().__init__(public)
        self.status = status
        self.code = code
        self.public = public
        self.fix = fix
        self.field = field

    def as_json(self) -> dict[str, str]:
        """The body of the error answer: code, message, and field and fix where known."""
        body = {"code": self.code, "message": self.public}
        if self.field:
            body["field"] = self.field
        if self.fix:
            body["fix"] = self.fix
        return body

    def __str__(self) -> str:
        return f"{self.code}: {self.public}" + (f" {self.fix}" if self.fix else "")


class BadInput(Problem):
    """The caller sent something we cannot take; `field` and `fix` say what to change."""

    family = "bad_input"

    def __init__(
        self, code: str, public: str, *, field: str = "", fix: str = "", status: int = 400
    ) -> None:
        super().__init__(code, public, field=field, fix=fix, status=status)


class NotNow(Problem):
    """Nothing is wrong with the request; ask again after `after_s` seconds.

    `maybe_done` says that the other side may have taken it all the same: look before repeating.
    """

    family = "not_now"

    def __init__(
        self,
        code: str,
        public: str,
        *,
        after_s: float,
        fix: str = "",
        status: int = 503,
        maybe_done: bool = False,
    ) -> None:
        super().__init__(code, public, fix=fix, status=status)
        self.after_s = after_s
        self.maybe_done = maybe_done


class Refused(Problem):
    """Somebody outside (a carrier, a vendor) said no for good: trying again cannot help."""

    family = "refused"

    def __init__(
        self, code: str, public: str, *, fix: str = "", field: str = "", status: int = 422
    ) -> None:
        super().__init__(code, public, fix=fix, field=field, status=status)


class Broken(Problem):
    """Our own fault: counted, alerted, and told to the caller without internals."""

    family = "broken"
