/** Books out: revenue, recurring revenue, receivables, payments by method, journals. */
export { updateDayBooks } from "./day_book.ts";
export { updateCoinDays } from "./coin_day.ts";
export { getCoinReport } from "./coin_report.ts";
export { updateTaxDays } from "./tax_day.ts";
export { getTaxReport } from "./tax_report.ts";
export { recordRecurring } from "./recurring_revenue.ts";
export { recordReceivables } from "./receivables.ts";
export { checkSpan, getReports, type Span } from "./read_reports.ts";
export { exportReport, REPORT_FILES, type ReportFile } from "./export_reports.ts";
export { TAX_PERIOD_UNITS } from "./view.ts";
export type * from "./view.ts";
