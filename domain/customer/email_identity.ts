/**
 * Whose mailbox an address is: many providers deliver several spellings into one. Mail goes to the address as it was
 * given; that there is one account a mailbox is decided by its identity. And addresses that are made to be thrown away.
 *
 * The list of throw-away domains is a package of its own, kept from the public block list, of about 170 KB.
 */
import { disposableEmailBlocklistSet } from "disposable-email-domains-js";

/** Providers at which `name+anything@` is `name@`. */
const PLUS_DOMAINS = new Set([
  "gmail.com",
  "outlook.com",
  "hotmail.com",
  "live.com",
  "msn.com",
  "icloud.com",
  "me.com",
  "mac.com",
  "fastmail.com",
  "fastmail.fm",
  "proton.me",
  "protonmail.com",
  "pm.me",
  "zoho.com",
  "yandex.com",
  "yandex.ru",
  "mailbox.org",
  "posteo.de",
]);
/** Providers at which dots in the name mean nothing. */
const DOTLESS_DOMAINS = new Set(["gmail.com"]);
/** Second names of the same provider. */
const SAME_DOMAIN: Readonly<Record<string, string>> = {
  "googlemail.com": "gmail.com",
  "me.com": "icloud.com",
  "mac.com": "icloud.com",
  "protonmail.com": "proton.me",
  "pm.me": "proton.me",
  "ya.ru": "yandex.ru",
};

const THROW_AWAY_DOMAINS: ReadonlySet<string> = disposableEmailBlocklistSet();

/**
 * The mailbox of a normalised address, itself in the form of an address. Look-alikes by Unicode are gone before: names
 * are ASCII after NFKC, domains in their IDNA form, so that a homograph is another domain and reads as one (`xn--…`).
 */
export function identityOf(email: string): string {
  const at = email.lastIndexOf("@");
  const domain = email.slice(at + 1);
  const provider = Object.hasOwn(SAME_DOMAIN, domain) ? SAME_DOMAIN[domain]! : domain;
  let name = email.slice(0, at);
  if (PLUS_DOMAINS.has(provider)) name = name.split("+", 1)[0] || name;
  if (DOTLESS_DOMAINS.has(provider)) name = name.replaceAll(".", "") || name;
  return `${name}@${provider}`;
}

/** Whether mailboxes of the address's domain, or of one above it, are open to everybody and gone in an hour. */
export function isDisposable(email: string): boolean {
  const labels = email.slice(email.lastIndexOf("@") + 1).split(".");
  return labels.some((_, from) =>
    from < labels.length - 1 && THROW_AWAY_DOMAINS.has(labels.slice(from).join("."))
  );
}
