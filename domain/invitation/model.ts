/**
 * Invitations: into the staff, or into the team of a customer's account. Whoever opens the one-use link of the mail has
 * the mailbox; they accept with the account that the address belongs to, or make one.
 */
import { z } from "zod";
import { CUSTOMER_RIGHTS } from "@/domain/shared/actor.ts";

/** How long an invitation can be accepted, in hours. */
export const INVITATION_HOURS = 72;

const shared = {
  schemaVersion: z.literal(1),
  id: z.string(),
  /** Normalised. */
  email: z.string(),
  /** The account of whoever invited. */
  invitedBy: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
};

/** A stored invitation. */
export const invitationSchema = z.discriminatedUnion("kind", [
  z.strictObject({ ...shared, kind: z.literal("staff"), role: z.string() }),
  z.strictObject({
    ...shared,
    kind: z.literal("member"),
    customerId: z.string(),
    rights: z.array(z.enum(CUSTOMER_RIGHTS)),
  }),
]);

/** An invitation that nobody has accepted yet. */
export type Invitation = z.infer<typeof invitationSchema>;

/** Into what somebody is invited: the staff, or the account of a customer. */
export function scopeOf(invitation: Invitation): string {
  return invitation.kind === "staff" ? "staff" : invitation.customerId;
}

/** The purpose of an invitation's link. */
export function purposeOf(kind: Invitation["kind"]): "invite_staff" | "invite_member" {
  return kind === "staff" ? "invite_staff" : "invite_member";
}
