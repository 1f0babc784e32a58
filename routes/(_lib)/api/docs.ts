/** Turns the OpenAPI document into what the documentation page shows. */
import type { ApiDocs, EndpointDoc, FieldDoc, ObjectDoc } from "@/components/api/docs_view.ts";
import { API_SCOPE_LABELS, API_SCOPES } from "@/domain/api_token/mod.ts";
import { type Endpoint, ENDPOINTS } from "./endpoints.ts";
import { type JsonObject, openApiDocument, parametersOf, problemsOf } from "./openapi.ts";
import { PROBLEMS } from "./problems.ts";

/** The documentation of the API at `appUrl`. */
export function apiDocs(appUrl: string): ApiDocs {
  const { info, components } = openApiDocument(appUrl) as {
    info: { version: string };
    components: { schemas: Record<string, JsonObject> };
  };
  const tags = [...new Set(ENDPOINTS.map(({ tag }) => tag))];
  return {
    server: appUrl,
    version: info.version,
    groups: tags.map((tag) => ({
      tag,
      endpoints: ENDPOINTS.filter((each) => each.tag === tag).map(endpointDoc),
    })),
    objects: Object.entries(components.schemas).map(([name, schema]) => objectDoc(name, schema)),
    problems: Object.entries(PROBLEMS).map(([code, kind]) => ({ code, ...kind })),
    scopes: API_SCOPES.map((scope) => ({ scope, label: API_SCOPE_LABELS[scope] })),
  };
}

function endpointDoc(endpoint: Endpoint): EndpointDoc {
  const { operationId, method, path, summary, description = "", scope, body, answer } = endpoint;
  return {
    id: operationId,
    method: method.toUpperCase(),
    path,
    summary,
    description,
    scope,
    parameters: parametersOf(endpoint).map((parameter) => ({
      name: String(parameter.name),
      ...typeOf(parameter.schema as JsonObject),
      isOptional: parameter.required !== true,
      description: String(parameter.description ?? ""),
    })),
    body: body ?? null,
    answer,
    problems: problemsOf(endpoint).map((code) => ({ code, status: PROBLEMS[code].status })),
  };
}

function objectDoc(name: string, schema: JsonObject): ObjectDoc {
  return { name, description: String(schema.description ?? ""), fields: fieldsOf(schema, "") };
}

/** The fields of an object; those of an object within are named `token.kind`. */
function fieldsOf(schema: JsonObject, prefix: string): FieldDoc[] {
  const required = (schema.required ?? []) as string[];
  const properties = (schema.properties ?? {}) as Record<string, JsonObject>;
  return Object.entries(properties).flatMap(([name, property]) => {
    const field: FieldDoc = {
      name: prefix + name,
      ...typeOf(property),
      isOptional: !required.includes(name),
      description: String(property.description ?? withoutNull(property).schema.description ?? ""),
    };
    const inner = innerObject(property);
    return inner ? [field, ...fieldsOf(inner, `${prefix}${name}.`)] : [field];
  });
}

function innerObject(schema: JsonObject): JsonObject | null {
  const { schema: bare } = withoutNull(schema);
  const item = bare.type === "array" ? bare.items as JsonObject : bare;
  return item.type === "object" ? item : null;
}

function typeOf(schema: JsonObject): Pick<FieldDoc, "type" | "object"> {
  const { schema: bare, isNullable } = withoutNull(schema);
  const { type, object } = bareType(bare);
  return { type: isNullable ? `${type} or null` : type, object };
}

function bareType(schema: JsonObject): Pick<FieldDoc, "type" | "object"> {
  if (typeof schema.$ref === "string") {
    const object = schema.$ref.split("/").at(-1)!;
    return { type: object, object };
  }
  if (Array.isArray(schema.enum)) return plain(`one of ${schema.enum.join(", ")}`);
  if ("const" in schema) return plain(`always ${schema.const}`);
  if (schema.type === "array") {
    const { type, object } = bareType(schema.items as JsonObject);
    return { type: type === "object" ? "list of objects" : `list of ${type}`, object };
  }
  if (schema.type === "string") return plain(TEXT_FORMATS[String(schema.format)] ?? "text");
  if (schema.type === "boolean") return plain("true or false");
  return plain(String(schema.type));
}

const TEXT_FORMATS: Readonly<Record<string, string>> = {
  "date-time": "instant",
  date: "day",
  uri: "URL",
};

function plain(type: string): Pick<FieldDoc, "type" | "object"> {
  return { type, object: null };
}

/** JSON Schema writes "or null" in two ways. */
function withoutNull(schema: JsonObject): { schema: JsonObject; isNullable: boolean } {
  if (Array.isArray(schema.type)) {
    const type = schema.type.find((each) => each !== "null");
    return { schema: { ...schema, type }, isNullable: schema.type.includes("null") };
  }
  const options = schema.anyOf as JsonObject[] | undefined;
  const other = options?.find(({ type }) => type !== "null");
  return other
    ? { schema: other, isNullable: options!.some(({ type }) => type === "null") }
    : { schema, isNullable: false };
}
