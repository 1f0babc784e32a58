/** A SendGrid of the test's own: takes v3 `mail/send` requests on this machine and remembers them. */

const MAIL_TIMEOUT_MS = 30_000;

/** One mail as SendGrid was asked to send it. */
export interface ReceivedMail {
  /** What it tells of: the custom argument by which a mail is recognised. */
  fact: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  apiKey: string;
}

/** A running fake. */
export interface FakeSendgrid extends AsyncDisposable {
  /** For `SENDGRID_BASE_URL`. */
  url: string;
  mails: ReceivedMail[];
  /** How often the mail about a fact was taken. */
  countOf(fact: string): number;
}

interface SendRequest {
  custom_args?: { fact?: string };
  personalizations: {
    to: { email: string }[];
    custom_args?: { fact?: string };
    subject?: string;
  }[];
  subject?: string;
  content: { type: string; value: string }[];
}

/** Starts the fake on a free port. It answers 202 as SendGrid does. */
export function startFakeSendgrid(): FakeSendgrid {
  const mails: ReceivedMail[] = [];
  const counts = new Map<string, number>();
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    async (request) => {
      if (request.method !== "POST" || new URL(request.url).pathname !== "/v3/mail/send") {
        return new Response("not found", { status: 404 });
      }
      // A sender that is killed on the way has sent nothing.
      const body: SendRequest | null = await request.json().catch(() => null);
      if (body === null) return new Response("bad request", { status: 400 });
      const mail = toMail(body, request.headers.get("authorization") ?? "");
      mails.push(mail);
      counts.set(mail.fact, (counts.get(mail.fact) ?? 0) + 1);
      return new Response(null, {
        status: 202,
        headers: { "x-message-id": `fake-${mails.length}` },
      });
    },
  );
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    mails,
    countOf: (fact) => counts.get(fact) ?? 0,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** The token in the newest mail to somebody with a link to that page, as soon as it is sent. */
export async function linkToken(
  { mails }: Pick<FakeSendgrid, "mails">,
  { to, path }: { to: string; path: string },
): Promise<string> {
  const endsAt = performance.now() + MAIL_TIMEOUT_MS;
  const link = new RegExp(`${path}\\?token=([\\w.-]+)`);
  while (performance.now() < endsAt) {
    const mail = mails.findLast((each) => each.to === to && link.test(each.text));
    if (mail) return link.exec(mail.text)![1]!;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no mail to ${to} with a link to ${path}`);
}

function toMail(body: SendRequest, authorization: string): ReceivedMail {
  const [first] = body.personalizations;
  const part = (type: string) => body.content.find((each) => each.type === type)?.value ?? "";
  return {
    fact: first?.custom_args?.fact ?? body.custom_args?.fact ?? "",
    to: first?.to[0]?.email ?? "",
    subject: first?.subject ?? body.subject ?? "",
    text: part("text/plain"),
    html: part("text/html"),
    apiKey: authorization.replace(/^Bearer /, ""),
  };
}
