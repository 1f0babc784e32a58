/** What pages may show of changes: plain types, safe for islands. */
import type { InvoiceLine } from "@/domain/invoice/mod.ts";
import type { Money } from "@/domain/shared/money.ts";
import type { Cycle } from "@/domain/shared/period.ts";
import type { ChangeTime } from "./admit_change.ts";
import type { ChangeStatus } from "./model.ts";

export type { ChangeStatus, ChangeTime };

/** What a change comes to. */
export interface ChangePreviewView {
  plan: string;
  planName: string;
  cycle: Cycle;
  /** Price of each further term. */
  renewal: Money;
  /** What it costs at once, or gives back; `null` where it can only come with the next term. */
  now: ChangePriceView | null;
  /** Whether the service is on a free trial, which goes on to its day. */
  isOnTrial: boolean;
  /** The first day of the next term, for a change that waits for it. */
  nextTermOn: string;
}

/** What a change costs at once, line by line, as its invoice will say; below zero what it gives back, as its credit note will. */
export interface ChangePriceView {
  nextDueOn: string;
  /** Whether a whole new term begins today. */
  startsNewTerm: boolean;
  lines: Array<Pick<InvoiceLine, "label" | "amount" | "basis" | "period">>;
  subtotal: Money;
  tax: Money;
  taxLabel: string;
  /** Whether the amounts of lines and renewal have the tax in them. */
  pricesIncludeTax: boolean;
  total: Money;
  /** What the request has to name as seen. */
  seen: string;
  /** Until when the price would hold; `null` where the change is made at once. */
  validUntil: string | null;
  /** The number of the open invoice for the next term that it replaces; `null` where there is none. */
  replaces: string | null;
}

/** A change of a service. */
export interface ChangeView {
  id: string;
  status: ChangeStatus;
  fromPlanName: string;
  fromCycle: Cycle;
  planName: string;
  cycle: Cycle;
  invoiceId: string | null;
  requestedAt: string;
  /** `null` for one that comes with the next term. */
  validUntil: string | null;
  closedAt: string | null;
}
