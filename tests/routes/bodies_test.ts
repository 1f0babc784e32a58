import { expect } from "expect";
import fc from "fast-check";
import { HttpError } from "fresh";
import { answerProblem } from "@/routes/(_lib)/api/problems.ts";
import { drain, readBytes } from "@/routes/(_lib)/bodies.ts";
import type { Ctx } from "@/routes/(_lib)/state.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";

/** A request whose body comes in these pieces; after them it ends, hangs or breaks. */
function requestOf(
  pieces: readonly Uint8Array[],
  { then = "end", headers }: { then?: "end" | "hang" | "break"; headers?: HeadersInit } = {},
): Request {
  const rest = [...pieces];
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const piece = rest.shift();
      if (piece) controller.enqueue(piece);
      else if (then === "end") controller.close();
      else if (then === "break") controller.error(new Error("connection reset"));
      else return new Promise<void>(() => {});
    },
  });
  return new Request("http://localhost/", { method: "POST", body, ...(headers && { headers }) });
}

const some = new Uint8Array([1, 2, 3]);

Deno.test("readBytes() puts pieces of any sizes together", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.uint8Array({ maxLength: 9000 }), { maxLength: 8 }),
      fc.boolean(),
      async (pieces, isAnnounced) => {
        const whole = pieces.flatMap((piece) => [...piece]);
        const headers = { "content-length": String(whole.length) };
        const request = requestOf(pieces, isAnnounced ? { headers } : {});
        const bytes = await readBytes(request, { maxBytes: 80_000 });
        expect([...bytes!]).toEqual(whole);
      },
    ),
    { numRuns: 50 },
  );
});

Deno.test("readBytes() answers null for more than the limit, announced or not", async () => {
  const headers = { "content-length": "3" };
  expect(await readBytes(requestOf([some], { headers }), { maxBytes: 2 })).toBeNull();
  expect(await readBytes(requestOf([some]), { maxBytes: 2 })).toBeNull();
  expect(await readBytes(requestOf([some]), { maxBytes: 3 })).toEqual(some);
});

Deno.test("readBytes() refuses a body that doesn't come to its end in time with 408", async () => {
  const reading = readBytes(requestOf([some], { then: "hang" }), { maxBytes: 600, maxMs: 20 });
  await expect(reading).rejects.toMatchObject({ status: 408 });
});

Deno.test("readBytes() calls a body whose sender goes away a bad request", async () => {
  const reading = readBytes(requestOf([some], { then: "break" }), { maxBytes: 600 });
  await expect(reading).rejects.toMatchObject({ status: 400 });
});

Deno.test("drain() gives up on a body that doesn't come", async () => {
  await drain(requestOf([some], { then: "hang" }), { maxMs: 20 });
  await drain(requestOf([some], { then: "break" }));
});

Deno.test("the API names a body that came too late as such", async () => {
  await using deps = await makeDeps();
  const request = new Request("http://localhost/api/v1/me", { method: "POST" });
  const ctx = { req: request, url: new URL(request.url), state: { deps, requestId: "req_test" } };

  const answer = answerProblem(ctx as unknown as Ctx, new HttpError(408));

  expect(answer.status).toBe(408);
  expect(await answer.json()).toMatchObject({ code: "too_slow" });
});
