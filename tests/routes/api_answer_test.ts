/** The last door of every answer of the API. */
import { expect } from "expect";
import { z } from "zod";
import { answer } from "@/routes/(_lib)/api/answer.ts";

Deno.test("answer() leaves behind what its schema doesn't name, at every depth, and sends nothing that doesn't fit", async () => {
  const schema = z.object({ id: z.string(), lines: z.array(z.object({ text: z.string() })) });
  const line = { text: "VPS", staffNote: "cheap host" };
  const value = { id: "x", passwordHash: "$scrypt$", lines: [line] };

  const sent = await answer(schema, value, 201);

  expect(sent.status).toBe(201);
  expect(await sent.json()).toEqual({ id: "x", lines: [{ text: "VPS" }] });
  expect(() => answer(schema, { id: 1, lines: [] } as never)).toThrow();
});
