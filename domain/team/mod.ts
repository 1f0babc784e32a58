/** Teams of customers: who was let into whose account, and what they may do there. */
export { MAX_MEMBERS, MAX_TEAMS, type Member, rightsField } from "./model.ts";
export {
  loadMember,
  memberKey,
  parseMember,
  readMembers,
  readTeams,
  stageMember,
  stageMemberEnd,
} from "./repo.ts";
