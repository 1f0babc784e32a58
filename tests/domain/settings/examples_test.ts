/** Example payment details: shown on the operator's own machine, and nowhere else, however they got there. */
import { expect } from "expect";
import { getInvoice } from "@/domain/invoice/mod.ts";
import {
  EXAMPLE_ACCOUNTS,
  EXAMPLE_ADDRESSES,
  isAddress,
  isIban,
  stageFirstSettings,
  updateSettings,
} from "@/domain/settings/mod.ts";
import { transact } from "@/domain/shared/kv.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";
import { makeStaff, mustPlace, openShop } from "@/tests/domain/order/fixtures.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";

const PUBLIC = { appUrl: "https://cloud.example.com" };

async function seed(deps: TestDeps): Promise<void> {
  unwrap(
    await transact(deps, async (tx) => {
      const bank = { accounts: [...EXAMPLE_ACCOUNTS] };
      const crypto = { addresses: [...EXAMPLE_ADDRESSES] };
      await stageFirstSettings(tx, deps, { section: "bank", values: bank });
      await stageFirstSettings(tx, deps, { section: "crypto", values: crypto });
      return ok(undefined);
    }),
  );
}

for (const [config, count] of [[{}, 3], [PUBLIC, 0]] as const) {
  Deno.test(`an invoice at ${config.appUrl ?? "localhost"} shows ${count} example details`, async () => {
    await using deps = await makeDeps({ config });
    const ada = await openShop(deps);
    await seed(deps);
    const { invoiceId } = await mustPlace(deps, ada);

    const { instructions } = unwrap(await getInvoice(deps, { viewer: ada, id: invoiceId }));

    expect(instructions!.banks.length + instructions!.crypto.length).toBe(count);
    expect(instructions!.crypto.every((entry) => entry.isExample)).toBe(true);
  });
}

Deno.test("on a public site examples can't be saved as settings, and nothing is written", async () => {
  await using deps = await makeDeps({ config: PUBLIC });
  const actor = makeStaff();
  const before = await dumpKv(deps.kv);

  const bank = await updateSettings(deps, {
    actor,
    section: "bank",
    values: { accounts: EXAMPLE_ACCOUNTS },
  });
  const crypto = await updateSettings(deps, {
    actor,
    section: "crypto",
    values: {
      addresses: EXAMPLE_ADDRESSES.map((entry) => ({
        ...entry,
        address: entry.asset === "BTC" ? entry.address.toUpperCase() : entry.address,
      })),
    },
  });

  expect(bank).toMatchObject({ error: { fields: { "accounts.0.iban": expect.any(String) } } });
  expect(crypto).toMatchObject({
    error: {
      fields: {
        "addresses.0.address": expect.any(String),
        "addresses.1.address": expect.any(String),
      },
    },
  });
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("the examples have the form of what they are examples of", () => {
  expect(EXAMPLE_ACCOUNTS.every(({ iban }) => isIban(iban))).toBe(true);
  expect(EXAMPLE_ADDRESSES.every((entry) => isAddress(entry.network, entry.address))).toBe(true);
});
