"""An account at a glance: who looks at it, how much of it is in sight, and how many of everything there are."""

from pydantic import Field

from harvest_mcp.access.account import Account
from harvest_mcp.answers.connection import VerifiedConnection, verified
from harvest_mcp.answers.shapes import Shape


class Counts(Shape):
    """How many there are in sight, archived ones apart; what partial sight would make a wrong number is left out."""

    people: int = Field(description="active")
    archived_people: int
    administrators: int = Field(description="active")
    people_managers: int | None = Field(None, description="people who have others assigned to them")
    projects: int = Field(description="active")
    archived_projects: int
    projects_without_manager: int | None = Field(None, description="active, with no active manager")
    clients: int
    assignments: int = Field(description="active people on active projects")
    job_roles: int


class Overview(VerifiedConnection):
    """The connection, and the size of what it shows."""

    counts: Counts = Field(description="of what is in sight")


def overview(account: Account, *, sandbox: bool) -> Overview:
    """Count what one picture of an account shows."""
    people = [user for user in account.users if user.is_active is not False]
    projects = [project for project in account.projects if project.is_active is not False]
    effective = [on for on in account.user_assignments if account.is_effective(on)]
    managed = {on.project.id for on in effective if on.is_project_manager}
    sees_managers = account.sees("user_assignments").is_whole and account.sees("users").is_whole
    counts = Counts(
        people=len(people),
        archived_people=len(account.users) - len(people),
        administrators=sum(account.standings[user.id].is_administrator for user in people),
        people_managers=sum(map(bool, account.teammates.values())) if account.sees("teammates").is_whole else None,
        projects=len(projects),
        archived_projects=len(account.projects) - len(projects),
        projects_without_manager=sum(project.id not in managed for project in projects) if sees_managers else None,
        clients=len(account.clients),
        assignments=len(effective),
        job_roles=len(account.roles),
    )
    return Overview(**dict(verified(account, sandbox=sandbox)), counts=counts)
