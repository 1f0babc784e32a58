/** The contestant: an app on Fresh with one page and one empty route. Prints its port. */
import { App } from "fresh";
import { Document, PriceList } from "./page.tsx";

const app = new App()
  .appWrapper(({ Component }) => (
    <Document>
      <Component />
    </Document>
  ))
  .get("/empty", () => new Response("ok"))
  .route("/", { component: PriceList });

Deno.serve(
  { port: 0, hostname: "127.0.0.1", onListen: ({ port }) => console.log(port) },
  app.handler(),
);
