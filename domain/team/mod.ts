/** Teams of customers: who was let into whose account, and what they may do there. */
export { changeMember, leaveTeam, removeMember } from "./change_members.ts";
export { eraseTeams, stageEndOfMembers } from "./erase.ts";
export { MAX_MEMBERS, MAX_TEAMS, type Member, rightsField } from "./model.ts";
export { listMembers, listMemberships, listTeams } from "./read_teams.ts";
export {
  isRoomFor,
  loadMember,
  memberKey,
  parseMember,
  readMembers,
  readTeams,
  stageMember,
  stageMemberEnd,
} from "./repo.ts";
export type { MembershipView, MemberView, TeamView } from "./view.ts";
