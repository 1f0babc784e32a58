/** What the documentation page shows of the API: plain data, read off the OpenAPI document. */

/** A parameter, or a field of an object. */
export interface FieldDoc {
  name: string;
  /** For people: `text`, `integer`, `Money`, `list of OrderSummary`. */
  type: string;
  /** The object that the type names; `null` for plain types. */
  object: string | null;
  isOptional: boolean;
  description: string;
}

/** One endpoint. */
export interface EndpointDoc {
  id: string;
  method: string;
  path: string;
  summary: string;
  description: string;
  /** `null` where no token is needed. */
  scope: string | null;
  parameters: FieldDoc[];
  body: string | null;
  answer: string | null;
  problems: Array<{ code: string; status: number }>;
}

/** An object that requests or answers carry. */
export interface ObjectDoc {
  name: string;
  description: string;
  fields: FieldDoc[];
}

/** A kind of problem. */
export interface ProblemDoc {
  code: string;
  status: number;
  title: string;
  detail: string;
}

/** The whole documentation. */
export interface ApiDocs {
  server: string;
  version: string;
  groups: Array<{ tag: string; endpoints: EndpointDoc[] }>;
  objects: ObjectDoc[];
  problems: ProblemDoc[];
  scopes: Array<{ scope: string; label: string }>;
}
