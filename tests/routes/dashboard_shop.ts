/** A running shop for tests of the dashboard: the real application, a customer with orders, and staff. */
import { seedCatalog } from "@/domain/catalog/mod.ts";
import { activateService } from "@/domain/provisioning/mod.ts";
import { updateSettings } from "@/domain/settings/mod.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { type Debt, pay, placeDebt } from "@/tests/domain/payment/fixtures.ts";
import { allowUnpaidOrders, makeStaff } from "@/tests/domain/order/fixtures.ts";
import { makeApp, type TestApp } from "@/tests/helpers/app.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { makePerson, type Person } from "@/tests/helpers/people.ts";

/** The password of the machine. */
export const MACHINE_PASSWORD = "Tr0ub4dor&3 <b>";

/** Everything that a test of the dashboard needs. */
export interface Shop extends AsyncDisposable {
  deps: TestDeps;
  app: TestApp;
  ada: Person;
  eve: Person;
}

/** Opens a shop with bank details and addresses; Ada is its customer, Eve another one. */
export async function openDashboard(): Promise<Shop> {
  const deps = await makeDeps();
  unwrap(await seedCatalog(deps));
  await allowUnpaidOrders(deps, 1000);
  const actor = makeStaff();
  unwrap(
    await updateSettings(deps, {
      actor,
      section: "bank",
      values: {
        accounts: [{
          currency: "EUR",
          holder: "CloudNest GmbH",
          iban: "DE89370400440532013000",
          bic: "COBADEFFXXX",
          bankName: "Commerzbank",
          instructions: "",
        }],
      },
    }),
  );
  unwrap(
    await updateSettings(deps, {
      actor,
      section: "crypto",
      values: {
        addresses: [{
          asset: "BTC",
          network: "bitcoin",
          address: "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
        }],
      },
    }),
  );
  return {
    deps,
    app: await makeApp(deps),
    ada: await makePerson(deps, { name: "Ada Lovelace", email: "ada@example.com" }),
    eve: await makePerson(deps, { name: "Eve Other", email: "eve@example.com" }),
    [Symbol.asyncDispose]: () => deps[Symbol.asyncDispose](),
  };
}

/** A paid and running service of Ada's. */
export async function runService({ deps, ada }: Shop): Promise<{ debt: Debt; serviceId: string }> {
  const debt = await placeDebt(deps, ada.customer, "web1.example.com");
  unwrap(await pay(deps, debt, { reference: "TX-SERVICE" }));
  const form = {
    ip: "192.0.2.10",
    hostname: "web1.example.com",
    username: "root",
    password: MACHINE_PASSWORD,
    port: "2222",
    panel_url: "https://panel.example.com/",
    notes: "Rack 12: for staff only",
  };
  const active = await activateService(deps, { actor: makeStaff(), orderId: debt.orderId, form });
  return { debt, serviceId: unwrap(active).serviceId };
}
