"""The parameters of the tools: each is typed, bounded and described once, in the words of the contract."""

from typing import Annotated, Final

from pydantic import BeforeValidator, Field, WithJsonSchema

from harvest_mcp.access.permissions import Permission
from harvest_mcp.access.reasons import Severity

LONGEST_NAME: Final = 300


def _as_text(value: object) -> object:
    """Take an id that a model wrote as a number."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Word = Annotated[str, BeforeValidator(_as_text), Field(max_length=LONGEST_NAME)]

Who = Annotated[Word, Field(min_length=1, description="id, e-mail, name or unique part of it, or `me`")]
Query = Annotated[Word, Field(description="part of a name or e-mail")]
ProjectQuery = Annotated[Word, Field(description="part of a name or code")]
OnProject = Annotated[Word, Field(description="only people on this project: id, name or unique part")]
OnThing = Word
OfPerson = Annotated[Word, Field(description="whose things")]
OnePermission = Annotated[Permission, WithJsonSchema({"type": "string", "description": "one of who_can's, not any"})]
"""Any but a permission is refused with all that there are; to list them in two schemas costs every model 700 bytes."""
OfClient = Annotated[Word, Field(description="only this client's: id, name or unique part")]
WithJobRole = Annotated[Word, Field(description="only people with this job role")]
OneCheck = Annotated[Word, Field(description="id of a finding: all its cases")]
AtLeast = Annotated[Severity, Field(description="at least")]
SinceWhen = Annotated[Word, Field(description="snapshot id, date, date-time (UTC) or last")]
UntilWhen = Annotated[Word, Field(description="the same, or now")]
Limit = Annotated[int, Field(ge=1, le=200, description="most rows; what does not fit is paged")]
Cursor = Annotated[str, Field(max_length=100, description="next_cursor of the page before")]
Refresh = Annotated[bool, Field(description="read Harvest anew; else up to 60 s old")]
