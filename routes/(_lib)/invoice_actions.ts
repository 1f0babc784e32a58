/** What the forms of an invoice's staff page do: one use-case each. */
import { z } from "zod";
import { formatMoney } from "@/components/ui/mod.ts";
import { submitCreditNote } from "@/domain/credit_note/mod.ts";
import {
  noteInvoice,
  reopenInvoice,
  voidInvoice,
  writeOffInvoice,
} from "@/domain/invoice_desk/mod.ts";
import { submitPayment } from "@/domain/payment/mod.ts";
import { type Failure, ok, type Result } from "@/domain/shared/result.ts";
import { BROKEN_FORM, proposedText } from "./actions.ts";
import { requireStaff } from "./guards.ts";
import type { Ctx } from "./state.ts";

const text = z.string().optional();

/** The fields of all forms of the page; each use-case takes its own. */
export const invoiceForm = z.strictObject({
  action: z.enum(
    ["record_payment", "credit", "credit_all", "void", "write_off", "reopen", "note"],
    BROKEN_FORM,
  ),
  id: text,
  amounts: z.array(z.string()).default([]),
  reason: text,
  notes: text,
  amount: text,
  currency: text,
  method: text,
  reference: text,
  received_on: text,
  accept_difference: text,
});

/** Actions that move money, or that take it away from somebody: whoever sends them proves again who they are. */
export const PROVED_ACTIONS: ReadonlySet<string> = new Set([
  "record_payment",
  "credit",
  "credit_all",
  "void",
  "write_off",
  "reopen",
]);

/** Runs the form's use-case; the value is what people are told. */
export async function invoiceAction(
  ctx: Ctx,
  { action, id, amounts, reason = "", notes = "", ...payment }: z.output<typeof invoiceForm>,
): Promise<Result<string, Failure>> {
  const { deps, requestId } = ctx.state;
  const input = { actor: requireStaff(ctx), invoiceId: ctx.params.id!, requestId };
  switch (action) {
    case "record_payment": {
      const paid = await submitPayment(deps, { ...input, form: payment });
      if (!paid.ok) return paid;
      const received = formatMoney(paid.value.received);
      return ok(
        paid.value.outcome === "proposed" ? proposedText(received) : `${received} recorded.`,
      );
    }
    case "credit":
    case "credit_all": {
      const isWhole = action === "credit_all";
      const asked = { ...input, amounts, reason, isWhole, ...(id !== undefined && { id }) };
      const done = await submitCreditNote(deps, asked);
      if (!done.ok) return done;
      return done.value.outcome === "proposed"
        ? ok(proposedText(formatMoney(done.value.amount)))
        : ok(`${done.value.note.number} issued. The customer gets a mail.`);
    }
    case "void": {
      const voided = await voidInvoice(deps, { ...input, reason });
      if (!voided.ok) return voided;
      const { released } = voided.value;
      const back = released.minor > 0 ? ` ${formatMoney(released)} are back in the wallet.` : "";
      return ok(`The invoice is void.${back}`);
    }
    case "write_off": {
      const closed = await writeOffInvoice(deps, { ...input, reason });
      return closed.ok ? ok("The invoice is given up.") : closed;
    }
    case "reopen": {
      const opened = await reopenInvoice(deps, input);
      return opened.ok ? ok("The invoice is open again.") : opened;
    }
    case "note": {
      const noted = await noteInvoice(deps, { ...input, text: notes });
      return noted.ok ? ok("Noted.") : noted;
    }
  }
}
