/** Turns whatever is thrown into a designed page with the request's id, and logs what nobody expected. */
import { HttpError } from "fresh";
import { ErrorPage } from "@/components/ErrorPage.tsx";
import { answerProblem, isApiPath } from "./api/problems.ts";
import { retryAfterOf, waitText } from "./problems.ts";
import { define } from "./state.ts";

/** Stands inside of the middlewares that set headers, so that error pages have them too. */
export const errorPages = define.middleware(async (ctx) => {
  try {
    return await ctx.next();
  } catch (error) {
    const { deps, requestId, signedIn } = ctx.state;
    const status = error instanceof HttpError ? error.status : 500;
    if (status >= 500) deps.log.error("request_failed", { requestId, route: ctx.route, error });
    if (isApiPath(ctx)) return answerProblem(ctx, error);
    const wait = error instanceof HttpError ? retryAfterOf(error.cause) : null;
    return await ctx.render(
      <ErrorPage
        status={status}
        requestId={requestId}
        path={ctx.url.pathname}
        user={signedIn?.account ?? null}
        wait={wait === null ? null : waitText(wait)}
      />,
      { status, headers: wait === null ? {} : { "retry-after": String(wait) } },
    );
  }
});
