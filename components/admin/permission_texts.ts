/** What each permission lets staff do, in words, by area. */
import type { Permission } from "@/domain/shared/permissions.ts";

const TEXTS: Readonly<Record<Permission, readonly [area: string, text: string]>> = {
  "overview.view": ["Overview", "See the numbers of the day"],
  "orders.view": ["Orders", "See orders"],
  "orders.cancel": ["Orders", "Cancel unpaid orders"],
  "services.view": ["Services", "See services, without credentials"],
  "services.provision": ["Services", "Set up services, see and change credentials"],
  "services.suspend": ["Services", "Suspend services and let them run again"],
  "services.terminate": ["Services", "End services for good"],
  "users.view": ["Customers", "See accounts"],
  "users.suspend": ["Customers", "Suspend accounts and let them in again"],
  "users.terms": ["Customers", "Change when a customer is billed, reminded and suspended"],
  "customers.act_as": ["Customers", "Act as a customer, without their secrets"],
  "invoices.view": ["Money", "See invoices and payments"],
  "invoices.edit": ["Money", "Write, void, merge and credit invoices"],
  "payments.record": ["Money", "Record payments"],
  "payments.refund": ["Money", "Pay money out of wallets"],
  "payments.approve": ["Money", "Approve what others book above the limit"],
  "wallets.adjust": ["Money", "Credit and debit wallets"],
  "books.view": ["Money", "See the audit of the books, and run it"],
  "catalog.view": ["Catalogue", "See plans and their prices"],
  "catalog.edit": ["Catalogue", "Change prices"],
  "reports.view": ["Money", "See reports, and load journals"],
  "payouts.release": ["Money", "Let payouts out although the books differ"],
  "promotions.edit": ["Money", "See, make and change promotions"],
  "proofs.view": ["Money", "See proofs of payment"],
  "mail.view": ["Operations", "Read the mail outbox"],
  "audit.view": ["Operations", "Read the audit log"],
  "jobs.view": ["Operations", "See background jobs"],
  "jobs.run": ["Operations", "Run failed jobs and mails again"],
  "settings.view": ["Settings", "See settings"],
  "settings.edit": ["Settings", "Change settings, payment details among them"],
  "staff.view": ["Staff", "See staff and roles"],
  "staff.edit": ["Staff", "Invite staff, change roles, end access"],
};

/** One permission in words. */
export interface PermissionText {
  permission: Permission;
  text: string;
}

/** All permissions by area, in the order of their areas. */
export const PERMISSION_AREAS: ReadonlyArray<{ area: string; permissions: PermissionText[] }> = (
  () => {
    const areas = new Map<string, PermissionText[]>();
    for (const [permission, [area, text]] of Object.entries(TEXTS)) {
      const known = areas.get(area) ?? [];
      areas.set(area, [...known, { permission: permission as Permission, text }]);
    }
    return [...areas].map(([area, permissions]) => ({ area, permissions }));
  }
)();
