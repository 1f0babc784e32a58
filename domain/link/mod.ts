/** One-use links of mails: confirm an address, set a new password, accept an invitation, say "this wasn't me". */
export {
  deleteLinksOf,
  type LinkExpired,
  type LinkPurpose,
  type OpenedLink,
  openLink,
  stageLink,
  stageUseLink,
} from "./links.ts";
