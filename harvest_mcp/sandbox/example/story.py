"""The story of Tamberlane & Osk, an invented studio, as tables: whoever reads them knows who may do what there.

Nothing here depends on the seed. The seed adds the crowd, plain members who hold nothing and manage nothing: it puts as
many of them on a project as the project's row says, and fills in rates, hours, budgets and tasks.

A person is called by the part of the e-mail before the @; `example.com` is the company's own domain. A time is `since`,
or `since..until` of what is archived. A remark above a row tells what an access review ought to find there.
"""

from typing import Final

COMPANY: Final = "Tamberlane & Osk"
"""Its own work is a client of the same name, whose projects nobody is billed for."""

EXTRAS: Final = {
    "projects": "project_creator",
    "rates": "billable_rates_manager",
    "drafts": "managed_projects_invoice_drafter",
    "invoices": "managed_projects_invoice_manager",
    "clients": "client_and_task_manager",
    "time": "time_and_expenses_manager",
    "estimates": "estimates_manager",
}
"""What the tables call each extra. `every` is all of them, another word is itself, `none` is no access role at all."""

PEOPLE: Final = {
    "administrator": """
# mail              | name              | extras                  | is                | job        | time
ingrid              | Ingrid Solheim    |                         |                   | Director   | 2016-02
# An administrator who never tracks time.
kwame               | Kwame Boateng     |                         | tracked-never     | Director   | 2016-02
# An administrator whose e-mail is outside the company's domain.
marisol@example.org | Marisol Quispe    |                         |                   | Director   | 2018-09
# An administrator who is a contractor.
pavel               | Pavel Dvořák      |                         | contractor        | Engineer   | 2021-05
# An archived administrator, who may do nothing any more.
anders              | Anders Holm       |                         |                   |            | 2016-05..2024-08
""",
    "manager": """
# Managers of projects only. First one for each extra alone, and one with none.
tomas               | Tomás Ferreira    | projects                |                   | Producer   | 2017-06
aiko                | Aiko Tanabe       | rates                   |                   | Producer   | 2018-01
bartosz             | Bartosz Wilk      | drafts                  |                   | Producer   | 2018-04
# May send invoices, and lacks the lesser right to draft them.
chidi               | Chidi Okonkwo     | invoices                |                   | Producer   | 2019-02
delphine            | Delphine Marchand | clients                 |                   | Producer   | 2019-05
emre                | Emre Aydin        | time                    |                   | Engineer   | 2019-10
freya               | Freya Lindqvist   | estimates               |                   | Analyst    | 2020-03
gareth              | Gareth Prosser    |                         |                   | Designer   | 2020-09
# Then mixtures. Every extra in one hand.
hana                | Hana Novotná      | every                   |                   | Director   | 2016-10
# Edits the time of others and invoices it too.
ibrahim             | Ibrahim Sesay     | time invoices           |                   | Producer   | 2021-01
priya               | Priya Raman       | rates drafts            |                   | Producer   | 2020-01
joris               | Joris Vandamme    | projects time           |                   | Engineer   | 2021-06
kalani              | Kalani Akana      | clients estimates       |                   | Designer   | 2021-09
leticia             | Letícia Prado     | projects drafts clients |                   | Designer   | 2022-02
mikkel              | Mikkel Rask       | rates estimates         |                   | Analyst    | 2022-05
benedikt            | Benedikt Auer     | rates invoices          |                   | Accountant | 2018-11
# Her permission claims disagree with her access roles: see CLAIMS.
jacinta             | Jacinta Moreno    | time                    |                   | Accountant | 2020-06
# A manager who manages nothing and nobody.
noor                | Noor Jansen       | rates                   |                   |            | 2022-08
# A contractor who manages a project alone.
nils@example.net    | Nils Aaberg       |                         | contractor        | Engineer   | 2023-01
# An archived manager who is still a project's only one.
osvaldo             | Osvaldo Bianchi   | projects                |                   | Producer   | 2017-03..2025-10
# An access role that nobody knows.
kaito               | Kaito Mori        | workforce_planner       |                   | Analyst    | 2023-05
# Those who lead the TEAMS below.
ruth                | Ruth Adeyemi      | rates time              |                   | Producer   | 2017-01
samuel              | Samuel Oduya      | time                    |                   | Engineer   | 2019-08
vera                | Vera Sokolova     | projects clients        |                   | Director   | 2016-03
wen                 | Wen Zhao          |                         |                   | Director   | 2016-06
xenia               | Xenia Pappas      | clients                 |                   | Researcher | 2018-07
yusuf               | Yusuf Demir       |                         |                   | Engineer   | 2022-11
zuzana              | Zuzana Kovářová   |                         |                   | Recruiter  | 2019-01
""",
    "member": """
lena                | Lena Fischer      |                         |                   | Designer   | 2023-03
# Two people of one name.
ana.silva           | Ana Silva         |                         |                   | Designer   | 2021-03
a.silva             | Ana Silva         |                         |                   | Writer     | 2024-02
# Two people of one first name.
nadia               | Nadia Haddad      |                         |                   | Researcher | 2019-04
nadia.k             | Nadia Kowalska    |                         |                   | Engineer   | 2022-10
# One person twice: one name, and one e-mail but for its case.
theo                | Theo Lambert      |                         |                   | Writer     | 2020-11
Theo                | Theo Lambert      |                         |                   | Writer     | 2025-06
# Will be put on every project to come: a member, and a contractor.
jonas               | Jonas Ekdahl      |                         | future            | Tester     | 2018-02
oksana@example.net  | Oksana Hrytsenko  |                         | contractor future | Designer   | 2023-09
gus@example.net     | Gus Albrecht      |                         | contractor        | Engineer   | 2021-11
# Need not sign in through the company's directory, unlike everybody else.
petra@example.org   | Petra Lindholm    |                         | contractor exempt | Researcher | 2024-04
# An extra on a member grants nothing.
salma               | Salma Rahimi      | projects                |                   | Producer   | 2022-03
# No access role at all, and on no project ever.
viktor              | Viktor Hale       | none                    | tracked-never     |            | 2025-01
# Never on any project.
bea                 | Bea Whitlock      |                         | tracked-never     |            | 2026-08
# No longer on any project.
connor              | Connor Daly       |                         | tracked-2026-02   | Tester     | 2019-09
# On a project, and has tracked no time for two years and more.
dilnoza             | Dilnoza Karimova  |                         | tracked-2024-05   | Engineer   | 2020-05
# A member who is marked as managing a project.
quentin             | Quentin Roche     |                         |                   | Writer     | 2021-08
# Archived, and still on projects.
ulla                | Ulla Nyberg       |                         |                   | Engineer   | 2018-10..2026-04
# Archived, and still teammates.
idris               | Idris Kamara      |                         |                   | Researcher | 2020-02..2025-03
joanna              | Joanna Zielińska  |                         |                   | Designer   | 2019-11..2025-08
# Nothing odd about these.
omar                | Omar Farouk       |                         |                   | Engineer   | 2021-02
mei                 | Mei-Ling Chou     |                         |                   | Designer   | 2020-07
dario               | Darío Peña        |                         |                   | Engineer   | 2022-06
sione               | Sione Taufa       |                         |                   | Designer   | 2023-07
bridget             | Bridget O'Hara    |                         |                   | Writer     | 2019-07
lukas               | Lukáš Horák       |                         |                   | Engineer   | 2020-10
fatou               | Fatou Diop        |                         |                   | Researcher | 2022-01
yara                | Yara Bakri        |                         |                   | Designer   | 2024-09
hamish              | Hamish Reid       |                         |                   | Engineer   | 2017-10
ines                | Inês Carvalho     |                         |                   | Writer     | 2021-12
pilar               | Pilar Etxeberria  |                         |                   | Tester     | 2023-11
ravi                | Ravi Menon        |                         |                   | Engineer   | 2018-06
takumi              | Takumi Arai       |                         |                   | Tester     | 2024-06
sanna               | Sanna Heikkilä    |                         |                   |            | 2017-08
""",
}
"""Everybody with a story, by level. `future`: has access to all future projects; `exempt`: from SAML sign-in."""

TOKENS: Final = {
    "sandbox-administrator": "ingrid",
    "sandbox-people-manager": "ruth",
    "sandbox-project-manager": "priya",
    "sandbox-member": "lena",
}

TEAMS: Final = """
# Leads a manager, joris, and is a teammate of vera herself.
ruth   | lena omar mei dario joris
# Shares omar with ruth.
samuel | omar fatou ravi
# Leads other people managers; with wen, each leads the other.
vera   | ruth samuel wen
wen    | vera hamish
# Two of three are archived.
xenia  | ines idris joanna
# Manages no project.
yusuf  | bridget lukas sione
zuzana | pilar yara petra
"""
"""Managers with their teammates; whoever leads somebody here is told to be a `people_manager`."""

PROJECTS: Final = """
# project             | code    | time             | managers         | members                         | crowd
= Tamberlane & Osk    | 2016-02
Operations            | TO-OPS  | 2016-02          | kwame hana       | noor salma sanna jonas          | 14
Training              | TO-TRN  | 2017-01          | zuzana marisol   | pilar yara ingrid yusuf         | 12
New Business          | TO-NEW  | 2016-03          | marisol freya    | mikkel kalani                   | 3
Office Move           |         | 2019-02..2019-12 | kwame-           | hana- sanna-                    | 5
= Northgale           | 2016-04
# Omar, who is on it, is led by samuel, who does not manage it.
Apollo                | NG-APO  | 2024-03          | ruth priya       | lena omar gareth nadia          | 6
Website               | NG-WEB  | 2022-06          | aiko             | mei ana.silva                   | 5
Loyalty Card          | NG-LOY  | 2025-01          | chidi bartosz    | sione takumi                    | 4
# An archived project with assignments that are not.
Annual Report 2024    | NG-AR24 | 2024-09..2025-02 | aiko             | lena dario-                     | 4
= Northgale Health    | 2019-03
# Nobody manages it but an administrator.
Patient Portal        | NH-POR  | 2025-05          | ingrid           | mei fatou                       | 4
Ward Rounds           | NH-WRD  | 2023-11          | samuel           | ravi fatou omar                 | 3
Consent Forms         |         | 2024-10          | benedikt         | petra hamish                    | 2
= Ålvik Ferries       | 2018-05
# Its only manager is a contractor.
Night Sailing         |         | 2025-03          | nils             | oksana                          | 3
# An archived person is still on it.
Booking Engine        | AF-BOOK | 2021-04          | emre pavel       | lukas gus ulla                  | 7
Timetables            |         | 2018-05..2021-03 | osvaldo-         | ravi-                           | 4
= Casa Lumbrera       | 2017-02
Lighting Catalogue    | CL-CAT  | 2023-02          | tomas            | ines pilar                      | 4
Showroom              | CL-SHOW | 2025-09          | joris            | lena dario                      | 3
Lamp Configurator     | CL-CONF | 2026-02          | leticia          | jonas oksana                    | 4
= Tsukimori Tea       | 2020-08
# Quentin is a member, and yet marked as managing it.
Tea House             | TT-TEA  | 2024-05          | chidi quentin    | yara takumi                     | 4
Web Shop              | TT-SHOP | 2020-08          | kalani           | mei                             | 5
Gift Boxes            |         | 2025-10          | kalani freya     | sione                           | 3
= Brûlard & Fils      | 2019-05
Café réouvert         | BF-CAFE | 2025-04          | delphine         | theo                            | 3
Menu Boards           | BF-MENU | 2022-01          | delphine mikkel  | Theo                            | 2
Wine Labels           |         | 2020-01..2022-11 | delphine-        | theo- joanna-                   | 4
= Zamojska Printworks | 2018-04
Press Room            | ZP-PRES | 2019-06          | bartosz          | nadia.k connor-                 | 5
Paper Samples         | ZP-PAPR | 2018-04..2020-05 | bartosz- anders- | bridget-                        | 3
= Umbeki Solar        | 2022-01
Solar Atlas           | US-ATLS | 2024-01          | hana             | lena dilnoza                    | 6
Field Kit             | US-KIT  | 2023-08          | vera             | hamish                          | 4
Investor Deck         |         | 2026-01          | vera wen         | sanna                           | 2
= Penhallick Museum   | 2021-09
# Another client's project has the same name.
Website               | PM-WEB  | 2024-11          | tomas            | a.silva bridget                 | 4
# Connor is off it, while it goes on.
Audio Guide           | PM-AUD  | 2022-09          | xenia            | ines connor-                    | 4
Harbour Exhibition    | PM-HARB | 2025-06          | xenia leticia    | joanna-                         | 3
= Qasr Nakhla Hotels  | 2019-10
Concierge             | QN-CON  | 2023-03          | ibrahim          | yara ravi                       | 5
Signage               | QN-SIGN | 2024-08          | ibrahim gareth   | lukas                           | 3
Spa Menu              |         | 2021-05..2022-03 | ibrahim-         | nadia-                          | 3
= Orlovec Rail        | 2017-05
# Nobody is marked as managing it.
Timetable             | OR-TIME | 2025-02          |                  | dario sione                     | 3
# An archived person is still on it.
Depot Planner         | OR-DEPO | 2021-10          | hana emre        | lukas ulla                      | 5
Ticket Gates          | OR-GATE | 2019-09          | emre             | bridget idris-                  | 4
= Iguaçá Foods        | 2022-02
Packaging             | IF-PACK | 2022-02          | leticia          | ana.silva a.silva               | 5
Recipe Library        | IF-REC  | 2024-07          | tomas leticia    | quentin                         | 3
= Wrenholt Brewery    | 2020-03
Label Refresh         | WB-LABL | 2023-10          | freya            | jonas nadia.k                   | 4
Taproom Menus         |         | 2021-02..2023-06 | freya            | nadia.k-                        | 3
Cellar Stock          | WB-CELL | 2025-08          | kaito            | takumi                          | 3
= Msaru Mobile        | 2021-01
Prepaid App           | MM-PRE  | 2022-04          | samuel joris     | omar ravi salma                 | 6
Agent Portal          | MM-AGNT | 2023-12          | priya            | fatou theo Theo                 | 5
SIM Wallet            | MM-SIM  | 2026-03          | priya pavel      | gus                             | 4
= Olavshaven Hospital | 2018-11
Triage Board          | OH-TRI  | 2024-06          | ruth             | mei omar                        | 5
Staff Rota            | OH-ROTA | 2022-12          | gareth           | hamish dilnoza                  | 4
Wayfinding            | OH-WAY  | 2023-06          | mikkel           | sanna quentin                   | 4
= Dunmarrow Bank      | 2016-09
Mortgage Calculator   | DB-MORT | 2022-07          | jacinta benedikt | ravi bridget                    | 6
Fraud Desk            | DB-FRAU | 2024-12          | jacinta          | petra gus                       | 5
Branch Closures       | DB-BRAN | 2023-05          | benedikt         | jonas yara                      | 4
Savings App           | DB-SAVE | 2025-11          | ruth aiko        | dario pilar                     | 5
Statement Redesign    |         | 2018-02..2019-08 | aiko-            | hamish-                         | 4
= Vitrella Glass      | 2017-03
# Its only manager is archived.
Vitrine               | VG-VIT  | 2023-04          | osvaldo          | fatou sione                     | 3
Furnace Control       | VG-FURN | 2020-12          | hana             | lukas                           | 5
# An archived client with a project that is not.
= Hollin & Thrupp     | 2017-11..2026-01
Handover              | HT-HAND | 2025-09          | delphine         | nadia bridget                   | 2
Estate Register       |         | 2017-11..2025-09 | anders-          | hamish-                         | 3
= Bramblecote Schools | 2024-05
Parent Portal         | BS-PAR  | 2024-05          | wen              | hamish pilar                    | 5
School Meals          | BS-MEAL | 2025-12          | chidi            | ines                            | 3
# Nobody is on it.
Rebrand 2027          | BS-RE27 | 2026-10          |                  |                                 | 0
# A client without projects.
= Ysolde Perfumes     | 2026-09
"""
"""Clients (after `=`) with their projects, and who is on each. `managers` are those whom the assignment marks so, and
a `-` ends an archived assignment. On archived projects the crowd's assignments are archived."""

SHOWN_TO_ALL: Final = ("Solar Atlas", "Ward Rounds")
"""Projects whose hours and budget everyone on them may see."""

JOBS: Final = (
    "Director", "Accountant", "Recruiter", "Producer", "Designer", "Engineer", "Researcher", "Writer", "Analyst",
    "Tester", "Illustrator",
)  # fmt: skip
"""Job roles, which grant nothing. Nobody is an Illustrator."""

PROFILES: Final = {
    "zuzana": "People Admin",
    "benedikt": "Accounting",
    "vera": "Executive Manager",
    "leticia": "Studio Lead",
    "jacinta": "Finance Partner",
    "nils": "Freelance Lead",
}
"""Permission profiles other than the built-in one that fits the level; the last three are custom ones. They are told
only where the sandbox serves the generation `profiles`."""

TELLS_NO_CLAIMS: Final = ("nils",)
"""Whose claims are not told in that generation."""

CLAIMS: Final = {
    # What her extras write.
    "leticia": (
        "clients:read:all", "clients:write:all", "expenses:read:managed", "expenses:write:own", "invoices:read:managed",
        "invoices:write:managed_drafts", "projects:create:all", "projects:read:managed", "projects:write:managed",
        "tasks:read:all", "tasks:write:all", "timers:read:managed", "timers:write:own",
    ),
    # Costs and profits, which no extra grants; and not the writing of others' time, which hers does.
    "jacinta": (
        "cost_rates:read:all", "expenses:read:managed", "expenses:write:own", "projects:read:managed",
        "reports:read:profitability", "timers:read:managed", "timers:write:own",
    ),
}  # fmt: skip
"""Permission claims that are written out, in every generation; everybody else's follow from what they hold."""
