/** Requests to the API as a program sends them: no cookies, no `Origin`. */
import { API_SCOPES, createApiToken } from "@/domain/api_token/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { unwrap } from "@/domain/shared/result.ts";
import type { TestApp } from "./app.ts";
import { confirmAddress, type Person } from "./people.ts";

const ORIGIN = "http://localhost:8000";

/** One request. */
export interface ApiRequest {
  token?: string;
  method?: string;
  headers?: HeadersInit;
  /** Sent as JSON, unless it is a text already. */
  body?: unknown;
  /** The address that it comes from. */
  from?: string;
}

/** Sends a request. */
export function callApi(app: TestApp, path: string, request: ApiRequest = {}): Promise<Response> {
  const { token, body, from = "192.0.2.1" } = request;
  const headers = new Headers(request.headers);
  if (token !== undefined) headers.set("authorization", `Bearer ${token}`);
  if (body !== undefined && !headers.has("content-type")) {
    headers.set("content-type", "application/json");
  }
  const method = request.method ?? (body === undefined ? "GET" : "POST");
  const init: RequestInit = { method, headers, redirect: "manual" };
  if (body !== undefined) init.body = typeof body === "string" ? body : JSON.stringify(body);
  return app.handler(new Request(ORIGIN + path, init), {
    remoteAddr: { transport: "tcp", hostname: from, port: 40_000 },
    completed: Promise.resolve(),
  });
}

/** A token of somebody, who gets a confirmed address first. */
export async function tokenOf(
  deps: Deps,
  person: Pick<Person, "customer">,
  form: { name?: string; scopes?: readonly string[]; days?: string; ranges?: string } = {},
): Promise<{ id: string; token: string }> {
  const actor = person.customer;
  await confirmAddress(deps, person);
  return unwrap(
    await createApiToken(deps, {
      actor,
      form: {
        name: `Token ${deps.ids.code(8)}`,
        scopes: [...API_SCOPES],
        days: "30",
        ranges: "",
        ...form,
      },
    }),
  );
}
