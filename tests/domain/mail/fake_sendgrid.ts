/**
 * A local stand-in for SendGrid that holds each request against the v3 `POST /mail/send` contract: method, path, bearer
 * key, JSON, the required fields and their limits. What doesn't fit is answered as SendGrid answers it.
 */
import { z } from "zod";

const person = z.strictObject({ email: z.email(), name: z.string().optional() });

const request = z.strictObject({
  personalizations: z.array(z.strictObject({
    to: z.array(person).min(1).max(1000),
    custom_args: z.record(z.string(), z.string()).optional(),
  })).min(1).max(1000),
  from: person,
  reply_to: person.optional(),
  subject: z.string().min(1),
  content: z.array(z.strictObject({
    type: z.enum(["text/plain", "text/html"]),
    value: z.string().min(1),
  })).min(1),
  custom_args: z.record(z.string(), z.string()).optional(),
  tracking_settings: z.strictObject({
    click_tracking: z.strictObject({ enable: z.boolean(), enable_text: z.boolean().optional() }),
    open_tracking: z.strictObject({ enable: z.boolean() }),
  }).optional(),
});

/** A request that fits the contract. */
export type SendgridMail = z.infer<typeof request>;

/** A running stand-in. */
export interface FakeSendgrid extends AsyncDisposable {
  config: { apiKey: string; baseUrl: string };
  /** The mails that were taken. */
  taken: SendgridMail[];
  /** Answers of the next requests; 202 when there are none left. */
  answers: Array<() => Response | Promise<Response>>;
  /** How many requests came in. */
  requests: number;
}

/** Starts a stand-in on a free port. */
export function startSendgrid(): FakeSendgrid {
  const fake: Omit<FakeSendgrid, "config"> & { config: FakeSendgrid["config"] } = {
    config: { apiKey: "SG.test-key", baseUrl: "" },
    taken: [],
    answers: [],
    requests: 0,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };

  async function handle(incoming: Request): Promise<Response> {
    fake.requests++;
    const answer = fake.answers.shift();
    if (answer) return await answer();
    if (incoming.method !== "POST" || new URL(incoming.url).pathname !== "/v3/mail/send") {
      return refuse(404, "no such route");
    }
    if (incoming.headers.get("authorization") !== `Bearer ${fake.config.apiKey}`) {
      return refuse(401, "authorization required");
    }
    if (incoming.headers.get("content-type") !== "application/json") {
      return refuse(415, "content-type must be application/json");
    }
    const parsed = request.safeParse(await incoming.json());
    if (!parsed.success) return refuse(400, z.prettifyError(parsed.error));
    const types = parsed.data.content.map((content) => content.type);
    if (types.join() !== types.toSorted().toReversed().join()) {
      return refuse(400, "text/plain must come before text/html");
    }
    fake.taken.push(parsed.data);
    return new Response(null, {
      status: 202,
      headers: { "x-message-id": `msg-${fake.taken.length}` },
    });
  }

  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, handle);
  fake.config.baseUrl = `http://127.0.0.1:${server.addr.port}`;
  return fake;
}

/** An error in SendGrid's form. */
export function refuse(status: number, message: string): Response {
  return Response.json({ errors: [{ message, field: null, help: null }] }, { status });
}
