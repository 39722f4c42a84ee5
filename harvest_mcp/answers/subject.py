"""What a question about access is about, found from what somebody wrote, and the parts of the account it rests on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from pydantic import Field

from harvest_mcp.access.account import Account
from harvest_mcp.access.anything import APPLIES
from harvest_mcp.access.holders import AnyPermission
from harvest_mcp.access.permissions import RULES, Reach, Rule
from harvest_mcp.access.question import ACCOUNT, On, narrowed
from harvest_mcp.access.sight import PARTS, Part
from harvest_mcp.answers import naming
from harvest_mcp.answers.shapes import Named, Project, Sentence, Shape
from harvest_mcp.harvest import models

ANYTHING: Final = "Anything there; harvest://permissions says what each permission lets people do."


class Subject(Shape):
    """The permission and the thing that an answer is about."""

    permission: str
    lets: str = Field(description="what it lets people do")
    project: Project | None = None
    person: Named | None = None
    client: Named | None = None
    caveats: list[Sentence] | None = None

    def where(self) -> str:
        """Write which thing, in words."""
        parts = (
            f"on {self.project.words()}" if self.project else "",
            f"of {self.project.client.words()}" if self.project and self.project.client else "",
            f"for {self.person.words()}" if self.person else "",
            f"for client {self.client.words()}" if self.client else "",
        )
        return " ".join(part for part in parts if part) or "in the account"


@dataclass(frozen=True, slots=True)
class Things:
    """The project, the person and the client that a question names, and what is to be said of how they were found."""

    on: On
    project: models.Project | None
    person: models.User | None
    client: tuple[int, str] | None
    caveats: tuple[str, ...]

    def told(self, permission: AnyPermission) -> dict[str, Any]:
        """Fill the members of `Subject`, but for the caveats."""
        project, person, client = self.project, self.person, self.client
        return {
            "permission": permission,
            "lets": ANYTHING if permission == "any" else RULES[permission].lets,
            "project": Project(id=project.id, name=project.name, client=_client(project)) if project else None,
            "person": Named(id=person.id, name=person.name) if person else None,
            "client": Named(id=client[0], name=client[1]) if client else None,
        }


def find(account: Account, *, project: str, person: str, client: str) -> Things:
    """Find the things that were named. Raises Ambiguous or NoSuchThing."""
    on_project = naming.project(account, project) if project else None
    of_person = naming.person(account, person) if person else None
    of_client = naming.client(account, client) if client else None
    is_elsewhere = on_project and of_client and (on_project.client is None or on_project.client.id != of_client[0])
    caveats = (
        naming.perhaps_another(account, project, naming.PROJECTS, on_project),
        naming.perhaps_another(account, person, naming.PEOPLE, of_person),
        naming.perhaps_another(account, client, naming.CLIENTS, of_client),
        "The project is not this client's; the answer is about the project." if is_elsewhere else "",
    )
    on = On(
        project=on_project.id if on_project else None,
        person=of_person.id if of_person else None,
        client=of_client[0] if of_client and not on_project else None,
    )
    return Things(on, on_project, of_person, of_client, tuple(caveat for caveat in caveats if caveat))


def rests_on(on: On, rules: Iterable[Rule], reaches: Iterable[Reach]) -> list[Part]:
    """Say on which parts of an account an answer rests, for reaches that somebody may have by these rules."""
    reaches = tuple(reaches)
    found = {part for rule in rules for part in _rests_on(rule, narrowed(rule, on), reaches)}
    return [part for part in PARTS if part in found]


def applying(permission: AnyPermission, on: On) -> list[Rule]:
    """Give the rules that a question is about."""
    if permission != "any":
        return [RULES[permission]]
    kinds = [of for name, of in APPLIES.items() if getattr(on, name) is not None]
    return [rule for rule in RULES.values() if all(rule.of in of for of in kinds)]


def _rests_on(rule: Rule, on: On, reaches: tuple[Reach, ...]) -> Iterator[Part]:
    if rule.module is not None:
        yield "company"
    if on.client is not None:
        yield "projects"
    is_placed = on.project is not None or on.client is not None
    if "managed" in reaches and rule.through != "projects" and rule.through is not None:
        yield "teammates"
    takes_places = "managed" in reaches and (rule.through in {"projects", "both"} or is_placed)
    takes_own = "own" in reaches and rule.has_own and (rule.own != "themselves" or is_placed)
    takes_all = "all" in reaches and rule.needs_active and on != ACCOUNT
    if takes_places or takes_own or (takes_all and on.person is not None):
        yield "user_assignments"
    if takes_places or takes_own or takes_all:
        yield "projects"


def _client(project: models.Project) -> Named | None:
    return Named(id=project.client.id, name=project.client.name) if project.client else None
