/** A shop with a catalogue and customers, for tests of orders. */
import { getCatalog, getStock, seedCatalog } from "@/domain/catalog/mod.ts";
import { registerCustomer } from "@/domain/customer/mod.ts";
import { type OrderForm, placeOrder } from "@/domain/order/mod.ts";
import type { CustomerActor, StaffActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { ROLE_PERMISSIONS } from "@/domain/shared/permissions.ts";
import { transact } from "@/domain/shared/kv.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";
import {
  DEFAULT_TAX,
  getSettings,
  stageFirstSettings,
  type TaxSettings,
  updateSettings,
} from "@/domain/settings/mod.ts";

/** An order form that can be placed, with changes. */
export function orderForm(change: Partial<OrderForm> = {}): OrderForm {
  return {
    plan: "vps-grow",
    cycle: "annual",
    datacenter: "fra1",
    os: "debian-13",
    panel: "none",
    hostname: "server1.example.com",
    addons: ["ipv4:2"],
    promo: "",
    payment_method: "bank_transfer",
    accept_terms: "on",
    ...change,
  };
}

/** A new customer. */
export async function makeCustomer(deps: Deps, name = "ada"): Promise<CustomerActor> {
  const { accountId } = unwrap(
    await registerCustomer(deps, {
      name: `Customer ${name}`,
      email: `${name}@example.com`,
      password: "correct horse battery",
    }),
  );
  return { kind: "customer", id: accountId };
}

/** Staff with a role's permissions. */
export function makeStaff(role: keyof typeof ROLE_PERMISSIONS = "owner"): StaffActor {
  return {
    kind: "staff",
    id: "cus_01J00000000000000000000000",
    permissions: ROLE_PERMISSIONS[role],
  };
}

/** Fills the catalogue, lets customers have as many unpaid orders as they like, and registers one. */
export async function openShop(deps: Deps): Promise<CustomerActor> {
  unwrap(await seedCatalog(deps));
  await allowUnpaidOrders(deps, 1000);
  return await makeCustomer(deps);
}

/** Sets how many unpaid orders a customer may have. */
export async function allowUnpaidOrders(deps: Deps, maxUnpaidOrders: number): Promise<void> {
  const values = { ...await getSettings(deps, "orders"), maxUnpaidOrders };
  unwrap(
    await transact(deps, async (tx) => {
      await stageFirstSettings(tx, deps, { section: "orders", values });
      return ok(undefined);
    }),
  );
}

/** Sets the tax of new invoices. */
export async function setTax(
  deps: Deps,
  change: Partial<TaxSettings>,
  company: { country: string } = { country: "" },
): Promise<void> {
  const values = { ...await getSettings(deps, "company"), ...company };
  const actor = makeStaff();
  unwrap(await updateSettings(deps, { actor, section: "company", values }));
  const tax = { ...DEFAULT_TAX, ...change };
  unwrap(await updateSettings(deps, { actor, section: "tax", values: tax }));
}

/** Places an order that must succeed. */
export async function mustPlace(deps: Deps, actor: CustomerActor, change: Partial<OrderForm> = {}) {
  return unwrap(await placeOrder(deps, { actor, form: orderForm(change) }));
}

/** Sets what is left of a plan in a data center. */
export async function setStock(
  deps: Deps,
  place: { plan: string; datacenter: string },
  count: number,
): Promise<void> {
  const { plans, datacenters } = await getCatalog(deps);
  const plan = plans.find((each) => each.slug === place.plan)!;
  const datacenter = datacenters.find((each) => each.slug === place.datacenter)!;
  await deps.kv.set(["stocks", plan.id, datacenter.id], { schemaVersion: 1, count });
}

/** What is left of a plan in a data center. */
export async function stockOf(deps: Deps, plan: string, datacenter: string): Promise<number> {
  return (await getStock(deps, plan))[datacenter]!;
}

/** A counter's value. */
export async function counted(deps: Deps, name: string): Promise<number> {
  const { value } = await deps.kv.get<Deno.KvU64>(["stats_totals", name]);
  return Number(BigInt.asIntN(64, value?.value ?? 0n));
}
