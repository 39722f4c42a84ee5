"""Whether a person may do something, and why: yes, no or unknown, with every step that leads there."""

from typing import Final, Literal

from pydantic import Field
from typing_extensions import override

from harvest_mcp.access.account import Account
from harvest_mcp.access.grants import Decision, explain
from harvest_mcp.access.permissions import RULES, Permission
from harvest_mcp.access.question import ACCOUNT, On
from harvest_mcp.access.reasons import Extent as Reached
from harvest_mcp.answers import naming
from harvest_mcp.answers.people import access_words, describe, notes
from harvest_mcp.answers.reach import Extent, counted, extent_of, printed, sourced, with_unread, without_unread
from harvest_mcp.answers.shapes import Answer, Person, Reason, about
from harvest_mcp.answers.subject import Subject, find, rests_on
from harvest_mcp.answers.text import line


class Explained(Answer, Subject):
    """Whether a person may, in a word and a sentence, with the chain of reasons."""

    answer: Literal["yes", "no", "unknown"]
    sentence: str
    user: Person
    extent: Extent | None = Field(None, description="how far a yes goes; it may be for a part of the thing")
    reasons: list[Reason] = Field(description="step by step; the last of a no is the nearest missing one")
    missing: Reason | None = Field(None, description="missing step of a no, cause of an unknown")

    @override
    def lines(self) -> list[str]:
        """Write the sentence, who is asked about, and a reason a line."""
        who = self.user
        words = (who.name, f"id {who.id}", access_words(who), notes(who))
        return [
            self.sentence,
            f"permission {self.permission} | answer {self.answer}{f' | {self.extent.words()}' if self.extent else ''}",
            line(word for word in words if word),
            *sourced(reason for reason in self.reasons if reason != self.missing),
            *([f"{_MISSING[self.answer]}: {self.missing.because} ({self.missing.source})"] if self.missing else []),
            *(f"Note: {caveat}" for caveat in self.caveats or ()),
        ]


_MISSING: Final = {"no": "Missing", "unknown": "Not known", "yes": "Besides"}


def explain_access(
    account: Account, user: str, permission: Permission, *, project: str = "", person: str = "", client: str = ""
) -> Explained:
    """Decide whether a person may and say why. Raises Ambiguous or NoSuchThing."""
    who = naming.person(account, user)
    things = find(account, project=project, person=person, client=client)
    decision = explain(account, who, permission, things.on)
    held = account.alike_of_user[who.id].holds[permission]
    parts = rests_on(things.on, [RULES[permission]], [reach for reach in (held.sure, held.maybe) if reach])
    by_name = naming.perhaps_another(account, user, naming.PEOPLE, who)
    caveats = [*([by_name] if by_name else []), *things.caveats, *without_unread(decision.caveats)]
    told = Explained(
        **with_unread(about(account, *parts), decision.caveats),
        **things.told(permission),
        caveats=list(dict.fromkeys(caveats)) or None,
        answer=decision.answer,
        sentence="",
        user=describe(account, who).model_copy(update={"job_roles": None}),
        extent=extent_of(account, decision.extent) if decision.extent else None,
        reasons=printed(decision.reasons),
        missing=printed([decision.missing])[0] if decision.missing else None,
    )
    return told.model_copy(update={"sentence": _sentence(account, told, decision)})


def _sentence(account: Account, told: Explained, decision: Decision) -> str:
    may = f"{told.user.name} may, {told.where()}: {told.lets}"
    if told.answer == "unknown":
        return f"Unknown: it cannot be told whether {may}"
    if told.answer == "no":
        own = ", but for their own things there" if decision.is_own else ""
        return f"No{own}: {told.user.name} may not, {told.where()}: {told.lets}"
    if decision.extent is None or _is_whole(account, decision.on, decision.extent):
        return f"Yes: {may}"
    return f"Yes, {counted(decision.extent)}: {may}"


def _is_whole(account: Account, on: On, reached: Reached) -> bool:
    """Whether an extent is all of what was asked about."""
    if reached.kind in {"all", "own"} or on == ACCOUNT:
        return reached.kind == "all"
    if on.person is not None and reached.people == (on.person,):
        return True
    if on.project is not None:
        return on.project in reached.projects
    if on.client is None or on.person is not None:
        return False
    of_client = {project.id for project in account.projects_of_client.get(on.client, ())}
    return account.sees("projects").is_whole and of_client <= set(reached.projects)
