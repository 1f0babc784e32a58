/** All endpoints of the API as data: what the OpenAPI document and the documentation page are made from. */
import type { z } from "zod";
import { type ApiScope } from "@/domain/api_token/mod.ts";
import { INVOICE_STATUSES } from "@/domain/invoice/mod.ts";
import { ORDER_STATUSES } from "@/domain/order/mod.ts";
import { SERVICE_STATUSES } from "@/domain/service/mod.ts";
import type { ProblemCode } from "./problems.ts";
import { listQuery } from "./query.ts";
import {
  coinsSchema,
  cryptoPaymentSchema,
  invoiceCryptoSchema,
  quoteRequestSchema,
  walletPaymentRequestSchema,
  walletPaymentSchema,
} from "./crypto_schemas.ts";
import {
  accountSchema,
  grantSchema,
  invoicePageSchema,
  invoiceSchema,
  invoiceSummarySchema,
  logInSchema,
  moneySchema,
  orderPageSchema,
  orderSchema,
  orderSummarySchema,
  problemSchema,
  refreshSchema,
  servicePageSchema,
  serviceSchema,
  serviceSummarySchema,
  walletSchema,
} from "./schemas.ts";

/** The schemas by the names that they have in the document. */
export const SCHEMAS = {
  Account: accountSchema,
  Coins: coinsSchema,
  CryptoPayment: cryptoPaymentSchema,
  Grant: grantSchema,
  Invoice: invoiceSchema,
  InvoiceCrypto: invoiceCryptoSchema,
  InvoicePage: invoicePageSchema,
  InvoiceSummary: invoiceSummarySchema,
  LogIn: logInSchema,
  Money: moneySchema,
  Order: orderSchema,
  OrderPage: orderPageSchema,
  OrderSummary: orderSummarySchema,
  Problem: problemSchema,
  QuoteRequest: quoteRequestSchema,
  Refresh: refreshSchema,
  Service: serviceSchema,
  ServicePage: servicePageSchema,
  ServiceSummary: serviceSummarySchema,
  Wallet: walletSchema,
  WalletPayment: walletPaymentSchema,
  WalletPaymentRequest: walletPaymentRequestSchema,
} as const;

/** The name of a schema. */
export type SchemaName = keyof typeof SCHEMAS;

/** One thing that the API can be asked for. */
export interface Endpoint {
  method: "get" | "post";
  /** As OpenAPI writes it: `/api/v1/orders/{id}`. */
  path: string;
  operationId: string;
  tag: "Account" | "Orders" | "Services" | "Invoices" | "Wallet" | "Sessions";
  summary: string;
  description?: string;
  /** `null` where no token is needed. */
  scope: ApiScope | null;
  /** What the `{id}` of the path names. */
  idOf?: string;
  query?: z.ZodObject;
  body?: SchemaName;
  /** Whether it has to be named by an `Idempotency-Key`. */
  isNamed?: boolean;
  /** `null`: an empty answer with status 204. */
  answer: SchemaName | null;
  /** Beyond those that every endpoint has. */
  problems: readonly ProblemCode[];
}

/** The queries of the lists; their routes read them with the same schemas. */
export const ORDER_QUERY = listQuery("ord", ORDER_STATUSES);
export const SERVICE_QUERY = listQuery("svc", SERVICE_STATUSES);
export const INVOICE_QUERY = listQuery("inv", INVOICE_STATUSES);

const BODY_PROBLEMS = [
  "bad_json",
  "too_slow",
  "too_long",
  "unsupported_media_type",
  "validation",
] as const;

/** All endpoints, in the order in which they are documented. */
export const ENDPOINTS: readonly Endpoint[] = [
  {
    method: "get",
    path: "/api/v1/me",
    operationId: "getAccount",
    tag: "Account",
    summary: "Who the token belongs to, and what it allows",
    scope: "read:account",
    answer: "Account",
    problems: [],
  },
  list("Orders", "order", "listOrders", { scope: "read:orders", query: ORDER_QUERY }, "OrderPage"),
  one("Orders", "order", "getOrder", { scope: "read:orders" }, "Order"),
  list(
    "Services",
    "service",
    "listServices",
    { scope: "read:services", query: SERVICE_QUERY },
    "ServicePage",
  ),
  one("Services", "service", "getService", { scope: "read:services" }, "Service"),
  list(
    "Invoices",
    "invoice",
    "listInvoices",
    { scope: "read:invoices", query: INVOICE_QUERY },
    "InvoicePage",
  ),
  one("Invoices", "invoice", "getInvoice", { scope: "read:invoices" }, "Invoice"),
  {
    method: "get",
    path: "/api/v1/invoices/{id}/crypto",
    operationId: "getInvoiceCrypto",
    tag: "Invoices",
    summary: "What an invoice costs in cryptocurrency, and what came of it",
    description:
      "Shows what was asked for last. Looking asks nobody for a rate and takes no address.",
    scope: "read:invoices",
    idOf: "invoice",
    answer: "InvoiceCrypto",
    problems: ["not_found"],
  },
  {
    method: "post",
    path: "/api/v1/invoices/{id}/quotes",
    operationId: "quoteInvoice",
    tag: "Invoices",
    summary: "Ask what an invoice costs in an asset",
    description:
      "The amount holds for 15 minutes at an address of the invoice's own. Asking again " +
      "in that time answers the same quote, so a lost answer can simply be asked for again.",
    scope: "quote:invoices",
    idOf: "invoice",
    body: "QuoteRequest",
    answer: "CryptoPayment",
    problems: [
      ...BODY_PROBLEMS,
      "not_found",
      "nothing_due",
      "not_offered",
      "too_small",
      "rate_paused",
      "conflict",
    ],
  },
  {
    method: "post",
    path: "/api/v1/invoices/{id}/payments",
    operationId: "payInvoice",
    tag: "Invoices",
    summary: "Pay an invoice from your wallet",
    description: "In full or in part. The request has to be named by an `Idempotency-Key`: sent " +
      "again with the same key within a day it pays nothing more and answers the same. What was " +
      "refused isn't kept under the key.",
    scope: "pay:invoices",
    idOf: "invoice",
    body: "WalletPaymentRequest",
    isNamed: true,
    answer: "WalletPayment",
    problems: [
      ...BODY_PROBLEMS,
      "insufficient_funds",
      "not_found",
      "not_open",
      "not_from_wallet",
      "idempotency_key_reused",
      "conflict",
    ],
  },
  {
    method: "get",
    path: "/api/v1/wallet",
    operationId: "getWallet",
    tag: "Wallet",
    summary: "What is in your wallet",
    scope: "read:wallet",
    answer: "Wallet",
    problems: [],
  },
  {
    method: "post",
    path: "/api/v1/auth/login",
    operationId: "logIn",
    tag: "Sessions",
    summary: "Log in with e-mail address and password",
    description: "For apps that people log in to. A script is better off with a personal access " +
      "token. The session may do what all scopes together allow.",
    scope: null,
    body: "LogIn",
    answer: "Grant",
    problems: [
      ...BODY_PROBLEMS,
      "bad_credentials",
      "second_factor_required",
      "bad_code",
      "conflict",
    ],
  },
  {
    method: "post",
    path: "/api/v1/auth/refresh",
    operationId: "refreshTokens",
    tag: "Sessions",
    summary: "Trade a refresh token for new tokens",
    description: "Each refresh token serves once. One that comes again more than ten seconds " +
      "later ends its session, because somebody must have a copy; within ten seconds it is only " +
      "refused. If the answer to a refresh gets lost, log in again.",
    scope: null,
    body: "Refresh",
    answer: "Grant",
    problems: [...BODY_PROBLEMS, "bad_refresh_token", "conflict"],
  },
  {
    method: "post",
    path: "/api/v1/auth/logout",
    operationId: "logOut",
    tag: "Sessions",
    summary: "End the session of a refresh token",
    description: "Answers the same for a token that nobody knows.",
    scope: null,
    body: "Refresh",
    answer: null,
    problems: [...BODY_PROBLEMS, "conflict"],
  },
];

function list(
  tag: Endpoint["tag"],
  noun: string,
  operationId: string,
  rule: { scope: ApiScope; query: z.ZodObject },
  answer: SchemaName,
): Endpoint {
  const path = `/api/v1/${noun}s`;
  const summary = `Your ${noun}s, newest first`;
  return {
    method: "get",
    path,
    operationId,
    tag,
    summary,
    ...rule,
    answer,
    problems: ["validation"],
  };
}

function one(
  tag: Endpoint["tag"],
  noun: string,
  operationId: string,
  rule: { scope: ApiScope },
  answer: SchemaName,
): Endpoint {
  const path = `/api/v1/${noun}s/{id}`;
  const summary = `One of your ${noun}s`;
  return {
    method: "get",
    path,
    operationId,
    tag,
    summary,
    ...rule,
    idOf: noun,
    answer,
    problems: ["not_found"],
  };
}
