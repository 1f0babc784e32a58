/** A shop on a KV file, with a customer who may order as often as they like. */
import { getCatalog, seedCatalog } from "@/domain/catalog/mod.ts";
import { registerCustomer } from "@/domain/customer/mod.ts";
import type { CustomerActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { unwrap } from "@/domain/shared/result.ts";

/** Fills the catalogue, with more stock than anybody can buy, and registers a customer. */
export async function openBigShop(deps: Deps): Promise<CustomerActor> {
  unwrap(await seedCatalog(deps));
  await fillStock(deps);
  const form = { name: "Ada", email: "ada@example.com", password: "correct horse battery" };
  return { kind: "customer", id: unwrap(await registerCustomer(deps, form)).accountId };
}

/** Registers customers, at least `count`. */
export async function makeCustomers(deps: Deps, count: number): Promise<CustomerActor[]> {
  const customers: CustomerActor[] = [];
  while (customers.length < count) {
    const email = `customer-${customers.length}@example.com`;
    const form = { name: "Ada", email, password: "correct horse battery" };
    const { accountId } = unwrap(await registerCustomer(deps, form));
    customers.push({ kind: "customer", id: accountId });
  }
  return customers;
}

/** How much there is of everything after `fillStock()`. */
export const FULL_STOCK = 1_000_000;

/** Gives every plan in every data center where there is some of it a stock that doesn't run out. */
export async function fillStock(deps: Pick<Deps, "kv">): Promise<void> {
  for await (const { key } of deps.kv.list({ prefix: ["stocks"] })) {
    await deps.kv.set(key, { schemaVersion: 1, count: FULL_STOCK });
  }
}

/** A form for the first server of the catalogue, as bought by somebody who takes what is offered first. */
export async function simpleOrder(deps: Deps, hostname: string) {
  const { plans } = await getCatalog(deps);
  const plan = plans.find(({ family }) => family === "vps")!;
  return {
    plan: plan.slug,
    cycle: "monthly",
    datacenter: plan.datacenters[0]!,
    os: plan.os[0]!,
    panel: "none",
    hostname,
    addons: [],
    promo: "",
    payment_method: "bank_transfer",
    accept_terms: "on",
  };
}
