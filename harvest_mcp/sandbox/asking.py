"""A question put to the sandbox: whose token asks, and what the address and its query say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from harvest_mcp.sandbox.claims import Generation
from harvest_mcp.sandbox.company import Company, Thing
from harvest_mcp.sandbox.replies import Refused, bad_request, forbidden, unprocessable
from harvest_mcp.sandbox.sight import Viewer


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One question. `ids` are the numbers in the path; `url` is the address without a query, which links repeat."""

    viewer: Viewer
    generation: Generation
    url: str
    ids: Mapping[str, int]
    query: Mapping[str, str]

    @property
    def company(self) -> Company:
        """The company that is asked about."""
        return self.viewer.company

    def need(self, allowed: bool) -> None:  # noqa: FBT001  (it reads as a sentence: need(viewer.is_administrator))
        """Refuse with 403 where this is not so."""
        if not allowed:
            raise Refused(forbidden())

    def flag(self, name: str) -> bool | None:
        """Read a filter that is true or false."""
        said = self.query.get(name, "")
        if said not in {"", "true", "false", "1", "0"}:
            raise Refused(unprocessable(f"Invalid {name} parameter"))
        return None if said == "" else said in {"true", "1"}

    def number(self, name: str) -> int | None:
        """Read a filter that is an id or a count."""
        said = self.query.get(name, "")
        if said and not (said.isascii() and said.isdigit()):
            raise Refused(unprocessable(f"Invalid {name} parameter"))
        return int(said) if said else None

    def day(self, name: str) -> str | None:
        """Read a filter that is a day, written as 2026-11-25 or 20261125."""
        said = self.query.get(name, "")
        if not said:
            return None
        try:
            return date.fromisoformat(said).isoformat()
        except ValueError:
            raise Refused(unprocessable(f"Invalid {name} parameter")) from None

    def moment(self, name: str) -> str | None:
        """Read a filter that is a moment, as Harvest writes moments."""
        said = self.query.get(name, "")
        if not said:
            return None
        try:
            then = datetime.fromisoformat(said)
        except ValueError:
            raise Refused(bad_request(f"Invalid {name} parameter")) from None
        then = then.replace(tzinfo=UTC) if then.tzinfo is None else then.astimezone(UTC)
        return then.strftime("%Y-%m-%dT%H:%M:%SZ")

    def keeps(self, thing: Thing, *, is_active: bool | None = None) -> bool:
        """Whether a thing passes the filters that most lists have: `is_active` and `updated_since`."""
        wanted, since = self.flag("is_active"), self.moment("updated_since")
        return (wanted is None or is_active == wanted) and (since is None or thing.updated_at >= since)
