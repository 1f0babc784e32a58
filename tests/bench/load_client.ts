/**
 * A load of GET requests on keep-alive connections of its own making, run as a process beside the server:
 * `deno run -A load_client.ts '{"port":8000,"path":"/","connections":32,"durationMs":1500}'` prints a `LoadReport`.
 * It speaks plain HTTP/1.1 over TCP, because `fetch()` would cost more than the servers that it measures.
 */

/** What to load. */
export interface Load {
  port: number;
  path: string;
  connections: number;
  durationMs: number;
  cookie?: string;
}

/** What came back. */
export interface LoadReport {
  answers: number;
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** Bytes of one body as it was sent. */
  bodyBytes: number;
  /** Answers that weren't 200. */
  refused: number;
}

const BUFFER_BYTES = 1024 * 1024;
const HEAD_END = [13, 10, 13, 10];

/** Sends requests for `durationMs`, each connection its next one as soon as it has its answer. */
export async function runLoad(load: Load): Promise<LoadReport> {
  const times: number[] = [];
  const seen = { refused: 0, bodyBytes: 0 };
  const startedAt = performance.now();
  const endsAt = startedAt + load.durationMs;

  async function connect(): Promise<void> {
    using connection = await Deno.connect({ hostname: "127.0.0.1", port: load.port });
    connection.setNoDelay(true);
    const request = new TextEncoder().encode(requestText(load));
    const reader = new AnswerReader(connection);
    while (performance.now() < endsAt) {
      const sentAt = performance.now();
      await connection.write(request);
      const { status, bodyBytes } = await reader.next();
      times.push(performance.now() - sentAt);
      if (status !== 200) seen.refused++;
      seen.bodyBytes = bodyBytes;
    }
  }

  await Promise.all(Array.from({ length: load.connections }, connect));
  const tookMs = performance.now() - startedAt;
  times.sort((a, b) => a - b);
  return {
    answers: times.length,
    perSecond: times.length / (tookMs / 1000),
    p50Ms: times[Math.floor(times.length * 0.5)] ?? 0,
    p99Ms: times[Math.floor(times.length * 0.99)] ?? 0,
    ...seen,
  };
}

function requestText({ port, path, cookie }: Load): string {
  const lines = [`GET ${path} HTTP/1.1`, `Host: 127.0.0.1:${port}`, "Accept: text/html"];
  if (cookie) lines.push(`Cookie: ${cookie}`);
  return `${lines.join("\r\n")}\r\n\r\n`;
}

/** Reads answers one after the other, by Content-Length or in chunks (RFC 9112). */
class AnswerReader {
  readonly #connection: Deno.Conn;
  readonly #buffer = new Uint8Array(BUFFER_BYTES);
  #length = 0;

  constructor(connection: Deno.Conn) {
    this.#connection = connection;
  }

  async next(): Promise<{ status: number; bodyBytes: number }> {
    const headLength = await this.#find(HEAD_END, 0) + HEAD_END.length;
    const head = new TextDecoder().decode(this.#buffer.subarray(0, headLength)).toLowerCase();
    const status = Number(head.slice(9, 12));
    const announced = /\r\ncontent-length: *(\d+)/.exec(head)?.[1];
    const isChunked = head.includes("\r\ntransfer-encoding: chunked");
    const end = isChunked
      ? await this.#endOfChunks(headLength)
      : headLength + Number(announced ?? 0);
    while (this.#length < end) await this.#read();
    this.#buffer.copyWithin(0, end, this.#length);
    this.#length -= end;
    return { status, bodyBytes: end - headLength };
  }

  async #endOfChunks(from: number): Promise<number> {
    let at = from;
    while (true) {
      const lineEnd = await this.#find([13, 10], at);
      const size = parseInt(new TextDecoder().decode(this.#buffer.subarray(at, lineEnd)), 16);
      at = lineEnd + 2 + size + 2;
      if (size === 0) return at;
    }
  }

  /** Where `mark` begins at or after `from`; reads until it is there. */
  async #find(mark: readonly number[], from: number): Promise<number> {
    while (true) {
      for (let at = from; at + mark.length <= this.#length; at++) {
        if (mark.every((byte, i) => this.#buffer[at + i] === byte)) return at;
      }
      await this.#read();
    }
  }

  async #read(): Promise<void> {
    const count = await this.#connection.read(this.#buffer.subarray(this.#length));
    if (count === null) throw new Error("the server closed the connection");
    this.#length += count;
  }
}

if (import.meta.main) {
  console.log(JSON.stringify(await runLoad(JSON.parse(Deno.args[0]!))));
}
