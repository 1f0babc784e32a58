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

/** A message as the person who wrote it typed it. */
export interface OwnMessageView {
  writtenAt: string;
  name: string;
  email: string;
  subject: string;
  message: string;
}

/** A mail with its text. */
export interface MailView extends MailRowView {
  accountId: string | null;
  text: string;
}
