/** Whether requests can be served: the database answers, and jobs are running somewhere. */
import { isReady } from "@/domain/job/mod.ts";
import { define } from "./(_lib)/state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const readiness = await isReady(ctx.state.deps);
    return ctx.json(readiness, {
      status: readiness.ready ? 200 : 503,
      headers: { "cache-control": "no-store" },
    });
  },
});
