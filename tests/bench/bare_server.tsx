/** The measure: the same page by preact-render-to-string alone, and an answer by `Deno.serve` alone. Prints its port. */
import { renderToString } from "preact-render-to-string";
import { Document, PriceList } from "./page.tsx";

const HTML = { headers: { "content-type": "text/html; charset=utf-8" } };

function answer(request: Request): Response {
  if (request.url.endsWith("/empty")) return new Response("ok");
  const page = (
    <Document>
      <PriceList />
    </Document>
  );
  return new Response(`<!DOCTYPE html>${renderToString(page)}`, HTML);
}

Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: ({ port }) => console.log(port) }, answer);
