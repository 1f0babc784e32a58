/**
 * What staff book on a customer's wallet: adjustments, which give or take with a reason, and refunds, which leave the house.
 * Each is booked at once, or proposed until another member of staff has approved it. Its id names its transfer.
 */
import { z } from "zod";
import { RECEIPT_METHODS } from "@/domain/payment/view.ts";
import { moneySchema } from "@/domain/shared/money_schema.ts";
import { BOOKING_STATUSES, DIRECTIONS } from "./view.ts";

/** Characters of a reason at the most. */
export const MAX_REASON_LENGTH = 500;

const booking = {
  schemaVersion: z.literal(1),
  id: z.string(),
  customerId: z.string(),
  /** More than zero. */
  amount: moneySchema.refine((amount) => amount.minor > 0),
  /** For the customer to read. */
  reason: z.string(),
  status: z.enum(BOOKING_STATUSES),
  /** `null` where no second pair of eyes was needed. */
  approvalId: z.string().nullable(),
  createdBy: z.string(),
  createdAt: z.string(),
  bookedAt: z.string().nullable(),
};

export const adjustmentSchema = z.strictObject({ ...booking, direction: z.enum(DIRECTIONS) });

/** A credit or debit by staff. */
export type Adjustment = z.infer<typeof adjustmentSchema>;

export const refundSchema = z.strictObject({
  ...booking,
  method: z.enum(RECEIPT_METHODS),
  /** The account or address that it goes to. */
  destination: z.string(),
  /** The bank's or chain's own name of it; empty until it was sent. */
  reference: z.string(),
  sentAt: z.string().nullable(),
  sentBy: z.string().nullable(),
});

/** Money that leaves a wallet for the outside. */
export type Refund = z.infer<typeof refundSchema>;

/** Id of the transfer of an adjustment. */
export function adjustmentTransferId(id: string): string {
  return `adjustment:${id}`;
}

/** Id of the transfer of a refund. */
export function refundTransferId(id: string): string {
  return `refund:${id}`;
}
