/**
 * Two pairs of eyes: what one member of staff has proposed, and another approves or rejects. An approval says what kind of
 * thing it is about and which record holds it; that record is changed on the commit of the decision, by its own noun.
 */
import { z } from "zod";
import type { Failure, Result } from "@/domain/shared/result.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import { moneySchema } from "@/domain/shared/money_schema.ts";
import { APPROVAL_KINDS, APPROVAL_STATUSES, type ApprovalKind } from "./view.ts";

export const approvalSchema = z.strictObject({
  schemaVersion: z.literal(1),
  id: z.string(),
  kind: z.enum(APPROVAL_KINDS),
  /** The record that it is about: an adjustment, a refund, a line of a statement. */
  subjectId: z.string(),
  /** Whose money it is; `null` where that isn't known. */
  customerId: z.string().nullable(),
  /** Negative where money is taken. */
  amount: moneySchema,
  /** Why, for whoever decides. */
  summary: z.string(),
  status: z.enum(APPROVAL_STATUSES),
  proposedBy: z.string(),
  proposedAt: z.string(),
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
  /** What whoever decided had to say. */
  note: z.string(),
});

/** A stored approval. */
export type Approval = z.infer<typeof approvalSchema>;

/** What is staged with a decision. */
export interface Decision {
  approval: Approval;
  actor: StaffActor;
  /** Why it was rejected; empty for what is approved. */
  note: string;
  requestId: string | undefined;
}

/**
 * What a kind of approval leads to, staged on the commit that decides, which checks the approval: nine checks are left. A
 * failure leaves it undecided.
 */
export interface ApprovalEffect {
  approve(tx: Tx, deps: Deps, decision: Decision): Promise<Result<void, Failure>>;
  reject(tx: Tx, deps: Deps, decision: Decision): Promise<Result<void, Failure>>;
}

/** The effects by kind: each noun exports its own, and the routes put them together. */
export type ApprovalEffects = Readonly<Partial<Record<ApprovalKind, ApprovalEffect>>>;
