/** What pages may show of API tokens: plain types, safe for islands. The token itself isn't among them. */

/** What a program may be allowed to do through the API; each has an endpoint that asks for it. */
export const API_SCOPES = [
  "read:account",
  "read:orders",
  "read:services",
  "read:invoices",
  "read:wallet",
  "quote:invoices",
  "pay:invoices",
] as const;

/** One thing that a program may be allowed to do. */
export type ApiScope = (typeof API_SCOPES)[number];

/** What each scope allows, for people. */
export const API_SCOPE_LABELS: Readonly<Record<ApiScope, string>> = {
  "read:account": "Read your name and e-mail address",
  "read:orders": "Read your orders",
  "read:services": "Read your services, without passwords",
  "read:invoices": "Read your invoices",
  "read:wallet": "Read what is in your wallet",
  "quote:invoices": "Ask what your invoices cost in cryptocurrency",
  "pay:invoices": "Pay your invoices from your wallet",
};

/** Tokens that an account may have at once. */
export const MAX_TOKENS = 20;
/** Ranges of addresses that a token may name. */
export const MAX_RANGES = 20;
/** Characters of a token's name at the most. */
export const MAX_TOKEN_NAME_LENGTH = 60;
/** The shortest and the longest life of a token, in days. */
export const MIN_TOKEN_DAYS = 7;
export const MAX_TOKEN_DAYS = 365;

/** A token as its owner sees it. */
export interface ApiTokenView {
  id: string;
  name: string;
  scopes: ApiScope[];
  /** Ranges of addresses as CIDR; empty: any address. */
  ranges: string[];
  createdAt: string;
  expiresAt: string;
  isExpired: boolean;
  /** To within five minutes; `null` until it is used. */
  lastUsedAt: string | null;
  lastUsedNetwork: string | null;
}

/** A token that was just made: the one time that it is shown. */
export interface NewApiTokenView {
  id: string;
  name: string;
  token: string;
  expiresAt: string;
}
