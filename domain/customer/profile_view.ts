/** What the profile page shows of whoever is signed in: plain types and names. */

/** The languages that pages and mails exist in: the one list of them. */
export const LANGUAGES: ReadonlyArray<{ value: string; label: string }> = [
  { value: "en", label: "English" },
];

/** One's own profile. */
export interface ProfileView {
  name: string;
  email: string;
  isVerified: boolean;
  language: string;
  company: string;
  addressLines: string[];
  /** ISO 3166-1 code, or empty. */
  country: string;
  taxNumber: string;
  phone: string;
  timeZone: string;
  mailPreferences: { news: boolean; newDevice: boolean };
  acceptedTerms: { version: string; at: string } | null;
  createdAt: string;
}
