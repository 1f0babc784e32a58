/** What pages may show of services: plain types, safe for islands. Credentials aren't among them. */
import type { Money } from "@/domain/shared/money.ts";
import type { Cycle } from "@/domain/shared/period.ts";
import type { ServiceStatus, SuspensionReason } from "./model.ts";

/** A row of a list. */
export interface ServiceSummaryView {
  id: string;
  orderId: string;
  orderNumber: string;
  status: ServiceStatus;
  plan: string;
  planName: string;
  datacenterName: string;
  hostname: string;
  cycle: Cycle;
  /** `null` for people who may not see prices. */
  renewal: Money | null;
  nextDueOn: string | null;
  createdAt: string;
}

/** How to reach a machine, without its password. */
export interface AccessView {
  ip: string;
  username: string;
  port: number;
  panelUrl: string | null;
  /** A command for a terminal, for example `ssh -p 22 root@192.0.2.1`; `null` for machines without SSH. */
  sshCommand: string | null;
}

/** A service in full. */
export interface ServiceView extends ServiceSummaryView {
  osName: string;
  panelName: string;
  addons: Array<{ label: string; value: string }>;
  highlights: Array<{ label: string; value: string }>;
  anchorOn: string | null;
  /** The day on which its free trial is over; `null` unless it is on one that isn't paid for yet. */
  trialEndsOn: string | null;
  activatedAt: string | null;
  hasCredentials: boolean;
  /** `null` unless the service is active, and for people who may not see credentials. */
  access: AccessView | null;
  credentialsChangedAt: string | null;
  /** Why it doesn't run; `null` while it does. */
  suspension: { reason: SuspensionReason; note: string; since: string } | null;
  /** The day on which it ends because its customer has said so; `null` if they haven't. */
  endsOn: string | null;
  /** When its machine is deleted; `null` unless that is set going. */
  deletedAt: string | null;
  terminatedAt: string | null;
}

/** A row of a staff list. */
export interface StaffServiceSummaryView extends ServiceSummaryView {
  renewal: Money;
  customerId: string;
}

/** A service in full for staff. */
export interface StaffServiceView extends ServiceView {
  renewal: Money;
  customerId: string;
  staffNotes: string;
  /** It runs on, whatever isn't paid. */
  neverSuspend: boolean;
  /** Why the customer has ended it, in their words. */
  cancelReason: string;
}

/** Credentials, for the one answer that they were asked for. */
export interface CredentialsView extends AccessView {
  password: string;
}
