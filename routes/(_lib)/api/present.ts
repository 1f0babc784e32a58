/** From the views of use-cases to the objects of the API. */
import type { z } from "zod";
import type { ApiCaller } from "@/domain/api_token/mod.ts";
import type { InvoiceParty, InvoiceSummaryView, InvoiceView } from "@/domain/invoice/mod.ts";
import type { OrderSummaryView, OrderView } from "@/domain/order/mod.ts";
import type { ServiceSummaryView, ServiceView } from "@/domain/service/mod.ts";
import type { ApiGrant } from "@/domain/session/mod.ts";
import { type Money, toDecimal } from "@/domain/shared/money.ts";
import type { WalletView } from "@/domain/wallet/mod.ts";
import type {
  accountSchema,
  grantSchema,
  invoiceSchema,
  invoiceSummarySchema,
  moneySchema,
  orderSchema,
  orderSummarySchema,
  serviceSchema,
  serviceSummarySchema,
  walletSchema,
} from "./schemas.ts";

/** An amount. Programs act on their owner's own account, where no amount is hidden. */
export function money(amount: Money | null): z.input<typeof moneySchema> {
  if (amount === null) throw new Error("a program that may not see prices");
  return { amount: toDecimal(amount), currency: amount.currency };
}

function lineOf<T extends string>(
  line: { kind: T; label: string; quantity: number; unit: Money; amount: Money },
) {
  const { kind, label, quantity } = line;
  return { kind, label, quantity, unit: money(line.unit), amount: money(line.amount) };
}

/** The account, and the token that asks. */
export function presentAccount(caller: ApiCaller): z.input<typeof accountSchema> {
  const { id, name, email, isVerified, createdAt } = caller.account;
  const { kind, scopes, expiresAt } = caller;
  return {
    id,
    name,
    email,
    email_verified: isVerified,
    created_at: createdAt,
    token: { kind, scopes: [...scopes], expires_at: expiresAt },
  };
}

/** An order in a list. */
export function presentOrderSummary(order: OrderSummaryView): z.input<typeof orderSummarySchema> {
  return {
    id: order.id,
    number: order.number,
    status: order.status,
    plan_name: order.planName,
    cycle: order.cycle,
    hostname: order.hostname,
    total: money(order.total),
    placed_at: order.placedAt,
    expires_at: order.expiresAt,
  };
}

/** An order. */
export function presentOrder(order: OrderView): z.input<typeof orderSchema> {
  return {
    ...presentOrderSummary(order),
    plan: order.plan,
    datacenter_name: order.datacenterName,
    os_name: order.osName,
    panel_name: order.panelName,
    highlights: order.highlights,
    lines: order.lines.map(lineOf),
    subtotal: money(order.subtotal),
    tax: money(order.tax),
    tax_label: order.taxRule.label,
    prices_include_tax: order.taxRule.isInclusive,
    promo_code: order.promoCode,
    renewal: money(order.renewal),
    invoice_id: order.invoiceId,
    invoice_number: order.invoiceNumber,
    service_id: order.serviceId,
    payment_method: order.paymentMethod,
    paid_at: order.paidAt,
    activated_at: order.activatedAt,
    closed_at: order.closedAt,
    close_reason: order.closeReason,
  };
}

/** A service in a list. */
export function presentServiceSummary(
  service: ServiceSummaryView,
): z.input<typeof serviceSummarySchema> {
  return {
    id: service.id,
    order_id: service.orderId,
    order_number: service.orderNumber,
    status: service.status,
    plan: service.plan,
    plan_name: service.planName,
    datacenter_name: service.datacenterName,
    hostname: service.hostname,
    cycle: service.cycle,
    renewal: money(service.renewal),
    next_due_on: service.nextDueOn,
    created_at: service.createdAt,
  };
}

/** A service, without any password. */
export function presentService(service: ServiceView): z.input<typeof serviceSchema> {
  const { access } = service;
  return {
    ...presentServiceSummary(service),
    os_name: service.osName,
    panel_name: service.panelName,
    addons: service.addons,
    highlights: service.highlights,
    activated_at: service.activatedAt,
    access: access && {
      ip: access.ip,
      username: access.username,
      port: access.port,
      panel_url: access.panelUrl,
    },
  };
}

/** An invoice in a list. */
export function presentInvoiceSummary(
  invoice: InvoiceSummaryView,
): z.input<typeof invoiceSummarySchema> {
  return {
    id: invoice.id,
    number: invoice.number,
    kind: invoice.kind,
    order_id: invoice.orderId,
    service_id: invoice.serviceId,
    status: invoice.status,
    total: money(invoice.total),
    due: money(invoice.due),
    issued_at: invoice.issuedAt,
    due_on: invoice.dueOn,
    paid_at: invoice.paidAt,
  };
}

/** An invoice. */
export function presentInvoice(invoice: InvoiceView): z.input<typeof invoiceSchema> {
  return {
    ...presentInvoiceSummary(invoice),
    lines: invoice.lines.map((line) => ({
      ...lineOf(line),
      net: money(line.net),
      tax: money(line.tax),
    })),
    subtotal: money(invoice.subtotal),
    tax: money(invoice.tax),
    paid: money(invoice.paid),
    credited: money(invoice.credited),
    notes: invoice.notes,
    buyer: presentParty(invoice.buyer),
    seller: presentParty(invoice.seller),
    tax_label: invoice.taxRule.label,
    tax_rate_basis_points: invoice.taxRule.rateBasisPoints,
    tax_treatment: invoice.taxRule.treatment,
    tax_note: invoice.taxRule.note,
    prices_include_tax: invoice.taxRule.isInclusive,
    reference: invoice.reference,
    voided_at: invoice.voidedAt,
  };
}

/** What is in a wallet. */
export function presentWallet(wallet: WalletView): z.input<typeof walletSchema> {
  return { balances: wallet.balances.map(money) };
}

/** The tokens of a session. */
export function presentGrant(grant: ApiGrant): z.input<typeof grantSchema> {
  return {
    access_token: grant.accessToken,
    token_type: "Bearer",
    expires_in: grant.expiresInSeconds,
    refresh_token: grant.refreshToken,
    session_ends_at: grant.sessionEndsAt,
  };
}

function presentParty(party: InvoiceParty) {
  const { name, email, addressLines, country, taxNumber } = party;
  return { name, email, address_lines: addressLines, country, tax_number: taxNumber };
}
