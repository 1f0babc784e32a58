import { expect } from "expect";
import { listAudit } from "@/domain/audit/mod.ts";
import { getSettings, type Section, updateSettings } from "@/domain/settings/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import { ROLE_PERMISSIONS } from "@/domain/shared/permissions.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { dumpKv, dumpText } from "@/tests/helpers/dump.ts";

const owner: StaffActor = { kind: "staff", id: "cus_1", permissions: ROLE_PERMISSIONS.owner };

/** BIP 84, test vectors. */
const ZPUB = "zpub6rFR7y4Q2AijBEqTUquhVz398htDFrtymD9xYYfG1m4wAcvPhXNfE3EfH1r1ADqt" +
  "fSdVCToUG868RvUUkgDKf31mGDtKsAYz2oz2AGutZYs";
const ZPRV = "zprvAdG4iTXWBoARxkkzNpNh8r6Qag3irQB8PzEMkAFeTRXxHpbF9z4QgEvBRmfvqWvG" +
  "p42t42nvgGpNgYSJA9iefm1yYNZKEm7z6qUWCroSQnE";
const NODE = "https://mainnet.example.com/v3/0123456789abcdef-key";

async function refuse(deps: TestDeps, section: Section, values: unknown) {
  const result = await updateSettings(deps, { actor: owner, section, values });
  return result.ok || result.error.code !== "validation" ? {} : result.error.fields;
}

Deno.test("a private key is refused with a warning, and nothing of it is written anywhere", async () => {
  await using deps = await makeDeps();
  const chains = await getSettings(deps, "chains");
  const before = await dumpKv(deps.kv);

  for (const key of [ZPRV, `${"abandon ".repeat(11)}about`, "1".repeat(64)]) {
    for (const name of ["bitcoinAccountKey", "ethereumAccountKey"]) {
      const fields = await refuse(deps, "chains", { ...chains, [name]: key });
      expect(Object.keys(fields)).toEqual([name]);
      expect(fields[name]).toContain("private key");
      expect(fields[name]).not.toContain(key.slice(0, 12));
    }
  }

  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("account keys, contracts, tolerance and steps are checked, and nothing is written", async () => {
  await using deps = await makeDeps();
  const chains = await getSettings(deps, "chains");
  const rates = await getSettings(deps, "rates");
  const step = { network: "bitcoin", upTo: 100, confirmations: 1 };
  const [coinbase, kraken, bitstamp] = rates.sources;
  const before = await dumpKv(deps.kv);
  const bad: [section: Section, values: unknown, field: string][] = [
    ["chains", { ...chains, bitcoinAccountKey: ZPUB.slice(1) }, "bitcoinAccountKey"],
    ["chains", { ...chains, ethereumAccountKey: ZPUB }, "ethereumAccountKey"],
    ["chains", { ...chains, usdtContract: chains.usdtContract.toLowerCase() }, "usdtContract"],
    ["chains", { ...chains, toleranceBasisPoints: 501 }, "toleranceBasisPoints"],
    ["chains", { ...chains, toleranceBasisPoints: -1 }, "toleranceBasisPoints"],
    ["chains", { ...chains, assets: ["BTC", "BTC"] }, "assets"],
    ["chains", { ...chains, assets: ["DOGE"] }, "assets.0"],
    ["chains", { ...chains, lateRule: "keep_it" }, "lateRule"],
    ["chains", { ...chains, chainId: 0 }, "chainId"],
    ["confirmations", { steps: [{ ...step, confirmations: 0 }] }, "steps.0.confirmations"],
    ["confirmations", { steps: [step, step] }, "steps.1.upTo"],
    ["confirmations", { steps: [{ ...step, network: "tron" }] }, "steps.0.network"],
    ["rates", { ...rates, sources: rates.sources.slice(0, 2) }, "sources"],
    ["rates", { ...rates, sources: [coinbase, kraken, bitstamp, kraken] }, "sources.3.kind"],
    [
      "rates",
      { ...rates, sources: [coinbase, kraken, { ...bitstamp, baseUrl: "" }] },
      "sources.2.baseUrl",
    ],
    ["rates", { ...rates, maxAgeMinutes: 0 }, "maxAgeMinutes"],
  ];

  for (const [section, values, field] of bad) {
    expect([section, Object.keys(await refuse(deps, section, values))]).toEqual([section, [field]]);
  }

  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("a server's URL needs https, unless the operator has named its host", async () => {
  await using deps = await makeDeps({ config: { privateHosts: ["10.0.0.5:8545"] } });
  const chains = await getSettings(deps, "chains");
  const rates = await getSettings(deps, "rates");
  const before = await dumpKv(deps.kv);

  for (
    const url of ["http://node.example.com", "https://a:b@node.example.com", "ftp://x.example"]
  ) {
    expect(await refuse(deps, "chains", { ...chains, esploraUrl: url }))
      .toMatchObject({ esploraUrl: expect.stringContaining("PRIVATE_HOSTS") });
    const sources = rates.sources.map((source, at) =>
      at === 1 ? { ...source, baseUrl: url } : source
    );
    expect(await refuse(deps, "rates", { ...rates, sources }))
      .toMatchObject({ "sources.1.baseUrl": expect.stringContaining("PRIVATE_HOSTS") });
  }
  expect(await dumpKv(deps.kv)).toEqual(before);
  for (const url of ["https://node.example.com/", "http://10.0.0.5:8545"]) {
    expect(await refuse(deps, "chains", { ...chains, ethereumRpcUrl: url })).toEqual({});
  }
});

Deno.test("URLs of nodes are sealed at rest, and only their origin is in the audit log", async () => {
  await using deps = await makeDeps();
  const chains = { ...await getSettings(deps, "chains"), bitcoinAccountKey: ZPUB };
  const values = { ...chains, ethereumRpcUrl: NODE, esploraUrl: "https://esplora.example.com" };

  unwrap(await updateSettings(deps, { actor: owner, section: "chains", values }));
  unwrap(await updateSettings(deps, { actor: owner, section: "chains", values: chains }));
  unwrap(await updateSettings(deps, { actor: owner, section: "chains", values }));

  expect(await getSettings(deps, "chains")).toEqual(values);
  expect(await dumpText(deps)).not.toContain("0123456789abcdef-key");
  const events = unwrap(await listAudit(deps, { viewer: owner })).items;
  expect(events.map(({ before, after }) => [before, after])).toEqual([
    [
      expect.objectContaining({ ethereumRpcUrl: "" }),
      expect.objectContaining({
        ethereumRpcUrl: "https://mainnet.example.com/…",
        esploraUrl: "https://esplora.example.com",
        bitcoinAccountKey: ZPUB,
      }),
    ],
    [
      expect.objectContaining({ ethereumRpcUrl: "https://mainnet.example.com/…" }),
      expect.objectContaining({ ethereumRpcUrl: "" }),
    ],
    [
      expect.objectContaining({ ethereumRpcUrl: "" }),
      expect.objectContaining({ ethereumRpcUrl: "https://mainnet.example.com/…" }),
    ],
  ]);
});
