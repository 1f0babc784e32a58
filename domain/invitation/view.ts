/** What pages show of invitations. */
import type { CustomerRight } from "@/domain/shared/actor.ts";

/** An open invitation, for those who may take it back. */
export interface InvitationView {
  id: string;
  email: string;
  createdAt: string;
  expiresAt: string;
  /** What a role is called; empty for members. */
  roleName: string;
  /** Of members. */
  rights: CustomerRight[];
}

/** What the invited person sees before they accept. */
export interface OfferView {
  kind: "staff" | "member";
  email: string;
  /** The company, or the customer who lets them in. */
  from: string;
  /** Of staff; empty for members. */
  roleName: string;
  rights: CustomerRight[];
}
