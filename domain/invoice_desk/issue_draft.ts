/** Issuing a draft: the number is given, the draft is gone, the customer gets a mail; however often it is asked for, once. */
import { stageAudit } from "@/domain/audit/mod.ts";
import { readAccount } from "@/domain/customer/mod.ts";
import { INVOICE_LANE, type InvoiceLineInput, stageIssueInvoice } from "@/domain/invoice/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import { dayOf } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import { transact } from "@/domain/shared/kv.ts";
import { times } from "@/domain/shared/money.ts";
import {
  type Conflict,
  fail,
  invalid,
  type NotFound,
  notFound,
  ok,
  type Result,
  type ValidationError,
} from "@/domain/shared/result.ts";
import { draftTotal } from "./check_draft.ts";
import { stageIssuedMail } from "./desk_mails.ts";
import type { Outdated } from "./edit_draft.ts";
import type { Draft } from "./model.ts";
import { dropDraft, getDraft } from "./repo.ts";

/** Issues the draft that was looked at as `version`; needs `invoices.edit`. Checks draft, number, mail, and the wallet's job. */
export async function issueDraft(
  deps: Deps,
  input: { actor: StaffActor; id: string; version: string; requestId?: string },
): Promise<Result<{ invoiceId: string }, ValidationError | NotFound | Outdated | Conflict>> {
  const { actor, id, version, requestId } = input;
  if (!actor.permissions.has("invoices.edit") || !isId("drf", id)) return notFound();
  return await transact(
    deps,
    async (tx): Promise<Result<{ invoiceId: string }, ValidationError | NotFound | Outdated>> => {
      const draft = await getDraft(tx, id);
      if (!draft) return notFound();
      if (draft.version !== version) return fail({ code: "outdated" });
      const problem = whyNotIssued(deps, draft);
      if (problem) return invalid(problem);
      const account = await readAccount(deps.kv, draft.customerId);
      if (!account || account.erasedAt !== null) return notFound();
      const { id: customerId, name, email } = account;
      const invoice = await stageIssueInvoice(tx, deps, {
        kind: "manual",
        customer: { id: customerId, name, email },
        lines: draft.lines.map(toLine),
        at: deps.clock.now(),
        notes: draft.notes,
        fromWallet: draft.fromWallet,
        ...(draft.dueOn !== null && { dueOn: draft.dueOn }),
      });
      dropDraft(tx, id);
      stageAudit(tx, deps, {
        actor,
        action: "invoice.issued",
        subject: { kind: "invoice", id: invoice.id },
        after: { number: invoice.number, total: invoice.total, draftId: id },
        requestId,
      });
      if (invoice.total.minor > 0) await stageIssuedMail(tx, deps, { invoice, account });
      return ok({ invoiceId: invoice.id });
    },
    { lane: INVOICE_LANE },
  );
}

function whyNotIssued(
  deps: Pick<Deps, "clock">,
  draft: Draft,
): Record<string, string> | null {
  if (draft.lines.length === 0) return { labels: "Write at least one line, and save it." };
  if (draftTotal(draft).minor < 0) return { units: "An invoice can't be below zero." };
  const isOver = draft.dueOn !== null && draft.dueOn < dayOf(deps.clock.now());
  return isOver ? { due_on: "This day is over." } : null;
}

function toLine({ label, quantity, unit }: Draft["lines"][number], at: number): InvoiceLineInput {
  return {
    kind: unit.minor < 0 ? "discount" : "item",
    slug: `item-${at + 1}`,
    ...{ label, quantity, unit },
    amount: times(unit, quantity),
  };
}
