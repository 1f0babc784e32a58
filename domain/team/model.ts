/**
 * Teams: people whom the owner of a customer's account lets into parts of it. Each has an account, a log-in and a second
 * factor of their own; what they may do is one record, which is read on each of their requests.
 */
import { z } from "zod";
import { CUSTOMER_RIGHTS, type CustomerRight } from "@/domain/shared/actor.ts";

/** People that a customer may let in. */
export const MAX_MEMBERS = 20;
/** Accounts that a person may be let into. */
export const MAX_TEAMS = 20;

/** A stored membership. */
export const memberSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** The account whose data it is. */
  customerId: z.string(),
  /** The account of the person. */
  personId: z.string(),
  rights: z.array(z.enum(CUSTOMER_RIGHTS)),
  addedAt: z.string(),
});

/** Somebody who was let into an account. */
export type Member = z.infer<typeof memberSchema>;

/** What the forms of members and invitations hold. */
export const rightsField = z.array(
  z.enum(CUSTOMER_RIGHTS, "Choose from the areas on this page."),
)
  .min(1, "Choose at least one area.").max(CUSTOMER_RIGHTS.length)
  .transform((rights) => withNeeded(rights));

/** Whoever may see credentials must be able to open the services that they belong to. */
export function withNeeded(rights: readonly CustomerRight[]): CustomerRight[] {
  const all = new Set(rights);
  if (all.has("credentials")) all.add("services");
  return CUSTOMER_RIGHTS.filter((right) => all.has(right));
}
