"""The lists of the evidence: rows on a small account by hand, and what no spreadsheet may run."""

import csv
import io
import json
from datetime import UTC, datetime

from harvest_mcp.access.account import Account
from harvest_mcp.access.permissions import PERMISSIONS
from harvest_mcp.access.review import RULES, Policy
from harvest_mcp.evidence.basis import Evidence
from harvest_mcp.evidence.folder import file, manifest
from harvest_mcp.evidence.matrix import holders, matrix
from harvest_mcp.evidence.people import users
from harvest_mcp.evidence.picture import MONEY
from harvest_mcp.sandbox.claims import MEMBER
from tests.access.test_review import BOSS, DEPUTY, DOER, on, world
from tests.access.test_review_policy import EXT, accepting
from tests.accounts import ACME, MAX, SITE, account, assigned, person, project


def rows(of: bytes) -> list[dict[str, str]]:
    """A file as a spreadsheet reads it."""
    return list(csv.DictReader(io.StringIO(of.decode(), newline="")))


def test_people_are_listed_as_compliance_tools_import_them() -> None:
    """Documented: account name, owner, role, status; archived people too."""
    listed = rows(file(Evidence(account=account()), "users"))
    assert [(row["account_name"], row["owner"], row["role"], row["status"]) for row in listed] == [
        ("ann@example.com", "Ann Admin", "administrator", "active"),
        ("max@example.com", "Max Müller", "manager; project_creator; people_manager", "active"),
        ("ben@example.com", "Ben", "member", "active"),
        ("old@example.com", "Old Hand", "manager", "archived"),
        ("new@example.com", "New Kid", "member; workforce_planner", "active"),
    ]
    told = {row["owner"]: row for row in listed}
    assert (told["Max Müller"]["projects"], told["Max Müller"]["manages_projects"]) == ("1", "1")
    assert told["Max Müller"]["manages_people"] == "2"
    assert (told["Ben"]["contractor"], told["Ben"]["all_future_projects"], told["Ben"]["projects"]) == (
        "yes",
        "yes",
        "2",
    )
    assert told["New Kid"]["job_roles"] == "Design; Night shift"


def test_a_person_without_an_e_mail_has_an_account_name_all_the_same() -> None:
    """Our choice: the column is what tools match by."""
    sheet = users(account(users=(BOSS, person(7, "Ghost", email=None, is_active=None))))
    assert [row[0] for row in sheet.rows] == ["boss@example.com", "user 7"]
    assert [row[3] for row in sheet.rows] == ["active", "unknown"]


def test_each_thing_that_somebody_was_given_is_a_row_with_an_id() -> None:
    """Documented: fit for a decision column: one thing a row, called the same next time."""
    told = rows(file(Evidence(account=account()), "entitlements"))
    mine = [row for row in told if row["user_id"] == str(MAX.id)]
    assert [(row["entitlement_id"], row["what"], row["client"], row["since"]) for row in mine] == [
        ("level:12:manager", "manager", "", ""),
        ("extra-permission:12:project_creator", "project_creator", "", ""),
        ("extra-permission:12:people_manager", "people_manager", "", ""),
        ("on-project:12:21", "Site", "Acme", "2020-02-03"),
        ("manages-project:12:21", "Site", "Acme", "2020-02-03"),
        ("manages-person:12:13", "Ben", "", ""),
        ("manages-person:12:14", "Old Hand", "", ""),
    ]
    notes = {row["entitlement_id"]: row["note"] for row in told}
    assert notes["on-project:13:23"] == "archived project"
    assert notes["unknown-access-role:15:workforce_planner"] == "what it grants is not documented"
    assert len(notes) == len(told)


def test_what_is_void_or_out_of_sight_says_so() -> None:
    """Documented: unknown is not no; extras come to nothing on a member."""
    odd = person(7, "Odd", "member", "project_creator", saml_exempt=True, permissions_profile="Studio  Lead")
    loose = project(29, "Out of sight", ACME)
    told = rows(file(Evidence(account=world(BOSS, odd, **on(assigned(51, loose, odd)))), "entitlements"))
    notes = {row["entitlement_id"]: row["note"] for row in told}
    assert notes["on-project:7:29"] == "whether the project is active is out of sight"
    assert "SAML-exemption:7:signs-in-past-SAML" in notes
    assert "profile:7:Studio-Lead" in notes
    plain = rows(file(Evidence(account=world(BOSS, person(7, "Odd", "member", "project_creator"))), "entitlements"))
    assert {row["what"]: row["note"] for row in plain}["project_creator"] == "void while the level is member"


def test_what_claims_grant_is_listed_too() -> None:
    """Documented: each thing that somebody was given, with an id: a claim may give what no level shows."""
    more = person(7, "Jo", "member", permissions_claims=(*MEMBER, "cost_rates:read:all"))
    custom = person(8, "Kim", permissions_profile="Studio Lead", permissions_claims=(*MEMBER, "clients:read:all"))
    silent = person(9, "Lou", permissions_profile="Studio Lead")
    spent = person(10, "Mo", permissions_profile="Studio Lead", permissions_claims=("moon:read:all",))
    of = Evidence(account=world(BOSS, more, custom, silent, spent))
    listed = {row["entitlement_id"]: row for row in rows(file(of, "entitlements"))}
    claim = listed["claim:7:cost_rates:read:all"]
    assert (claim["kind"], claim["what"]) == ("claim", "cost_rates:read:all")
    assert claim["note"] == "grants more than level, extras or profile do: cost_rates.read"
    assert [mark for mark in listed if mark.startswith("claim:")] == ["claim:7:cost_rates:read:all"]
    assert {mark: row["note"] for mark, row in listed.items() if row["kind"] == "profile"} == {
        "profile:8:Studio-Lead": f"its claims grant: {'; '.join(sorted((*MEMBER, 'clients:read:all')))}",
        "profile:9:Studio-Lead": "what it grants is not told",
        "profile:10:Studio-Lead": "its claims grant: nothing that is documented",
    }
    people = {row["owner"]: row for row in rows(file(of, "users"))}
    assert people["Jo"]["role"] == "member; claim cost_rates:read:all"
    assert people["Jo"]["claims_beyond"] == "cost_rates:read:all"
    assert people["Kim"]["role"] == "member; profile Studio Lead"
    assert "clients:read:all" in people["Kim"]["claims_beyond"].split("; ")
    assert "member; claim cost_rates:read:all" in file(of, "report").decode()


def test_every_letter_of_the_matrix_is_in_the_entitlements() -> None:
    """Our choice: nobody reaches the whole account in the matrix by something that no row lists."""
    more = person(7, "Jo", "member", permissions_claims=(*MEMBER, "cost_rates:read:all", "reports:read:profitability"))
    of = Evidence(account=world(BOSS, more))
    (cells,) = (row.cells for row in matrix(of.account) if row.person.id == more.id)
    reached = {permission for permission, cell in zip(PERMISSIONS, cells, strict=True) if cell == "A"}
    listed = [row for row in rows(file(of, "entitlements")) if row["kind"] == "claim"]
    assert (
        reached == {row["note"].rpartition(": ")[2] for row in listed} == {"cost_rates.read", "reports.profitability"}
    )


def test_the_viewer_is_called_in_the_manifest_as_in_the_list_of_people() -> None:
    """Our choice: a token whose owner is not among the people in sight has a role all the same."""
    viewer = person(7, "Jo", "member", permissions_claims=(*MEMBER, "cost_rates:read:all"))
    for of in (world(viewer), account(viewer)):
        told = manifest(Evidence(account=of), {})["viewer"]["access"]
        assert told == "member; claim cost_rates:read:all"


def test_findings_are_listed_case_by_case_and_accepted_ones_too() -> None:
    """Documented: findings.csv; what is accepted is still there."""
    peopled = on(assigned(51, SITE, DOER))
    policy = accepting("contractor-administrator")
    told = rows(file(Evidence(account=world(BOSS, DEPUTY, EXT, DOER, **peopled), policy=policy), "findings"))
    by_finding = {row["finding"]: row for row in told}
    accepted = [by_finding["contractor-administrator"][name] for name in ("accepted", "reason", "owner", "expires")]
    assert accepted == ["yes", "known", "Ann", "2026-11-24"]
    stands = [by_finding["unmanaged-project"][name] for name in ("accepted", "reason", "owner", "expires")]
    assert stands == ["no", "", "", ""]
    row = by_finding["unmanaged-project"]
    assert (row["kind"], row["name"], row["note"], row["count"], row["of"]) == ("project", "Site", "nobody", "1", "1")
    assert row["controls"] == "A.5.15; A.5.18; CC6.3"
    assert {row["kind"] for row in rows(file(Evidence(account=account()), "findings"))} == {
        "person",
        "project",
        "job role",
    }


def test_no_cell_starts_a_formula() -> None:
    """Documented: cells cannot start a formula, whoever chose the name."""
    evil = person(7, '=HYPERLINK("http://x","y")', email="@cmd", is_contractor=True, roles=("+1",))
    site = project(21, "-2+3", ACME)
    wide = person(8, "\uff1d1+1", email="\uff20cmd", is_contractor=True)
    of = Evidence(account=world(BOSS, evil, wide, projects=(site,), **on(assigned(51, site, evil))))
    for what in ("users", "entitlements", "findings"):
        text = file(of, what).decode()
        cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
        assert not [cell for cell in cells if cell.startswith((*"=+-@", *"\uff1d\uff0b\uff0d\uff20"))]
    listed = file(of, "users").decode()
    assert "'=HYPERLINK" in listed
    assert "'\uff1d1+1" in listed


def test_the_picture_holds_every_fact_but_money() -> None:
    """Documented: account.json; rates stay out."""
    rich = person(7, "Rich", default_hourly_rate=99.5, cost_rate=12.25)
    of = Evidence(account=world(BOSS, rich, projects=(project(21, "Site", fee=7.75, budget=33.5),)))
    told = json.loads(file(of, "account"))
    assert [user["id"] for user in told["users"]] == [1, 7]
    assert told["sight"]["users"]["state"] == "whole"
    text = file(of, "account").decode()
    assert not [name for name in MONEY if f'"{name}"' in text]
    assert not [amount for amount in ("99.5", "12.25", "7.75", "33.5") if amount in text]


def test_the_matrix_says_how_far_each_reaches() -> None:
    """Documented: people by permission: all, managed, own, possibly, nothing; archived people are left out."""
    found = matrix(account())
    letters = {row.person.name: "".join(dict.fromkeys(row.cells)) for row in found}
    assert "Old Hand" not in letters
    assert set(letters["Ann Admin"]) <= set("AO")
    assert "M" in letters["Max Müller"]
    assert "A" not in letters["Ben"]
    assert "?" in letters["New Kid"]
    assert holders(found)["billing.manage"]["A"] == 1


def seen_in_part() -> Account:
    """The small account, as its manager sees it."""
    return account(MAX, as_of=datetime(2026, 3, 1, 12, 0, tzinfo=UTC))


def test_the_manifest_tells_who_saw_what_when() -> None:
    """Documented: as_of, viewer, completeness, versions and the exact command."""
    of = Evidence(account=seen_in_part(), policy=Policy(domains=("acme.com",)), command="harvest-mcp review --out x")
    told = manifest(of, {})
    assert told["as_of"] == "2026-03-01T12:00:00+00:00"
    assert told["viewer"] == {"id": 12, "name": "Max Müller", "access": "manager; project_creator; people_manager"}
    assert not told["complete"]
    assert told["gaps"][0]["who_could"] == "an administrator"
    assert told["policy"]["domains"] == ["acme.com"]
    assert told["command"] == "harvest-mcp review --out x"


def test_the_manifest_tells_which_checks_did_not_look() -> None:
    """Documented: could not look is told apart from found nothing, for programs too."""
    told = manifest(Evidence(account=account()), {})
    reviewed = told["review"]
    missed = {row["id"]: row for row in reviewed["not_checked"]}
    assert (told["complete"], reviewed["checks"]) == (True, len(RULES))
    assert missed["inactive"].pop("because").startswith("Time entries are asked for only where")
    assert missed["inactive"] == {"id": "inactive", "partly": False}
    assert missed["duties-edit-and-bill"]["partly"]
    assert "few-administrators" not in {*reviewed["clear"], *missed}
    assert "many-administrators" in reviewed["clear"]
    assert not missed.keys() & set(reviewed["clear"])
    found = {row["finding"] for row in rows(file(Evidence(account=account()), "findings"))}
    assert {*missed, *reviewed["clear"], *found} == set(RULES)
