/** The areas of an account that others may be let into, in words. */
import type { CustomerRight } from "@/domain/shared/actor.ts";

/** Each area: its name, and what it opens. */
export const RIGHT_TEXTS: Readonly<Record<CustomerRight, { name: string; text: string }>> = {
  billing: { name: "Billing", text: "Prices, invoices, payments and credit" },
  services: { name: "Services", text: "Services, without their log-ins" },
  credentials: { name: "Credentials", text: "Addresses, log-ins and passwords of services" },
  orders: { name: "Orders", text: "Orders, and placing new ones" },
  support: { name: "Support", text: "Messages to and from support" },
};

/** Areas as one line: `Billing, Services`. */
export function rightsText(rights: readonly CustomerRight[]): string {
  return rights.map((right) => RIGHT_TEXTS[right].name).join(", ");
}
