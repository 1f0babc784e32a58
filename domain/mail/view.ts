/** Mails as staff see them. */

/** A row of the outbox. */
export interface MailRowView {
  id: string;
  to: { email: string; name: string };
  template: string;
  subject: string;
  state: "waiting" | "sent" | "kept" | "failed";
  lastError: string | null;
  createdAt: string;
  sentAt: string | null;
}

/** A mail as the person whom it went to has it. */
export interface OwnMailView {
  subject: string;
  text: string;
  createdAt: string;
  sentAt: string | null;
}

/** A mail with its text. */
export interface MailView extends MailRowView {
  accountId: string | null;
  text: string;
}
