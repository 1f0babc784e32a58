/** The documentation of the API. */
import { page } from "fresh";
import { ApiReference } from "@/components/api/ApiReference.tsx";
import { PageMeta } from "@/components/catalog/PageMeta.tsx";
import { apiDocs } from "../../(_lib)/api/docs.ts";
import { define } from "../../(_lib)/state.ts";

export const handler = define.handlers({
  GET: (ctx) => page(apiDocs(ctx.state.deps.config.appUrl)),
});

export default define.page<typeof handler>(function ApiDocsPage(props) {
  return (
    <>
      <PageMeta
        title="API documentation · CloudNest"
        url={`${props.data.server}/api/docs`}
        description="Read your account, orders, services and invoices from your own programs."
      />
      <ApiReference docs={props.data} />
    </>
  );
});
