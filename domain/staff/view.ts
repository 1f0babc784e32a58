/** What pages show of staff. */
import type { AccountView } from "@/domain/customer/mod.ts";

/** Somebody with a staff role. */
export interface StaffMemberView extends AccountView {
  /** For people: `Owner`, or what a custom role is called. */
  roleName: string;
}
