import { expect } from "expect";
import { z } from "zod";
import { readForm } from "@/routes/(_lib)/forms.ts";
import type { Ctx } from "@/routes/(_lib)/state.ts";

const schema = z.object({
  plan: z.string().min(1, "Choose a plan."),
  addons: z.array(z.string()).default([]),
  file: z.instanceof(File).optional(),
  password: z.string().optional(),
});

function read(body: BodyInit, headers?: HeadersInit) {
  const req = new Request("http://localhost/", { method: "POST", body, headers });
  return readForm({ req } as Ctx, schema);
}

Deno.test("readForm() gives texts, lists and files their types", async () => {
  const body = new FormData();
  body.append("plan", "vps-2");
  body.append("addons[]", "backup");
  body.append("addons[]", "ipv4:2");
  body.append("file", new File(["%PDF-"], "proof.pdf"));

  const form = await read(body);

  expect(form.ok && form.value).toMatchObject({ plan: "vps-2", addons: ["backup", "ipv4:2"] });
  expect(form.ok && form.value.file?.name).toBe("proof.pdf");
  expect(form.typed).toEqual({ texts: { plan: "vps-2" }, lists: { addons: ["backup", "ipv4:2"] } });
});

Deno.test("readForm() takes a list that is empty, or has one entry, as a list", async () => {
  const none = await read(new URLSearchParams({ plan: "x" }));
  const one = await read(new URLSearchParams({ plan: "x", "addons[]": "ssl" }));

  expect([none, one].map((form) => form.ok && form.value.addons)).toEqual([[], ["ssl"]]);
});

Deno.test("readForm() takes a file field that was left empty as no file", async () => {
  const body = new FormData();
  body.append("plan", "x");
  body.append("file", new File([], ""));

  const form = await read(body);

  expect(form.ok && form.value.file).toBeUndefined();
});

Deno.test("readForm() refuses unknown fields whatever the schema says", async () => {
  const form = await read(new URLSearchParams({ plan: "x", price: "0" }));

  expect(form).toMatchObject({ ok: false, error: { fields: { "": expect.any(String) } } });
});

Deno.test("readForm() keeps what was typed beside the messages, but no password", async () => {
  const form = await read(new URLSearchParams({ plan: "", password: "secret" }));

  expect(form).toEqual({
    ok: false,
    error: { code: "validation", fields: { plan: "Choose a plan." } },
    typed: { texts: { plan: "" }, lists: {} },
  });
});

Deno.test("readForm() says in plain words what a schema has no words for", async () => {
  const bare = z.object({
    amount: z.string().max(5),
    name: z.string(),
    note: z.string().min(1),
    cycle: z.enum(["monthly", "annual"]),
    plans: z.array(z.string()).max(1),
  });
  const body = new URLSearchParams([
    ["amount", "nonsense"],
    ["note", ""],
    ["cycle", "x"],
    ["plans[]", "a"],
    ["plans[]", "b"],
  ]);
  const req = new Request("http://localhost/", { method: "POST", body });

  const form = await readForm({ req } as Ctx, bare);

  expect(form.ok ? null : form.error.fields).toEqual({
    amount: "Use at most 5 characters.",
    name: "Fill this in.",
    note: "Fill this in.",
    cycle: "Choose one of what is offered.",
    plans: "Choose at most 1.",
  });
});

Deno.test("readForm() changes no prototype", async () => {
  await read(new URLSearchParams({ "__proto__": "x", "__proto__[polluted]": "y" }));
  await read(new URLSearchParams({ "constructor[]": "x", "toString": "y" }));

  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  expect(Object.prototype.toString.call({})).toBe("[object Object]");
});
