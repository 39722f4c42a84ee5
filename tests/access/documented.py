"""What the sources say of each level, extra, profile, boolean and claim, written down apart from the product's table.

Each entry is a permission and its reach: O own, M managed, A all; a question mark where the sources leave it open.
Read from harvest-api.md: 4.5 (levels, extras), 4.1 (booleans), 4.2 (extras), 4.3 (profiles, claims).
"""

from typing import Final

Rights = dict[str, str]


def rights(text: str) -> Rights:
    """Read `permission reach` pairs, separated by commas."""
    return dict(entry.split() for entry in text.split(",")) if text else {}


EVERYTHING: Final = (
    "time.read A, time.write A, time.approve A, approvals.withdraw A, expenses.read A, expenses.write A, "
    "projects.read A, projects.create A, projects.edit A, projects.assign_people A, project_reports.read A, "
    "clients.read A, clients.write A, tasks.read A, tasks.write A, people.read A, people.edit_basics A, "
    "people.manage A, billable_rates.read A, billable_rates.write A, cost_rates.read A, cost_rates.write A, "
    "invoices.read A, invoices.draft A, invoices.manage A, invoices.settings A, estimates.read A, estimates.manage A, "
    "reports.profitability A, reports.contractor A, reports.invoicing A, account.read A, account.settings A, "
    "billing.read A, billing.manage A"
)
TRACKING: Final = "time.track O, expenses.track O"

LEVELS: Final = {
    "member": rights(f"{TRACKING}, time.read O, expenses.read O"),
    "manager": rights(
        f"{TRACKING}, time.read M, time.approve M, expenses.read M, projects.read M, project_reports.read M, "
        "people.read M, people.edit_basics M"
    ),
    "administrator": rights(f"{TRACKING}, {EVERYTHING}"),
}
EXTRAS: Final = {
    "project_creator": rights("projects.create A, projects.edit M, projects.assign_people M"),
    "billable_rates_manager": rights("billable_rates.read M, billable_rates.write M?"),
    "managed_projects_invoice_drafter": rights("invoices.read M, invoices.draft M"),
    "managed_projects_invoice_manager": rights("invoices.read M, invoices.draft M, invoices.manage M"),
    "client_and_task_manager": rights("clients.read A, clients.write A, tasks.read A, tasks.write A"),
    "time_and_expenses_manager": rights("time.write M, expenses.write M"),
    "estimates_manager": rights("estimates.read A, estimates.manage A"),
    "people_manager": {},
}
BOOLEANS: Final = {
    "neither": LEVELS["member"],
    "is_project_manager": rights(
        f"{TRACKING}, time.read M, time.write M?, time.approve M, expenses.read M, expenses.write M?, projects.read M, "
        "projects.edit M, projects.assign_people M, project_reports.read M, people.read M, people.edit_basics M?"
    ),
    "is_admin": LEVELS["administrator"],
    "can_create_projects": rights("projects.create A"),
    "can_see_rates": rights("billable_rates.read M, billable_rates.write M?"),
    "can_create_invoices": rights("invoices.read M, invoices.draft M, invoices.manage M?"),
}
PROFILES: Final = {
    "Member": LEVELS["member"],
    "Project Manager": rights(
        f"{TRACKING}, time.read M, time.write M, time.approve M, expenses.read M, expenses.write M, projects.read M, "
        "projects.edit M, projects.assign_people M, projects.create A, project_reports.read M?, clients.read A, "
        "clients.write A, tasks.read A, tasks.write A"
    ),
    "People Admin": rights(
        f"{TRACKING}, time.read A, time.write A, time.approve A, expenses.read A, expenses.write A, projects.read A, "
        "project_reports.read A?, people.read A, people.edit_basics A, people.manage A, approvals.withdraw M, "
        "reports.contractor A"
    ),
    "Accounting": rights(
        f"{TRACKING}, time.read A, expenses.read A, projects.read A, project_reports.read A?, clients.read A, "
        "clients.write A, billable_rates.read A, cost_rates.read A, invoices.read A, invoices.draft A, "
        "invoices.manage A, invoices.settings A?, estimates.read A?, estimates.manage A?, reports.profitability A, "
        "reports.invoicing A"
    ),
    "Executive Manager": rights(
        f"{TRACKING}, time.read A, time.write A, time.approve A, expenses.read A, expenses.write A, projects.read A, "
        "projects.edit A, projects.assign_people A, projects.create A, project_reports.read A?, clients.read A, "
        "clients.write A, tasks.read A, tasks.write A, people.read A, people.edit_basics A, people.manage A, "
        "billable_rates.read A, cost_rates.read A, invoices.read A, invoices.draft A, invoices.manage A, "
        "invoices.settings A?, estimates.read A?, estimates.manage A?, approvals.withdraw M, reports.profitability A, "
        "reports.contractor A, reports.invoicing A"
    ),
    "Administrator": rights(f"{TRACKING}, {EVERYTHING}"),
}
CLAIMS: Final = {
    "timers:read:own": rights("time.read O"),
    "timers:read:managed": rights("time.read M"),
    "timers:read:all": rights("time.read A"),
    "timers:write:own": rights("time.track O"),
    "timers:write:managed": rights("time.track O, time.write M"),
    "timers:write:all": rights("time.track O, time.write A"),
    "timers:approve:managed": rights("time.approve M"),
    "timers:approve:all": rights("time.approve A"),
    "expenses:read:own": rights("expenses.read O"),
    "expenses:read:managed": rights("expenses.read M"),
    "expenses:read:all": rights("expenses.read A"),
    "expenses:write:own": rights("expenses.track O"),
    "expenses:write:managed": rights("expenses.track O, expenses.write M"),
    "expenses:write:all": rights("expenses.track O, expenses.write A"),
    "projects:read:managed": rights("projects.read M, project_reports.read M?"),
    "projects:read:all": rights("projects.read A, project_reports.read A?"),
    "projects:write:managed": rights("projects.edit M, projects.assign_people M"),
    "projects:write:all": rights("projects.edit A, projects.assign_people A"),
    "projects:create:all": rights("projects.create A"),
    "clients:read:all": rights("clients.read A"),
    "clients:write:all": rights("clients.write A"),
    "tasks:read:all": rights("tasks.read A"),
    "tasks:write:all": rights("tasks.write A"),
    "users:read:managed": rights("people.read M"),
    "users:read:all": rights("people.read A"),
    "users:write:managed": rights("people.edit_basics M, people.manage M?"),
    "users:write:all": rights("people.edit_basics A, people.manage A"),
    "billable_rates:read:managed": rights("billable_rates.read M"),
    "billable_rates:read:all": rights("billable_rates.read A"),
    "billable_rates:write:managed": rights("billable_rates.write M"),
    "billable_rates:write:all": rights("billable_rates.write A"),
    "cost_rates:read:all": rights("cost_rates.read A"),
    "cost_rates:write:all": rights("cost_rates.write A"),
    "invoices:read:managed": rights("invoices.read M"),
    "invoices:read:all": rights("invoices.read A"),
    "invoices:write:managed_drafts": rights("invoices.draft M"),
    "invoices:write:managed": rights("invoices.draft M, invoices.manage M"),
    "invoices:write:all": rights("invoices.draft A, invoices.manage A"),
    "estimates:read:all": rights("estimates.read A"),
    "estimates:write:all": rights("estimates.manage A"),
    "reports:read:profitability": rights("reports.profitability A"),
    "reports:read:contractor": rights("reports.contractor A"),
    "reports:read:invoicing": rights("reports.invoicing A"),
    "approvals:withdraw:managed": rights("approvals.withdraw M"),
    "company:read:own": rights("account.read A"),
    "company:write:own": rights("account.settings A"),
    "billing:read:own": rights("billing.read A"),
    "billing:write:own": rights("billing.manage A"),
    "saved_reports:read:inactive": {},
    "saved_reports:write:inactive": {},
}
THROUGH_BOTH: Final = frozenset(
    [
        "time.read",
        "time.write",
        "time.approve",
        "approvals.withdraw",
        "expenses.read",
        "expenses.write",
        "billable_rates.read",
        "billable_rates.write",
    ]
)
THROUGH_PROJECTS: Final = frozenset(
    [
        "projects.read",
        "projects.edit",
        "projects.assign_people",
        "project_reports.read",
        "invoices.read",
        "invoices.draft",
        "invoices.manage",
    ]
)
THROUGH_PEOPLE: Final = frozenset(["people.read", "people.edit_basics", "people.manage"])
ADDS: Final = frozenset(
    ["time.track", "expenses.track", "time.write", "expenses.write", "projects.assign_people", "invoices.draft"]
)
"""Nothing is tracked, written, assigned or drafted where assignment, project or person is not active."""
MODULES: Final = {
    "time.approve": "approval_feature",
    "approvals.withdraw": "approval_feature",
    **dict.fromkeys(("expenses.track", "expenses.read", "expenses.write"), "expense_feature"),
    **dict.fromkeys(("invoices.read", "invoices.draft", "invoices.manage"), "invoice_feature"),
    **dict.fromkeys(("invoices.settings", "reports.invoicing"), "invoice_feature"),
    **dict.fromkeys(("estimates.read", "estimates.manage"), "estimate_feature"),
}
