/** Promotions for tests, and orders as far as promotions know them. */
import { seedCatalog } from "@/domain/catalog/mod.ts";
import {
  createPromotion,
  discountFor,
  findPromotion,
  type PromotionOffer,
  stageGiveBackUse,
  stageUsePromotion,
} from "@/domain/promotion/mod.ts";
import { transact } from "@/domain/shared/kv.ts";
import { money, sum, times } from "@/domain/shared/money.ts";
import type { RateLimited } from "@/domain/shared/rate_limit.ts";
import {
  type Conflict,
  ok,
  type Result,
  unwrap,
  type ValidationError,
} from "@/domain/shared/result.ts";
import { makeStaff } from "@/tests/domain/order/fixtures.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";

/** The form of a promotion that takes 20 % off the first term of anything, with changes. */
export function promotionForm(change: Record<string, unknown> = {}): Record<string, unknown> {
  return { code: "SUMMER20", name: "Summer", benefit: "percent", percent: "20", ...change };
}

/** Deps with a catalogue. */
export async function openPromotions(): Promise<TestDeps> {
  const deps = await makeDeps();
  await seedCatalog(deps);
  return deps;
}

/** Makes a promotion that must be possible; answers with its id. */
export async function mustCreate(
  deps: TestDeps,
  change: Record<string, unknown> = {},
): Promise<string> {
  const form = promotionForm(change);
  return unwrap(await createPromotion(deps, { actor: makeStaff(), form })).promotionId;
}

/** Lines of an order: a plan for 100.00, an add-on for 5.00, a setup for 30.00. */
export const LINES = [
  { kind: "plan", slug: "vps", label: "VPS", amount: money(100_00, "EUR") },
  { kind: "addon", slug: "ip", label: "IP", amount: money(5_00, "EUR") },
  { kind: "setup", slug: "vps", label: "Setup", amount: money(30_00, "EUR") },
];

/** Who wants to use a code. */
export interface Try {
  code?: string;
  customerId?: string;
  isNewCustomer?: boolean;
}

/** Looks a code up and uses it for a new order, as placing an order does. */
export async function tryUse(
  deps: TestDeps,
  { code = "summer20", ...user }: Try = {},
): Promise<Result<{ orderId: string }, ValidationError | RateLimited | Conflict>> {
  const personId = user.customerId ?? "cus_1";
  const found = await findPromotion(deps, { code, personId, ip: "192.0.2.1" });
  return found.ok ? await takeOffer(deps, found.value, user) : found;
}

/** Uses a promotion that was looked up before for a new order. */
export async function takeOffer(
  deps: TestDeps,
  offer: PromotionOffer,
  { customerId = "cus_1", isNewCustomer = true }: Omit<Try, "code">,
): Promise<Result<{ orderId: string }, ValidationError | Conflict>> {
  const taken = discountFor(offer, LINES).map(({ amount }) => amount);
  const orderId = deps.ids.next("ord");
  return await transact(deps, async (tx) => {
    tx.create(["orders", orderId], {});
    const used = await stageUsePromotion(tx, deps, {
      promotionId: offer.promotionId,
      orderId,
      user: { customerId, isNewCustomer: () => Promise.resolve(isNewCustomer) },
      discount: times(sum(taken, "EUR"), -1),
    });
    return used.ok ? ok({ orderId }) : used;
  });
}

/**
 * Uses a promotion as often as there are customers, all at once: whoever loses too often to the others is told to try
 * again, and does. `places` are the processes.
 */
export async function race(
  places: readonly TestDeps[],
  { customers, code = "summer20" }: { customers: readonly string[]; code?: string },
): Promise<string[]> {
  const look = { code, personId: "cus_looking", ip: "192.0.2.1" };
  const offer = unwrap(await findPromotion(places[0]!, look));
  return await Promise.all(customers.map(async (customerId, at) => {
    for (;;) {
      const result = await takeOffer(places[at % places.length]!, offer, { customerId });
      if (result.ok) return "used";
      if (result.error.code === "validation") return "refused";
    }
  }));
}

/** Ends an order, as cancelling and expiry do. */
export async function killOrder(deps: TestDeps, orderId: string): Promise<void> {
  unwrap(
    await transact(deps, async (tx) => {
      await tx.get(["orders", orderId]);
      tx.set(["orders", orderId], { isDead: true });
      await stageGiveBackUse(tx, deps, { orderId });
      return ok(undefined);
    }),
  );
}
