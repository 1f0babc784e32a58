/**
 * The server dies by SIGKILL at random moments while orders are placed, paid and handed over, and starts again on what
 * it left: nothing acknowledged is lost, nothing is half done, every job is done once. CRASH_KILLS says how often (50
 * unless told), CRASH_SEED repeats a run's moments.
 */
import { expect } from "expect";
import { getCatalog, quote } from "@/domain/catalog/mod.ts";
import type { Job } from "@/domain/job/model.ts";
import { runDueJobs } from "@/domain/job/mod.ts";
import { jobHandlers } from "@/domain/operations/background.ts";
import { dayOf } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { fillStock, FULL_STOCK, simpleOrder } from "@/tests/bench/shop.ts";
import { sessionCookie } from "@/tests/helpers/app.ts";
import { allowUnpaidOrders } from "@/tests/domain/order/fixtures.ts";
import { setLimit } from "@/tests/domain/statement/desk.ts";
import { seededBytes } from "@/tests/helpers/deps.ts";
import { type FakeSendgrid, startFakeSendgrid } from "@/tests/helpers/fake_sendgrid.ts";
import { installationEnv, withInstallation } from "@/tests/helpers/installation.ts";
import { makePerson } from "@/tests/helpers/people.ts";
import { ensureBuild } from "@/tests/helpers/build.ts";
import { startServer } from "@/tests/helpers/server.ts";
import { confirmStaff, type Market, type Purchase, runBuyers } from "./buyers.ts";
import { findDiscrepancies } from "./check_books.ts";

const KILLS = Number(Deno.env.get("CRASH_KILLS") ?? 50);
const SEED = Number(Deno.env.get("CRASH_SEED") ?? Date.now() % 1_000_000);
const BUYERS = 6;
/** A server answers at most so many forms, which doesn't depend on how fast the machine is. */
const MOST_ANSWERS = 24;
/** It dies at most so long after the last of them, with others under way. */
const LONGEST_DELAY_MS = 60;
/** It isn't waited for any longer. */
const LONGEST_LIFE_MS = 10_000;
const LONGEST_START_MS = 700;
/** Every so many servers, one is killed while it starts. */
const KILLED_AT_START = 8;

Deno.test(`a server killed ${KILLS} times loses nothing that it acknowledged and does nothing twice`, async () => {
  await ensureBuild();
  const folder = await Deno.makeTempDir();
  await using sendgrid = startFakeSendgrid();
  const env = installationEnv(folder, {
    SENDGRID_API_KEY: "SG.test",
    SENDGRID_BASE_URL: sendgrid.url,
    MAIL_FROM: "noreply@cloudnest.test",
  });
  const market = await openMarket(env);
  const purchases: Purchase[] = [];
  const doneJobs = new Map<string, number>();
  const random = randomFractions(SEED);
  console.log(`CRASH_SEED=${SEED}`);

  for (let kill = 1; kill <= KILLS; kill++) {
    if (kill % KILLED_AT_START === 0) await dieAtStart(env, random());
    else await liveAndDie({ env, market, purchases, random });
    if (kill % 5 === 0) {
      await withInstallation(env, (deps) => noteDoneJobs(deps, sendgrid, doneJobs));
    }
  }

  await withInstallation(env, async (deps) => {
    await finishJobs(deps);
    const problems = [
      ...await findDiscrepancies(deps, { purchases, fullStock: FULL_STOCK }),
      ...checkSending(sendgrid, doneJobs),
    ];
    const told = purchases.filter(({ step }) => step === "done").length;
    console.log(
      `${purchases.length} purchases, ${told} of them complete, ${sendgrid.mails.length} mails`,
    );
    expect(problems).toEqual([]);
    expect(told).toBeGreaterThan(KILLS / 2);
  });
  await Deno.remove(folder, { recursive: true });
});

/** A seeded shop, a customer and a member of staff with sessions that outlive every server. */
function openMarket(env: Record<string, string>): Promise<Market> {
  return withInstallation(env, async (deps) => {
    await fillStock(deps);
    await allowUnpaidOrders(deps, 10 * BUYERS);
    // One member of staff books all that one customer pays
    await setLimit(deps, "");
    const form = await simpleOrder(deps, "host.example.com");
    const people = [
      await makePerson(deps, { name: "Ada", email: "ada@example.com" }),
      await makePerson(deps, { name: "Staff", email: "staff@cloudnest.test", role: "owner" }),
    ];
    const [customerCookie, staffCookie] = people.map(({ session }) => sessionCookie(deps, session));
    const quoted = unwrap(quote(await getCatalog(deps), form));
    return {
      form,
      total: quoted.total,
      customerCookie: customerCookie!,
      staffCookie: staffCookie!,
      today: dayOf(deps.clock.now()),
    };
  });
}

async function liveAndDie(
  { env, market, purchases, random }: {
    env: Record<string, string>;
    market: Market;
    purchases: Purchase[];
    random: () => number;
  },
): Promise<void> {
  const server = await startServer(env);
  await confirmStaff(market, server.url);
  const stop = new AbortController();
  const lastAnswer = Promise.withResolvers<void>();
  let left = Math.floor(random() * MOST_ANSWERS);
  if (left === 0) lastAnswer.resolve();
  const longest = setTimeout(() => lastAnswer.resolve(), LONGEST_LIFE_MS);
  try {
    const buying = runBuyers(market, purchases, {
      url: server.url,
      signal: stop.signal,
      parallel: BUYERS,
      onAnswer: () => --left <= 0 && lastAnswer.resolve(),
    });
    await Promise.race([lastAnswer.promise, buying]);
    await pause(random() * LONGEST_DELAY_MS);
    await server.kill();
    stop.abort();
    await buying;
  } finally {
    clearTimeout(longest);
    await server.kill();
  }
}

async function dieAtStart(env: Record<string, string>, fraction: number): Promise<void> {
  const server = await startServer(env, { waitUntilReady: false });
  await pause(fraction * LONGEST_START_MS);
  await server.kill();
}

/** Remembers how often each mail had gone out when its job was first seen as done. */
async function noteDoneJobs(
  { kv }: Pick<Deps, "kv">,
  sendgrid: FakeSendgrid,
  doneJobs: Map<string, number>,
): Promise<void> {
  for await (const { value: job } of kv.list<Job>({ prefix: ["jobs"] }, { batchSize: 500 })) {
    if (job.state !== "done" || doneJobs.has(job.id)) continue;
    doneJobs.set(job.id, sendgrid.countOf(job.id.replace(/^mail:/, "")));
  }
}

/** Runs what is left: in an hour's time every lease of a dead server has ended. */
async function finishJobs(deps: Deps): Promise<void> {
  for (let hours = 1; hours <= 24; hours++) {
    const clock = { now: () => Temporal.Now.instant().add({ hours }) };
    let done = 1;
    while (done > 0) {
      ({ done } = await runDueJobs({ ...deps, clock }, { handlers: jobHandlers }));
    }
  }
}

/** A job that was recorded as done never ran again, and every mail went out. */
function checkSending(sendgrid: FakeSendgrid, doneJobs: ReadonlyMap<string, number>): string[] {
  const problems: string[] = [];
  for (const [jobId, count] of doneJobs) {
    const fact = jobId.replace(/^mail:/, "");
    if (count < 1) problems.push(`${jobId} was done, but its mail hadn't gone out`);
    if (sendgrid.countOf(fact) !== count) problems.push(`${jobId} ran again after it was done`);
  }
  return problems;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function randomFractions(seed: number): () => number {
  const bytes = seededBytes(seed);
  return () => {
    const [high, low] = bytes(2);
    return (high! * 256 + low!) / 65_536;
  };
}
