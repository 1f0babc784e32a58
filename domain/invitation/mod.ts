/** Invitations into the staff, and into the teams of customers. */
export { acceptInvitation, answerInvitation } from "./accept_invitation.ts";
export { eraseInvitations, stageEndOfInvitations } from "./erase.ts";
export { inviteMember, type InviterNotVerified, inviteStaff } from "./invite.ts";
export { listInvitations, readOffer, revokeInvitation } from "./manage_invitations.ts";
export { INVITATION_HOURS } from "./model.ts";
export type { InvitationView, OfferView } from "./view.ts";
