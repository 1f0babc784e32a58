/** The settings of crypto through the real handler. */
import { expect } from "expect";
import { getSettings } from "@/domain/settings/mod.ts";
import { type Fields, makeApp } from "@/tests/helpers/app.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { makePeople } from "@/tests/helpers/people.ts";

const ZPUB = "zpub6rFR7y4Q2AijBEqTUquhVz398htDFrtymD9xYYfG1m4wAcvPhXNfE3EfH1r1ADqt" +
  "fSdVCToUG868RvUUkgDKf31mGDtKsAYz2oz2AGutZYs";
const ZPRV = "zprvAdG4iTXWBoARxkkzNpNh8r6Qag3irQB8PzEMkAFeTRXxHpbF9z4QgEvBRmfvqWvG" +
  "p42t42nvgGpNgYSJA9iefm1yYNZKEm7z6qUWCroSQnE";

const CHAINS: Fields = {
  assets: "BTC\nUSDC",
  bitcoinAccountKey: ZPUB,
  ethereumAccountKey: "",
  esploraUrl: "https://esplora.example.com/api/",
  ethereumRpcUrl: "https://mainnet.example.com/v3/key-0123456789",
  chainId: "1",
  usdtContract: "0xdAC17F958D2ee523a2206206994597C13D831ec7",
  usdcContract: "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48",
  toleranceBasisPoints: "0.5",
  lateRule: "staff_decides",
  wrongAssetRule: "staff_decides",
};

Deno.test("POST /admin/settings/chains keeps an account's public key, its nodes and its rules", async () => {
  await using deps = await makeDeps();
  const { owner } = await makePeople(deps);
  const app = await makeApp(deps);

  const saved = await app.post("/admin/settings/chains", CHAINS, owner);

  expect(saved.status).toBe(303);
  expect(await getSettings(deps, "chains")).toMatchObject({
    assets: ["BTC", "USDC"],
    bitcoinAccountKey: ZPUB,
    esploraUrl: "https://esplora.example.com/api",
    toleranceBasisPoints: 50,
    lateRule: "staff_decides",
  });
});

Deno.test("POST /admin/settings/chains writes nothing of a private key, and doesn't send it back", async () => {
  await using deps = await makeDeps();
  const { owner } = await makePeople(deps);
  const app = await makeApp(deps);
  const before = await dumpKv(deps.kv);

  const refused = await app.post(
    "/admin/settings/chains",
    { ...CHAINS, bitcoinAccountKey: ZPRV },
    owner,
  );

  expect(refused.status).toBe(422);
  const page = await refused.text();
  expect(page).toContain('id="f-bitcoinAccountKey-error"');
  expect(page).toContain("private key");
  expect(page).not.toContain(ZPRV);
  expect(page).toContain("https://esplora.example.com/api/");
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("GET /admin/settings/chains shows a node's whole URL to nobody who may not change it", async () => {
  await using deps = await makeDeps();
  const { owner } = await makePeople(deps);
  const app = await makeApp(deps);
  await app.post("/admin/settings/chains", CHAINS, owner);
  const read = async () => await (await app.get("/admin/settings/chains", owner)).text();

  const confirmed = await read();
  deps.clock.advance({ hours: 1 });
  const later = await read();

  expect(confirmed).toContain("key-0123456789");
  expect(later).not.toContain("key-0123456789");
  expect(later).toContain("https://mainnet.example.com/…");
});

Deno.test("POST /admin/settings/rates and /confirmations keep lists, each with its rules", async () => {
  await using deps = await makeDeps();
  const { owner } = await makePeople(deps);
  const app = await makeApp(deps);
  const rates: Fields = {
    maxAgeMinutes: "5",
    maxSpreadBasisPoints: "1.5",
    lastGoodMinutes: "0",
    lastGoodMarginBasisPoints: "1",
    "sources.0.kind": "coinbase",
    "sources.0.baseUrl": "https://api.coinbase.com",
    "sources.1.kind": "kraken",
    "sources.1.baseUrl": "https://api.kraken.com",
  };
  const third = { "sources.2.kind": "bitstamp", "sources.2.baseUrl": "https://www.bitstamp.net" };
  const steps: Fields = {
    "steps.0.network": "bitcoin",
    "steps.0.upTo": "50",
    "steps.0.confirmations": "2",
    "steps.2.network": "ethereum",
    "steps.2.upTo": "0",
    "steps.2.confirmations": "20",
  };

  const statuses = [
    await app.post("/admin/settings/rates", rates, owner),
    await app.post("/admin/settings/rates", { ...rates, ...third }, owner),
    await app.post("/admin/settings/confirmations", steps, owner),
  ].map(({ status }) => status);

  expect(statuses).toEqual([422, 303, 303]);
  expect(await getSettings(deps, "rates")).toMatchObject({ maxSpreadBasisPoints: 150 });
  expect((await getSettings(deps, "confirmations")).steps).toEqual([
    { network: "bitcoin", upTo: 50, confirmations: 2 },
    { network: "ethereum", upTo: 0, confirmations: 20 },
  ]);
});
