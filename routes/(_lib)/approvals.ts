/** What approvals lead to, by kind: each noun says what its own do. */
import type { ApprovalEffects } from "@/domain/approval/mod.ts";
import { creditNoteEffect } from "@/domain/credit_note/mod.ts";
import { manualReceiptEffect } from "@/domain/payment/mod.ts";
import { receiptEffect } from "@/domain/statement/mod.ts";
import { chainReceiptApproval } from "@/domain/crypto/mod.ts";
import { adjustmentEffect, refundEffect } from "@/domain/wallet/mod.ts";

/** The effects of all kinds of approvals. */
export const APPROVAL_EFFECTS: ApprovalEffects = {
  adjustment: adjustmentEffect,
  refund: refundEffect,
  receipt: receiptEffect,
  manual_receipt: manualReceiptEffect,
  chain_receipt: chainReceiptApproval,
  credit_note: creditNoteEffect,
};
