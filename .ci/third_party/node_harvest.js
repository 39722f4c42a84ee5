// Asks the Harvest at argv[2] through the npm package `harvest`, unchanged; prints what it found, as JSON.
// The package has no option for another host: the address is a default of the library that it sends requests with.

const Harvest = require("harvest").default;

const [host, accountId, accessToken] = process.argv.slice(2);
const LISTS = ["users", "projects", "clients", "roles"];

const userAgent = "a client of ours (nobody@example.com)";
const harvest = new Harvest({ subdomain: "sandbox", userAgent, auth: { accessToken, accountId } });
harvest.client.request = harvest.client.request.defaults({ baseUrl: host });

async function main() {
  const me = await harvest.users.me();
  const found = { me: me.id, company: (await harvest.company.get()).name };
  for (const name of LISTS) found[name] = await count(name);
  const [project] = (await harvest.projects.list({ per_page: 1 })).projects;
  for (const [one, listed] of [
    [await harvest.users.get(me.id), me],
    [await harvest.projects.get(project.id), project],
  ]) {
    if (JSON.stringify(one) !== JSON.stringify(listed)) throw new Error("asked for by its id, another one came");
  }
  await harvest.projectAssignments.me();
  await harvest.userAssignments.list(project.id);
  await harvest.taskAssignments.list(project.id);
  await harvest.timeEntries.list({ user_id: me.id, per_page: 1 });
  console.log(JSON.stringify(found));
}

async function count(name) {
  const ids = new Set();
  for (let page = 1; page !== null; ) {
    const answer = await harvest[name].list({ page, per_page: 100 });
    for (const row of answer[name]) ids.add(row.id);
    page = answer.next_page;
  }
  return ids.size;
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
