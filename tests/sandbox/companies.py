"""A company small enough to be held in the head: six people, two clients, three projects."""

from harvest_mcp.sandbox.company import (
    Assignment,
    Client,
    Company,
    Person,
    Project,
    Role,
    Task,
    TaskAssignment,
    moment,
)

OPENED = moment(0, 0)


def person(number: int, name: str, *access_roles: str, **more: object) -> Person:
    """A person with rates, who tracked time on 2 November."""
    told: dict[str, object] = {
        "default_hourly_rate": 100.0 + number,
        "cost_rate": 50.0 + number,
        "last_tracked": "2026-11-02",
        **more,
    }
    return Person(
        id=number,
        created_at=OPENED,
        first_name=name,
        last_name="Lee",
        email=f"{name.lower()}@example.com",
        access_roles=access_roles,
        **told,  # type: ignore[arg-type]  # each test names members of Person
    )


def small_company() -> Company:
    """Ann administers; Bea manages Apollo and leads Eve; Col manages Borealis and sees rates; Dan and Eve are members.

    Fay is archived and still assigned to Apollo; Eve's assignment to Borealis is archived; Crater is archived.
    """
    designer = Role(id=61, created_at=OPENED, name="Designer")
    ann = person(1, "Ann", "administrator")
    dan = person(4, "Dan", "member", roles=(designer,), default_hourly_rate=None)
    eve = person(5, "Eve", "member", roles=(designer,))
    fay = person(6, "Fay", "member", is_active=False, last_tracked=None)
    bea = person(2, "Bea", "manager", "client_and_task_manager", teammates=(eve,))
    col = person(3, "Col", "manager", "billable_rates_manager")
    acre, bolt = (Client(id=10 + n, created_at=OPENED, name=name) for n, name in ((1, "Acre"), (2, "Bolt")))
    bolt.is_active = False
    coding = Task(id=71, created_at=OPENED, name="Coding")
    done = TaskAssignment(id=81, created_at=OPENED, task=coding, hourly_rate=90.0)
    old = TaskAssignment(id=82, created_at=OPENED, task=coding, is_active=False)
    apollo = Project(id=21, created_at=OPENED, name="Apollo", client=acre, code="AP", task_assignments=(done, old))
    borealis = Project(id=22, created_at=OPENED, name="Borealis", client=bolt, hourly_rate=120.0, fee=5000.0)
    crater = Project(id=23, created_at=OPENED, name="Crater", client=acre, is_active=False)
    rows = [
        Assignment(id=31, created_at=OPENED, project=apollo, user=bea, is_project_manager=True),
        Assignment(id=32, created_at=OPENED, project=apollo, user=dan, use_default_rates=False, hourly_rate=77.0),
        Assignment(id=33, created_at=OPENED, project=apollo, user=fay),
        Assignment(id=34, created_at=OPENED, project=borealis, user=col, is_project_manager=True),
        Assignment(id=35, created_at=OPENED, project=borealis, user=eve, is_active=False),
        Assignment(id=36, created_at=OPENED, project=crater, user=eve),
    ]
    return Company(
        name="Small",
        domain="small.example.com",
        users=[dan, ann, bea, fay, col, eve],
        clients=[acre, bolt],
        projects=[apollo, borealis, crater],
        user_assignments=rows,
        roles=[designer, Role(id=62, created_at=OPENED, name="Nobody's")],
        tasks=[coding],
        tokens={"ann": ann, "bea": bea, "col": col, "dan": dan, "fay": fay},
    )
