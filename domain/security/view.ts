/** What the security page shows: facts about the installation, no secret among them. */

/** The state of what keeps an installation safe. */
export interface SecurityReportView {
  appUrl: string;
  isHttps: boolean;
  /** Whether the operator has set `CLOUDNEST_SECRET`, or the first start has made one beside the database. */
  secretSource: "set" | "made";
  /** The provider that mails go out through; `null`: they stay in the outbox. */
  mailProvider: string | null;
  trustProxy: boolean;
  isDemo: boolean;
  isDevelopment: boolean;
  staff: {
    count: number;
    mustHaveSecondFactor: boolean;
    /** Names of those without one. */
    withoutSecondFactor: string[];
    /** Sessions of staff that are running. */
    sessions: number;
  };
  /** Newest first. */
  signingKeys: Array<{ kid: string; createdAt: string; notAfter: string | null }>;
  payment: {
    /** Whether invoices show anything to pay to. */
    hasDetails: boolean;
    /** Details that came with the first start are still there. */
    hasExamples: boolean;
    /** They are shown to customers: on the operator's own machine, or in a demonstration. */
    areExamplesShown: boolean;
  };
  jobs: { isAlive: boolean; lastSeenAt: string | null };
  /** The last audit of the books; `null` before the first one. */
  books: { at: string; isRight: boolean } | null;
}
