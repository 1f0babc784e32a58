/** The API's description as an OpenAPI 3.1 document, from the schemas that requests and answers go through. */
import { z } from "zod";
import { API_SCOPE_LABELS, API_SCOPES } from "@/domain/api_token/mod.ts";
import { type Endpoint, ENDPOINTS, type SchemaName, SCHEMAS } from "./endpoints.ts";
import { IDEMPOTENCY_HEADER, IDEMPOTENCY_PATTERN } from "./idempotency.ts";
import { type ProblemCode, PROBLEMS } from "./problems.ts";

/** JSON, as a document holds it. */
export type JsonObject = { [name: string]: unknown };

/** The document's own version: grows with what programs could notice. */
const API_VERSION = "1.1.0";

/** Problems of every endpoint, and of those that need a token. */
const ALWAYS: readonly ProblemCode[] = ["not_acceptable", "rate_limited"];
const WITH_TOKEN: readonly ProblemCode[] = [
  "no_token",
  "bad_token",
  "insufficient_scope",
  "second_factor_owed",
];

/** All problems that an endpoint can answer with. */
export function problemsOf(endpoint: Endpoint): ProblemCode[] {
  const withToken = endpoint.scope === null ? [] : WITH_TOKEN;
  return [...withToken, ...endpoint.problems, ...ALWAYS];
}

/** The document, for the site at `appUrl`. */
export function openApiDocument(appUrl: string): JsonObject {
  const paths: Record<string, JsonObject> = {};
  for (const endpoint of ENDPOINTS) {
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method]: operation(endpoint) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "CloudNest API",
      version: API_VERSION,
      description:
        "Read your account, orders, services and invoices from your own programs, and pay.",
    },
    servers: [{ url: appUrl }],
    paths,
    components: {
      schemas: componentSchemas(),
      securitySchemes: {
        bearer: {
          type: "http",
          scheme: "bearer",
          description: "A personal access token (cn_pat_…) or an access token. Scopes: " +
            API_SCOPES.map((scope) => `${scope} (${API_SCOPE_LABELS[scope]})`).join("; ") + ".",
        },
      },
    },
  };
}

/** The schemas that the document names, each referring to the others by name. */
export function componentSchemas(): Record<string, JsonObject> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(SCHEMAS)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    uri: (id) => `#/components/schemas/${id}`,
    override: withoutDatePattern,
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $schema: _schema, $id: _id, ...schema }]) => [id, schema]),
  );
}

/** A format says what the long pattern says, and people can read it. */
function withoutDatePattern({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.format?.startsWith("date")) delete jsonSchema.pattern;
}

/** The parameters of an endpoint, from the path and the schema of its query. */
export function parametersOf(endpoint: Endpoint): JsonObject[] {
  const parameters: JsonObject[] = [];
  if (endpoint.idOf !== undefined) {
    parameters.push({
      name: "id",
      in: "path",
      required: true,
      description: `Id of the ${endpoint.idOf}.`,
      schema: { type: "string" },
    });
  }
  const query = endpoint.query ? z.toJSONSchema(endpoint.query).properties ?? {} : {};
  for (const [name, schema] of Object.entries(query)) {
    const { description, ...rest } = schema as JsonObject;
    parameters.push({ name, in: "query", required: false, description, schema: rest });
  }
  if (endpoint.isNamed) {
    parameters.push({
      name: IDEMPOTENCY_HEADER,
      in: "header",
      required: true,
      description:
        "A random text of 8 to 200 signs that names this act; new for each act, kept in retries.",
      schema: { type: "string", pattern: IDEMPOTENCY_PATTERN },
    });
  }
  return parameters;
}

function operation(endpoint: Endpoint): JsonObject {
  const { operationId, summary, description, tag, scope, body } = endpoint;
  const parameters = parametersOf(endpoint);
  return {
    operationId,
    summary,
    ...(description && { description }),
    tags: [tag],
    security: scope === null ? [] : [{ bearer: [scope] }],
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { required: true, content: jsonContent(body) } }),
    responses: responses(endpoint),
  };
}

function responses(endpoint: Endpoint): JsonObject {
  const success = endpoint.answer === null
    ? { "204": { description: "Done." } }
    : { "200": { description: "What was asked for.", content: jsonContent(endpoint.answer) } };
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of problemsOf(endpoint)) {
    const { status } = PROBLEMS[code];
    byStatus.set(status, [...byStatus.get(status) ?? [], code]);
  }
  const problems = [...byStatus].map(([status, codes]) => [
    String(status),
    {
      description: codes.map((code) => `${code}: ${PROBLEMS[code].title}.`).join(" "),
      content: { "application/problem+json": { schema: refTo("Problem") } },
    },
  ]);
  return { ...success, ...Object.fromEntries(problems) };
}

function jsonContent(name: SchemaName): JsonObject {
  return { "application/json": { schema: refTo(name) } };
}

function refTo(name: SchemaName): JsonObject {
  return { $ref: `#/components/schemas/${name}` };
}
