/** Mails: written in the commit that they tell of, sent by a job, kept where staff can read them. */
export { MAIL_STATES, type MailAddress, type MailState } from "./model.ts";
export { eraseMails } from "./erase.ts";
export { listMailsTo, listMessagesFrom } from "./own_mails.ts";
export { MailTemplateError } from "./render.ts";
export { seedMailTemplates } from "./seed.ts";
export { findMail } from "./repo.ts";
export { mailJobHandlers } from "./send_mail.ts";
export { countMails, getMail, listMails, type NotResendable, resendMail } from "./staff.ts";
export { type MailInput, stageLinkMail, stageMail } from "./stage_mail.ts";
export {
  MAIL_VARIABLES,
  type MailTemplateId,
  mailTemplateSeeds,
  type MailVariables,
} from "./templates.ts";
export type { MailRowView, MailView, OwnMailView, OwnMessageView } from "./view.ts";
