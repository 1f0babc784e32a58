/** What the middlewares hand to every route, and the helpers that give route files their types. */
import { type Context, createDefine } from "fresh";
import type { ApiCaller } from "@/domain/api_token/mod.ts";
import type { Client, SignedIn } from "@/domain/session/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { FlashMessage } from "@/components/ui/mod.ts";

/** The state of a request. */
export interface State {
  deps: Deps;
  /** Names the request in the log, on error pages and in the audit log. */
  requestId: string;
  /** Where the request comes from: what log-in and limits need. */
  client: Client;
  /** Who sends it; `null` for visitors. */
  signedIn: SignedIn | null;
  /** The program that sends it, on a route of the API; `null` everywhere else. */
  caller: ApiCaller | null;
  /** A session cookie came along, but its session is over or never was. */
  hasStaleSession: boolean;
  /** A message from the page before, shown once. */
  flash: FlashMessage | null;
}

/** The context of a request. */
export type Ctx = Context<State>;

/** Types for route files: `define.handlers`, `define.page`, `define.layout`, `define.middleware`. */
export const define = createDefine<State>();
