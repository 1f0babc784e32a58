/** The last net: what is thrown outside of the middleware that makes error pages, which is next to nothing. */
import { HttpError } from "fresh";
import { ErrorPage } from "@/components/ErrorPage.tsx";
import { define } from "./(_lib)/state.ts";

export default define.page(function LastError({ error, state, url }) {
  const status = error instanceof HttpError ? error.status : 500;
  return <ErrorPage status={status} requestId={state.requestId} path={url.pathname} />;
});
