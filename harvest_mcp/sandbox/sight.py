"""What one person may see of the account: everything, what they manage, or only themselves."""

from dataclasses import dataclass
from functools import cached_property

from harvest_mcp.sandbox.company import Assignment, Company, Person, Project


@dataclass(frozen=True)
class Viewer:
    """The person whose token asks."""

    person: Person
    company: Company

    @property
    def is_administrator(self) -> bool:
        """Whether they see everything."""
        return self.person.level == "administrator"

    @property
    def leads_people(self) -> bool:
        """Whether they are a manager with teammates."""
        return bool(self.team)

    @property
    def manages_projects(self) -> bool:
        """Whether they are a manager of at least one project."""
        return bool(self.managed)

    @cached_property
    def team(self) -> frozenset[Person]:
        """Their teammates."""
        return frozenset(self.person.teammates if self.person.level == "manager" else ())

    @cached_property
    def managed(self) -> frozenset[Project]:
        """The projects that they manage."""
        if self.person.level != "manager":
            return frozenset()
        rows = self.company.user_assignments
        return frozenset(
            row.project for row in rows if row.user is self.person and row.is_project_manager and row.is_active
        )

    def holds(self, extra: str) -> bool:
        """Whether they are a manager with this extra."""
        return self.person.level == "manager" and extra in self.person.access_roles

    def sees_person(self, person: Person) -> bool:
        """Whether this person's profile is in sight, other than through `me`."""
        return self.is_administrator or (self.leads_people and (person in self.team or person is self.person))

    def sees_project(self, project: Project) -> bool:
        """Whether this project is in sight."""
        return self.is_administrator or project in self.managed

    def sees_assignment(self, assignment: Assignment) -> bool:
        """Whether this assignment is in sight."""
        return self.is_administrator or assignment.user in self.team or assignment.project in self.managed

    def sees_time(self, assignment: Assignment) -> bool:
        """Whether time tracked under this assignment is in sight."""
        return assignment.user is self.person or self.sees_assignment(assignment)

    @property
    def sees_money(self) -> bool:
        """Whether billable rates and amounts within their sight are told."""
        return self.is_administrator or self.holds("billable_rates_manager")

    def sees_rate_of(self, person: Person) -> bool:
        """Whether this person's own billable rate is told."""
        return self.is_administrator or (self.sees_money and person in self.team)
