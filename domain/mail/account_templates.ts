/** The mails about an account itself: its address, its password, and who gets in. */
import type { MailTemplate } from "./templates.ts";

/** Which values each of these templates takes. */
export const ACCOUNT_MAIL_VARIABLES = {
  welcome: ["customerName", "link"],
  account_exists: ["customerName", "link"],
  verify_email: ["customerName", "link"],
  email_change: ["customerName", "newEmail", "link"],
  email_change_notice: ["customerName", "newEmail", "at", "network", "link"],
  password_reset: ["customerName", "minutes", "link"],
  password_changed: ["customerName", "at", "network", "link"],
  new_device: ["customerName", "device", "network", "at", "link"],
  export_ready: ["customerName", "expiresAt", "link"],
  erasure_requested: ["customerName", "dueOn", "link"],
  account_reported_staff: ["customerName", "customerEmail", "what", "at", "link"],
  second_factor_changed: ["customerName", "change", "changedAt", "link"],
  member_joined: ["customerName", "memberName", "memberEmail", "link"],
} as const;

/** The texts that the first start stores. */
export const accountMailSeeds: Readonly<
  Record<keyof typeof ACCOUNT_MAIL_VARIABLES, MailTemplate>
> = {
  welcome: {
    subject: "Welcome to {{companyName}}: confirm your address",
    heading: "Your account is ready",
    body: `Hello {{customerName}},

Thank you for joining {{companyName}}. You can order a server, follow your orders and pay your invoices right away.

Please confirm that this address is yours. The link works once, within three days.

If it wasn't you who opened this account, answer this mail and we will close it.`,
    facts: [],
    action: "Confirm my address",
  },
  account_exists: {
    subject: "You already have an account with {{companyName}}",
    heading: "You already have an account",
    body: `Hello {{customerName}},

Somebody, perhaps you, tried to use this e-mail address for an account. There is one already, so nothing was changed: log in with the password that you have, or ask for a new one on the log-in page.

If it wasn't you, there is nothing to do. Nobody got into your account.`,
    facts: [],
    action: "Log in",
  },
  verify_email: {
    subject: "Confirm your address for {{companyName}}",
    heading: "Confirm your address",
    body: `Hello {{customerName}},

Please confirm that this address is yours. The link works once, within three days.

If you have no account with {{companyName}}, leave this mail alone.`,
    facts: [],
    action: "Confirm my address",
  },
  email_change: {
    subject: "Confirm your new address for {{companyName}}",
    heading: "Confirm your new address",
    body: `Hello {{customerName}},

You asked us to use {{newEmail}} for your account from now on. Until you confirm it, the address that you have stays.

The link works once, within a day. If you didn't ask for this, leave this mail alone.`,
    facts: [],
    action: "Use this address",
  },
  email_change_notice: {
    subject: "Your address at {{companyName}} is about to change",
    heading: "Your address is about to change",
    body: `Hello {{customerName}},

Somebody who knows your password asked us to use another address for your account. It changes as soon as the new address is confirmed.

@facts

If that was you, there is nothing to do. If it wasn't, stop it here: we end all sessions, keep this address, and ask for a new password.`,
    facts: [
      ["New address", "{{newEmail}}"],
      ["Asked for", "{{at}}"],
      ["From", "{{network}}"],
    ],
    action: "This wasn't me",
  },
  password_reset: {
    subject: "Set a new password for {{companyName}}",
    heading: "Set a new password",
    body: `Hello {{customerName}},

Somebody, perhaps you, asked for a new password for your account. The link works once, within {{minutes}} minutes.

If it wasn't you, leave this mail alone: your password stays as it is.`,
    facts: [],
    action: "Set a new password",
  },
  password_changed: {
    subject: "Your password at {{companyName}} was changed",
    heading: "Your password was changed",
    body: `Hello {{customerName}},

The password of your account was changed, and all other sessions were ended.

@facts

If that was you, there is nothing to do. If it wasn't, stop it here: we end all sessions and ask for a new password.`,
    facts: [
      ["Changed", "{{at}}"],
      ["From", "{{network}}"],
    ],
    action: "This wasn't me",
  },
  new_device: {
    subject: "New log-in to your account at {{companyName}}",
    heading: "Somebody logged in from a new device",
    body: `Hello {{customerName}},

Your account was opened from a browser that we haven't seen before.

@facts

If that was you, there is nothing to do. If it wasn't, stop it here: we end all sessions, ask for a new password, and hold back payouts.`,
    facts: [
      ["Device", "{{device}}"],
      ["From", "{{network}}"],
      ["At", "{{at}}"],
    ],
    action: "This wasn't me",
  },
  erasure_requested: {
    subject: "Your account will be erased on {{dueOn}}",
    heading: "Your account is about to be erased",
    body: `Hello {{customerName}},

You asked us to erase your account. You are logged out everywhere, and on {{dueOn}} everything goes that the law doesn't make us keep: we then hold only invoices and what was paid for them, and we won't write to you again.

If you change your mind, or if it wasn't you, log in before that day: that is all it takes to keep the account.`,
    facts: [],
    action: "Keep my account",
  },
  export_ready: {
    subject: "The copy of your data is ready",
    heading: "The copy of your data is ready",
    body: `Hello {{customerName}},

The copy of everything that we keep about you, which you asked for, is ready. You can download it until {{expiresAt}}, after logging in.

If you didn't ask for it, change your password at once: somebody else may be in your account.`,
    facts: [],
    action: "Download the copy",
  },
  account_reported_staff: {
    subject: "An account may have been taken over: {{customerEmail}}",
    heading: "An account may have been taken over",
    body:
      `{{customerName}} has said "this wasn't me". All sessions are ended, the password is gone, and payouts are frozen until you have looked at it.

@facts

Look at what was done lately in the audit log, then write to the customer.`,
    facts: [
      ["Customer", "{{customerName}}, {{customerEmail}}"],
      ["About", "{{what}}"],
      ["Reported", "{{at}}"],
    ],
    action: "Open the account",
  },
  second_factor_changed: {
    subject: "Two-factor authentication of your account: {{change}}",
    heading: "The protection of your account has changed",
    body: `Hello {{customerName}},

{{change}} This was at {{changedAt}}.

If it was you, there is nothing to do. If it wasn't, somebody may know your password: change it at once, look through your sessions, passkeys and devices, and write to us at {{supportEmail}}.`,
    facts: [],
    action: "Look at the security of my account",
  },
  member_joined: {
    subject: "{{memberName}} has joined your account at {{companyName}}",
    heading: "Somebody has joined your account",
    body: `Hello {{customerName}},

{{memberName}} ({{memberEmail}}) has accepted an invitation into your account, and sees and does there what the page of your team says.

If it wasn't you who invited them, remove them there at once, and change your password.`,
    facts: [],
    action: "Look at the team",
  },
};
