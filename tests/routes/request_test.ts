import { expect } from "expect";
import { App } from "fresh";
import { beginRequest } from "@/routes/(_lib)/request.ts";
import type { State } from "@/routes/(_lib)/state.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";

const INFO: Deno.ServeHandlerInfo = {
  remoteAddr: { transport: "tcp", hostname: "192.0.2.1", port: 40_000 },
  completed: Promise.resolve(),
};

/** The address that counts for a request with this `X-Forwarded-For`. */
async function addressOf(forwarded: string | null, trustProxy: boolean): Promise<string> {
  await using deps = await makeDeps({ config: { trustProxy } });
  const handler = new App<State>()
    .use(beginRequest(deps))
    .get("/", (ctx) => new Response(ctx.state.client.ip))
    .handler();
  const headers: HeadersInit = forwarded === null ? {} : { "x-forwarded-for": forwarded };
  return await (await handler(new Request("http://localhost/", { headers }), INFO)).text();
}

const behindProxy: Array<[forwarded: string | null, address: string]> = [
  ["203.0.113.9", "203.0.113.9"],
  ["10.0.0.1, 203.0.113.9", "203.0.113.9"],
  ["203.0.113.9:4711", "203.0.113.9"],
  ["2001:db8::1", "2001:db8::1"],
  ["[2001:db8::1]", "2001:db8::1"],
  ["evil, [2001:db8::1]:4711", "2001:db8::1"],
  ["203.0.113.9, unknown", "192.0.2.1"],
  ["203.0.113.9, _hidden:4711", "192.0.2.1"],
  ["203.0.113.9,", "192.0.2.1"],
  ["[::1", "192.0.2.1"],
  [null, "192.0.2.1"],
];

for (const [forwarded, address] of behindProxy) {
  Deno.test(`behind a proxy that writes "${forwarded}" a request comes from ${address}`, async () => {
    expect(await addressOf(forwarded, true)).toBe(address);
  });
}

Deno.test("without a trusted proxy the header counts for nothing", async () => {
  expect(await addressOf("203.0.113.9", false)).toBe("192.0.2.1");
});
