/** Whether the process is up. */
import { define } from "./(_lib)/state.ts";

export const handler = define.handlers({
  GET: () => new Response("ok\n", { headers: { "content-type": "text/plain; charset=utf-8" } }),
});
