/** The API's description: valid, whole, and the same as what its routes do. */
import { expect } from "expect";
import { Validator } from "@seriousme/openapi-schema-validator";
import { API_SCOPES } from "@/domain/api_token/mod.ts";
import { ENDPOINTS } from "@/routes/(_lib)/api/endpoints.ts";
import { PROBLEMS } from "@/routes/(_lib)/api/problems.ts";
import { callApi, tokenOf } from "@/tests/helpers/api.ts";
import { makeApp } from "@/tests/helpers/app.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { makeWorld } from "@/tests/helpers/world.ts";

type Json = Record<string, unknown>;

async function fetchDocument(): Promise<Json> {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  return await (await callApi(app, "/api/openapi.json")).json();
}

Deno.test("the OpenAPI document is valid by the schema of OpenAPI 3.1", async () => {
  const document = await fetchDocument();
  const validator = new Validator();

  const { valid, errors } = await validator.validate(structuredClone(document));

  expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
  expect(validator.version).toBe("3.1");
});

Deno.test("the validator finds what is wrong with a document", async () => {
  const document = await fetchDocument();
  const broken = structuredClone(document) as { paths: Record<string, { get: Json }> };
  delete broken.paths["/api/v1/me"]!.get.responses;
  broken.paths["/api/v1/me"]!.get.parameters = [{ name: "x" }];

  expect((await new Validator().validate(broken)).valid).toBe(false);
});

Deno.test("every reference in the document leads somewhere, and every object is referred to", async () => {
  const document = await fetchDocument();
  const text = JSON.stringify(document);
  const named = new Set(
    [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name),
  );
  const { schemas } = document.components as { schemas: Json };

  expect([...named].toSorted()).toEqual(Object.keys(schemas).toSorted());
  expect(text).not.toMatch(/\$id|\$schema|"\$ref":"(?!#\/components)/);
});

Deno.test("answers fit the schemas that the document names for them", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const world = await makeWorld(deps);
  const { token } = await tokenOf(deps, world.people.customer);
  const { schemas } = (await fetchDocument()).components as { schemas: Record<string, Json> };
  const { unpaid, active } = world.orders;
  const ids: Record<string, string> = {
    order: unpaid.id,
    service: active.serviceId!,
    invoice: active.invoiceId,
  };

  for (const { path, method, answer, idOf = "" } of ENDPOINTS) {
    if (method === "post" || answer === null) continue;
    const address = path.replace("{id}", ids[idOf] ?? "");
    const body = await (await callApi(app, address, { token })).json();
    expect([address, misfits(schemas, schemas[answer]!, body)]).toEqual([address, []]);
  }
  expect(misfits(schemas, schemas.Money!, { amount: 1, currency: "EUR", cents: 100 }))
    .toEqual(["amount: not string", "cents: not named"]);
});

/** Where a value differs from a JSON Schema of the kinds that the document has. */
function misfits(schemas: Record<string, Json>, schema: Json, value: unknown, at = ""): string[] {
  if (typeof schema.$ref === "string") {
    return misfits(schemas, schemas[schema.$ref.split("/").at(-1)!]!, value, at);
  }
  if (Array.isArray(schema.anyOf)) {
    const tries = (schema.anyOf as Json[]).map((each) => misfits(schemas, each, value, at));
    return tries.some(({ length }) => length === 0) ? [] : tries[0]!;
  }
  const types = [schema.type].flat();
  if (!types.includes(typeOf(value))) return [`${at}: not ${types.join(" or ")}`];
  if (Array.isArray(schema.enum) && !schema.enum.includes(value)) return [`${at}: not in the list`];
  if (Array.isArray(value)) {
    return value.flatMap((item, i) => misfits(schemas, schema.items as Json, item, `${at}[${i}]`));
  }
  if (typeof value !== "object" || value === null) return [];
  const properties = schema.properties as Record<string, Json>;
  const join = (name: string) => at === "" ? name : `${at}.${name}`;
  const missing = (schema.required as string[] ?? []).filter((name) => !(name in value));
  return [
    ...missing.map((name) => `${join(name)}: missing`),
    ...Object.entries(value).flatMap(([name, part]) =>
      properties[name]
        ? misfits(schemas, properties[name], part, join(name))
        : [`${join(name)}: not named`]
    ),
  ];
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return Number.isInteger(value) ? "integer" : typeof value;
}

Deno.test("the document says of each endpoint which scope and which problems it has", async () => {
  const { paths } = await fetchDocument() as { paths: Record<string, Record<string, Json>> };

  for (const { path, method, scope } of ENDPOINTS) {
    const operation = paths[path]![method]!;
    expect([path, operation.security]).toEqual([path, scope === null ? [] : [{ bearer: [scope] }]]);
    const statuses = Object.keys(operation.responses as Json);
    expect(statuses).toEqual(
      expect.arrayContaining(scope === null ? ["429"] : ["401", "403", "429"]),
    );
  }
  const ids = ENDPOINTS.map(({ operationId }) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
});

Deno.test("the documentation shows all of it without a script, and problems link into it", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);

  const page = await app.get("/api/docs");
  const html = await page.text();

  expect(page.status).toBe(200);
  expect(html).not.toMatch(/<script/);
  for (const { path, operationId } of ENDPOINTS) {
    expect(html).toContain(path);
    expect(html).toContain(`id="${operationId}"`);
  }
  for (const code of Object.keys(PROBLEMS)) expect(html).toContain(`id="problem-${code}"`);
  for (const scope of API_SCOPES) expect(html).toContain(scope);
  const targets = [...html.matchAll(/href="#([\w-]+)"/g)].map(([, id]) => id);
  for (const id of new Set(targets)) expect(html).toContain(`id="${id}"`);
  const { type } = await (await callApi(app, "/api/v1/me")).json();
  expect(html).toContain(`id="${new URL(type).hash.slice(1)}"`);
});
