import { expect } from "expect";
import { makeApp } from "./app.ts";
import { makeDeps } from "./deps.ts";
import { makePeople } from "./people.ts";

Deno.test("makeApp() answers as the server does, and knows who sends a request", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { customer } = await makePeople(deps);

  const health = await app.get("/healthz");
  const asCustomer = await app.get("/login", { session: customer.session });

  expect(health.status).toBe(200);
  expect(asCustomer.headers.get("location")).toBe("/dashboard");
});
