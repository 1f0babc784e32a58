/**
 * Every collection of the database whose records name a customer, by the first part of its keys: what of it is in the copy of
 * their data, and what becomes of it when the account is erased; and those that name nobody. A test holds both lists
 * against the source and against what is stored.
 */

/** What becomes of a collection. */
export type Ending =
  /** Nothing that names the account is left. */
  | "removed"
  /** Records stay, without a text about the person. */
  | "blanked"
  /** Records stay as they are until the law lets go of them, then they lose the person. */
  | "kept"
  /** It never held more than ids, sums and times. */
  | "ids";

/** One collection. */
export interface Collection {
  /** The noun of the copy that has it, or `null` with the reason. */
  part: string | null;
  /** Why it isn't in the copy. */
  reason?: string;
  ending: Ending;
}

const WAY = "A way to what is in the copy.";
const SECRET = "A secret, worth nothing to anybody but whoever tries it.";
const STAFF = "Staff's own work, until it becomes something that the customer gets.";
const SUMS = "Counts and sums for the house's reports; what they are of is in the copy.";
const MACHINERY = "How the work is done; what came of it is in the copy.";
const PRIVACY = "How copy and erasure themselves are done.";

/** Collections by what of them is in the copy, or why nothing is, and by their end. */
const GROUPS: ReadonlyArray<[Pick<Collection, "part" | "reason">, Ending, string]> = [
  [{ part: "account" }, "blanked", "accounts"],
  [{ part: "account" }, "removed", "pending_emails account_closings"],
  [
    { part: null, reason: WAY },
    "removed",
    "accounts_by_email accounts_by_mailbox staff_accounts mails_by_writer orders_by_email " +
    "orders_by_hostname teams_by_person invitation_of invitations_by_scope api_tokens_of " +
    "passkeys sessions_by_account payer_accounts_by_customer",
  ],
  [
    { part: null, reason: WAY },
    "ids",
    "approvals_by_customer approvals_by_status approvals_open_of audit_by_subject " +
    "chain_payments_attention chain_payments_by_invoice chain_payments_by_phase " +
    "chain_payments_due chain_payments_watched chain_quotes chain_reminders_due credit_notes_by_customer credit_notes_by_invoice " +
    "credit_notes_by_number invoices_by_customer invoices_by_customer_status invoices_by_number " +
    "invoices_by_status invoices_chased invoices_expiring mails_by_account mails_by_state orders_by_customer " +
    "orders_by_customer_status orders_by_number orders_by_status orders_expiring " +
    "order_fingerprints payments_by_customer payments_by_invoice promotion_uses_by_customer " +
    "promotion_uses_by_promotion proposed_credit_notes_by_invoice proofs proofs_pending service_changes_by_invoice " +
    "service_changes_by_service service_changes_expiring service_changes_open " +
    "services_by_customer services_by_customer_status services_by_order services_by_status " +
    "services_due services_ending statement_lines_by_customer statement_lines_by_import " +
    "statement_lines_by_invoice statement_lines_by_status statement_lines_decided statement_fingerprints trials " +
    "wallet_adjustments_by_customer wallet_refunds_by_customer wallet_refunds_to_send first_owner",
  ],
  [{ part: "tax_exemption" }, "removed", "tax_exemptions"],
  [{ part: "terms" }, "removed", "customer_terms"],
  [{ part: "security" }, "removed", "second_factors"],
  [{ part: "sessions" }, "removed", "sessions"],
  [{ part: "devices" }, "removed", "known_devices"],
  [{ part: "api_tokens" }, "removed", "api_tokens"],
  [{ part: "team" }, "removed", "team_members invitations"],
  [{ part: "orders" }, "blanked", "orders"],
  [{ part: "orders" }, "ids", "promotion_uses trials"],
  [{ part: "services" }, "blanked", "services"],
  [{ part: "plan_changes" }, "ids", "service_changes"],
  [{ part: "invoices" }, "kept", "invoices"],
  [{ part: "payments" }, "kept", "payments receipts"],
  [{ part: "chain_payments" }, "kept", "chain_payments chain_arrivals"],
  [{ part: "chain_payments" }, "ids", "chain_addresses"],
  [{ part: "bank_lines" }, "kept", "statement_lines"],
  [{ part: "payer_accounts" }, "removed", "payer_accounts"],
  [{ part: "proofs" }, "blanked", "proof_folders"],
  [{ part: "proofs" }, "removed", "upload_chunks uploads_open"],
  [{ part: "wallet" }, "ids", "ledger_days ledger_entries ledger_transfers ledger_wallets"],
  [
    { part: "wallet_bookings" },
    "kept",
    "wallet_adjustments wallet_refunds wallet_refund_references",
  ],
  [{ part: "approvals" }, "kept", "approvals proposed_credit_notes"],
  // Gone with the decision, without which no account ends.
  [{ part: "approvals" }, "removed", "proposed_receipts"],
  [{ part: "credit_notes" }, "kept", "credit_notes"],
  [{ part: "mails" }, "blanked", "mails"],
  [{ part: "activity" }, "blanked", "audit_events"],
  [
    { part: null, reason: "The signature and the code that the customer's PDF carries." },
    "ids",
    "invoice_seals invoice_codes credit_note_seals credit_note_codes",
  ],
  [
    { part: null, reason: SECRET },
    "removed",
    "links log_in_challenges passkey_challenges refresh_tokens",
  ],
  [{ part: null, reason: STAFF }, "removed", "invoice_drafts invoice_staff_notes"],
  [{ part: null, reason: SUMS }, "ids", "recurring_movements recurring_worth"],
  [{ part: null, reason: MACHINERY }, "blanked", "jobs"],
  [
    { part: null, reason: MACHINERY },
    "ids",
    "books_audit books_check idempotency_keys moved_alone jobs_by_position jobs_by_state jobs_due renewed_services unbilled_services team_revisions",
  ],
  [{ part: null, reason: MACHINERY }, "removed", "rate_limits"],
  [
    { part: null, reason: PRIVACY },
    "ids",
    "privacy_erasure_of privacy_erasures privacy_retained",
  ],
  [{ part: null, reason: PRIVACY }, "removed", "privacy_exports privacy_export_chunks"],
];

/** Collections that name a customer, by the first part of their keys. */
export const COLLECTIONS: ReadonlyMap<string, Collection> = new Map(
  GROUPS.flatMap(([copy, ending, names]) =>
    names.split(" ").map((name): [string, Collection] => [name, { ...copy, ending }])
  ),
);

/** Those whose records may hold the person until their time is over. */
export const RETAINED_PREFIXES: readonly string[] = [...COLLECTIONS]
  .flatMap(([name, { ending }]) => ending === "kept" ? [name] : []);

/** Collections that name no customer: the house's own settings, counters and clockwork. */
export const NOBODYS: ReadonlySet<string> = new Set(
  ("approvals_indexed catalog_addons catalog_datacenters catalog_ids_by_slug catalog_os_images " +
    "catalog_panels catalog_plans catalog_revisions chain_counters chain_cursors crypto_rates " +
    "csv_mappings demo installation invoice_counters invoice_seal_cursor credit_note_seal_cursor job_counts " +
    "job_heartbeat logo logos longest_lead_days mail_counts mail_templates payout_stop promotions " +
    "promotions_by_code promotions_by_status recurring_days recurring_turns report_coin_days " +
    "report_coin_days_final report_days " +
    "report_days_final report_receivables report_recurring report_tax_days report_tax_days_final restore_under_way roles " +
    "roles_by_name seal_key seal_keys service_indexes settings signing_key signing_keys " +
    "statement_imports statement_imports_by_status statement_sums stats_days stats_totals " +
    "stocks termination_hours top_ups_indexed").split(" "),
);
