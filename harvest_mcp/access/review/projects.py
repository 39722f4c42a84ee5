"""Rules about who is in charge of a project."""

from typing import Final, Literal

from harvest_mcp.access.review.rule import Case, Looked, Rule
from harvest_mcp.access.review.scene import Scene, every, some
from harvest_mcp.access.screens import MARKS_COLUMN
from harvest_mcp.access.sight import Part
from harvest_mcp.harvest.models import Project, UserAssignment

Charge = Literal["nobody", "administrator", "archived", "contractor", "somebody", "unknown"]

UNMANAGED: Final[frozenset[Charge]] = frozenset({"nobody", "administrator"})
NEEDS: Final[tuple[Part, ...]] = ("users", "projects", "user_assignments")


def _unmanaged(scene: Scene) -> Looked:
    charges = [(*of, every(of[0].is_active, _has_people(scene, of[0]))) for of in scene.derive(_charges)]
    sure, perhaps = ([of for of in charges if of[-1] is has_people] for has_people in (True, None))
    cases = [
        Case(
            project=project.id,
            people=tuple(mark.user.id for mark in marks),
            assignments=tuple(mark.id for mark in marks),
            note="administrators only" if marks else "nobody",
        )
        for project, charge, marks, _ in sure
        if charge in UNMANAGED
    ]
    unknown = sum(charge == "unknown" for _, charge, _, _ in sure)
    unknown += sum(charge == "unknown" or charge in UNMANAGED for _, charge, _, _ in perhaps)
    return Looked(cases, len(sure), unknown, may=len(perhaps))


def _managed_by_archived(scene: Scene) -> Looked:
    return _managed_by(scene, "archived")


def _managed_by_contractor(scene: Scene) -> Looked:
    return _managed_by(scene, "contractor")


def _managed_by(scene: Scene, wanted: Charge) -> Looked:
    sure = [of for of in scene.derive(_charges) if of[0].is_active]
    perhaps = [of for of in scene.derive(_charges) if not of[0].is_active]
    cases = [
        Case(
            project=project.id,
            people=tuple(mark.user.id for mark in marks),
            assignments=tuple(mark.id for mark in marks),
        )
        for project, charge, marks in sure
        if charge == wanted
    ]
    unknown = sum(charge == "unknown" for _, charge, _ in sure)
    unknown += sum(charge in {"unknown", wanted} for _, charge, _ in perhaps)
    return Looked(cases, len(sure), unknown, may=len(perhaps))


def _charges(scene: Scene) -> list[tuple[Project, Charge, list[UserAssignment]]]:
    """Say of every project that is active, or may be, who is in charge of it."""
    active = (project for project in scene.account.projects if project.is_active is not False)
    return [(project, *_in_charge(scene, project)) for project in active]


def _has_people(scene: Scene, project: Project) -> bool | None:
    """Whether active people are on a project; None where that is not told."""
    account = scene.account
    rows = account.assignments_of_project.get(project.id, ())
    return some(every(on.is_active, account.person_is_active(on.user.id)) for on in rows)


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
        finds="project",
        needs=NEEDS,
        is_of_absence=True,
        leaves_out_untold=False,
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
        finds="project",
        needs=NEEDS,
        is_of_absence=True,
        leaves_out_untold=False,
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
        finds="project",
        needs=NEEDS,
        is_of_absence=True,
        leaves_out_untold=False,
    ),
)
