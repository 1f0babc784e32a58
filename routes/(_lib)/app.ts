/** The application: one chain of middlewares, each with one concern, in front of the file routes. */
import { App, type Middleware, staticFiles, trailingSlashes } from "fresh";
import type { Deps } from "@/domain/shared/deps.ts";
import { apiGate } from "./api/gate.ts";
import { isApiPath } from "./api/problems.ts";
import { errorPages } from "./errors.tsx";
import { guard } from "./guards.ts";
import { contentPolicy, secureHeaders } from "./headers.ts";
import { drainBodies, formBodies, sameOrigin, sameSite } from "./incoming.ts";
import { beginRequest } from "./request.ts";
import { session } from "./session.ts";
import type { State } from "./state.ts";

/** Puts the app together around its dependencies: for the server and for tests. */
export function createApp(deps: Deps): App<State> {
  return new App<State>()
    .use(
      beginRequest(deps),
      secureHeaders,
      contentPolicy,
      staticFiles(),
      drainBodies,
      errorPages,
      trailingSlashes("never"),
      ...pagesOnly(sameSite, sameOrigin, formBodies, session, guard),
      apiGate,
    )
    .fsRoutes();
}

/**
 * The API looks at no cookie, so that there is nothing another site could make a browser send: what protects forms from that
 * doesn't concern it. It has a gate of its own.
 */
function pagesOnly(...middlewares: Middleware<State>[]): Middleware<State>[] {
  return middlewares.map((middleware) => (ctx) => isApiPath(ctx) ? ctx.next() : middleware(ctx));
}
