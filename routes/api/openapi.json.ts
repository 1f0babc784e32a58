/** The description of the API for programs that make clients from it. */
import { openApiDocument } from "../(_lib)/api/openapi.ts";
import { define } from "../(_lib)/state.ts";

export const handler = define.handlers({
  GET: (ctx) => Response.json(openApiDocument(ctx.state.deps.config.appUrl)),
});
