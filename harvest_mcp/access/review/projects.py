"""Rules about who is in charge of a project."""

from typing import Final, Literal

from harvest_mcp.access.review.rule import Case, Looked, Rule
from harvest_mcp.access.review.scene import Scene
from harvest_mcp.access.screens import MARKS_COLUMN
from harvest_mcp.access.sight import Part
from harvest_mcp.harvest.models import Project, UserAssignment

Charge = Literal["nobody", "administrator", "archived", "contractor", "somebody", "unknown"]

NEEDS: Final[tuple[Part, ...]] = ("users", "projects", "user_assignments")


def _unmanaged(scene: Scene) -> Looked:
    charges = [of for of in scene.derive(_charges) if _has_people(scene, of[0])]
    cases = [
        Case(
            project=project.id,
            people=tuple(mark.user.id for mark in marks),
            assignments=tuple(mark.id for mark in marks),
            note="administrators only" if marks else "nobody",
        )
        for project, charge, marks in charges
        if charge in {"nobody", "administrator"}
    ]
    return Looked(cases, len(charges), sum(charge == "unknown" for _, charge, _ in charges))


def _managed_by_archived(scene: Scene) -> Looked:
    return _managed_by(scene, "archived")


def _managed_by_contractor(scene: Scene) -> Looked:
    return _managed_by(scene, "contractor")


def _managed_by(scene: Scene, wanted: Charge) -> Looked:
    charges = scene.derive(_charges)
    cases = [
        Case(
            project=project.id,
            people=tuple(mark.user.id for mark in marks),
            assignments=tuple(mark.id for mark in marks),
        )
        for project, charge, marks in charges
        if charge == wanted
    ]
    return Looked(cases, len(charges), sum(charge == "unknown" for _, charge, _ in charges))


def _charges(scene: Scene) -> list[tuple[Project, Charge, list[UserAssignment]]]:
    """Say of every active project who is in charge of it."""
    active = (project for project in scene.account.projects if project.is_active is True)
    return [(project, *_in_charge(scene, project)) for project in active]


def _has_people(scene: Scene, project: Project) -> bool:
    account = scene.account
    return any(
        on.is_active is True and account.person_is_active(on.user.id) is True
        for on in account.assignments_of_project.get(project.id, ())
    )


def _in_charge(scene: Scene, project: Project) -> tuple[Charge, list[UserAssignment]]:
    """Say what kind of people are all that is in charge of a project, and by which assignments."""
    marks: dict[Charge, list[UserAssignment]] = {}
    for mark in scene.account.marks_of_project.get(project.id, ()):
        marks.setdefault(_kind(scene, mark), []).append(mark)
    if "contractor" in marks and "administrator" in marks:
        return "somebody", marks["contractor"]
    order: tuple[Charge, ...] = ("somebody", "unknown", "contractor", "administrator", "archived")
    return next(((of, marks[of]) for of in order if of in marks), ("nobody", []))


def _kind(scene: Scene, mark: UserAssignment) -> Charge:
    """Say what kind of manager an assignment makes: one who may approve time where they manage, or perhaps none."""
    who = scene.account.users_by_id.get(mark.user.id)
    if who is None or None in {mark.is_project_manager, mark.is_active, who.is_active}:
        return "unknown"
    if not who.is_active:
        return "archived"
    if scene.standing(who).is_administrator:
        return "administrator"
    if scene.managing(who) is None or who.is_contractor is None:
        return "unknown"
    return "contractor" if who.is_contractor else "somebody"


RULES: Final = (
    Rule(
        id="unmanaged-project",
        title="Projects with people and no manager but administrators",
        severity="medium",
        why="Nobody who knows the work approves its time; it falls to those who hold everything.",
        remedy=f"Mark a manager: {MARKS_COLUMN.short}",
        controls=("A.5.15", "A.5.18", "CC6.3"),
        among="projects with people",
        look=_unmanaged,
        needs=NEEDS,
        is_of_absence=True,
    ),
    Rule(
        id="project-manager-archived",
        title="Projects whose only manager is archived",
        severity="medium",
        why="On paper somebody approves and answers for it; in truth nobody does.",
        remedy=f"Mark another manager: {MARKS_COLUMN.short}",
        controls=("A.5.18", "CC6.2", "CC6.3"),
        among="active projects",
        look=_managed_by_archived,
        needs=NEEDS,
        is_of_absence=True,
    ),
    Rule(
        id="project-manager-contractor",
        title="Projects whose only manager is a contractor",
        severity="medium",
        why="Whoever is paid by the hour approves hours, perhaps their own, with nobody of the company beside them.",
        remedy=f"Mark an employee, too: {MARKS_COLUMN.short}",
        controls=("A.5.3", "A.5.18", "CC6.3"),
        among="active projects",
        look=_managed_by_contractor,
        needs=NEEDS,
        is_of_absence=True,
    ),
)
