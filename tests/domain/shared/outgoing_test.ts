import { expect } from "expect";
import { isServerUrl, type OutgoingRequest, sendOutgoing } from "@/domain/shared/outgoing.ts";
import { isLinkLocal, isPublicAddress } from "@/domain/shared/public_address.ts";
import { type HttpPeer, servePeer } from "@/tests/helpers/http_peer.ts";

/** The reason of a failure, or the status of an answer. */
async function send(
  request: OutgoingRequest,
  privateHosts: readonly string[] = [],
): Promise<string | number> {
  const answer = await sendOutgoing({ config: { privateHosts } }, request);
  return answer.ok ? answer.value.status : answer.error.reason;
}

const operator = (peer: HttpPeer, path = "/"): OutgoingRequest => ({
  url: peer.url + path,
  reach: "operator",
});

Deno.test("isPublicAddress() knows this machine, its network, its provider and what is nobody's", () => {
  const open = ["1.1.1.1", "93.184.216.34", "192.0.1.1", "2606:4700::1111", "2a00:1450:4001::"];
  const closed = [
    ...["127.0.0.1", "127.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1"],
    ...["169.254.169.254", "100.64.0.1", "0.0.0.0", "192.0.2.1", "198.18.0.1", "203.0.113.9"],
    ...["224.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fc00::1", "fd12::1", "ff02::1"],
    ...["::ffff:10.0.0.1", "::ffff:8.8.8.8", "64:ff9b::a00:1", "2001:db8::1", "2002:a00:1::"],
    ...["2001:0:1::1", "", "localhost", "1.1.1", "1.1.1.1.1"],
  ];
  for (const ip of open) expect([ip, isPublicAddress(ip)]).toEqual([ip, true]);
  for (const ip of closed) expect([ip, isPublicAddress(ip)]).toEqual([ip, false]);
  expect(["169.254.169.254", "fe80::1", "10.0.0.1", "::1"].map(isLinkLocal))
    .toEqual([true, true, false, false]);
});

Deno.test("sendOutgoing() asks nothing but https, without credentials, and sends nothing otherwise", async () => {
  await using peer = servePeer();
  const urls = [
    "",
    "not a url",
    "ftp://example.com/",
    "file:///etc/passwd",
    "http://example.com/",
    "https://user:secret@example.com/",
    "https://user@example.com/",
    "https://example.com/#x",
    peer.url,
  ];
  for (const url of urls) expect([url, await send({ url })]).toEqual([url, "forbidden_url"]);
  expect(peer.requests).toEqual([]);
});

Deno.test("sendOutgoing() reaches no address that isn't public, however it is written or named", async () => {
  const urls = [
    "https://127.0.0.1/",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://169.254.169.254/latest/meta-data/",
    "https://localhost/",
    "https://10.0.0.1:8443/",
  ];
  for (const url of urls) expect([url, await send({ url })]).toEqual([url, "forbidden_address"]);

  const url = "https://rebind.example/";
  const mixed = () => Promise.resolve(["93.184.216.34", "10.0.0.1"]);
  expect(await send({ url, resolve: mixed })).toBe("forbidden_address");
  expect(await send({ url, resolve: () => Promise.resolve([]) })).toBe("unknown_host");
  expect(await send({ url, resolve: () => Promise.reject(new Error()) })).toBe("unknown_host");
});

Deno.test("sendOutgoing() reaches the operator's own hosts for the operator's calls alone", async () => {
  await using peer = servePeer(() => new Response("pong"));
  const { url, host } = peer;

  expect(await send(operator(peer), [host])).toBe(200);
  expect(await send(operator(peer), ["127.0.0.1"])).toBe(200);
  expect(peer.requests.length).toBe(2);
  expect(await send({ url, reach: "public" }, [host])).toBe("forbidden_url");
  expect(await send({ url }, [host])).toBe("forbidden_url");
  expect(await send(operator(peer), ["127.0.0.1:1", "localhost"])).toBe("forbidden_url");
  const https = { url: url.replace("http:", "https:"), reach: "operator" } as const;
  expect(await send(https, [])).toBe("forbidden_address");
  expect(peer.requests.length).toBe(2);
});

Deno.test("sendOutgoing() sends nothing in the open to a public address, nor anything to a link-local one", async () => {
  const listed = ["node.example", "169.254.169.254"];
  const at = (url: string, ip: string) =>
    send({ url, reach: "operator", resolve: () => Promise.resolve([ip]) }, listed);

  expect(await at("http://node.example/", "93.184.216.34")).toBe("forbidden_address");
  expect(await at("http://node.example/", "169.254.169.254")).toBe("forbidden_address");
  expect(await at("http://169.254.169.254/", "")).toBe("forbidden_address");
});

Deno.test("sendOutgoing() connects to the address that it looked at, whatever the name says next", async () => {
  await using peer = servePeer((request) => new Response(request.headers.get("host")));
  const port = new URL(peer.url).port;
  const answers = [["127.0.0.1"], ["10.9.9.9"]];
  let asked = 0;

  const answer = await sendOutgoing({ config: { privateHosts: ["node.example"] } }, {
    url: `http://node.example:${port}/`,
    reach: "operator",
    resolve: () => Promise.resolve(answers[asked++]!),
  });

  expect(answer).toMatchObject({ ok: true, value: { text: `node.example:${port}` } });
  expect(asked).toBe(1);
});

Deno.test("sendOutgoing() hands over method, headers and body, and answers any status", async () => {
  await using peer = servePeer(async (request) => {
    const body = await request.text();
    const type = request.headers.get("content-type");
    return new Response(`${request.method} ${type} ${body}`, {
      status: 503,
      headers: { "x-note": "busy" },
    });
  });

  const answer = await sendOutgoing({ config: { privateHosts: [peer.host] } }, {
    ...operator(peer, "/rpc"),
    method: "POST",
    headers: { "content-type": "application/json" },
    body: '{"grün":1}',
  });

  expect(answer).toMatchObject({
    ok: true,
    value: { status: 503, text: 'POST application/json {"grün":1}', headers: { "x-note": "busy" } },
  });
  expect(peer.requests).toEqual(["POST /rpc"]);
});

Deno.test("sendOutgoing() follows no redirect", async () => {
  await using peer = servePeer(() =>
    new Response(null, { status: 302, headers: { location: "/elsewhere" } })
  );
  expect(await send(operator(peer), [peer.host])).toBe("redirect");
  expect(peer.requests).toEqual(["GET /"]);
});

Deno.test("sendOutgoing() stops at its limits of size and time", async () => {
  await using peer = servePeer((request) => {
    const path = new URL(request.url).pathname;
    if (path === "/exact") return new Response("x".repeat(1000));
    if (path === "/large") return new Response("x".repeat(1001));
    let timer: ReturnType<typeof setInterval>;
    const drip = new ReadableStream<Uint8Array>({
      start(stream) {
        timer = setInterval(() => stream.enqueue(new Uint8Array([46])), 20);
      },
      cancel: () => clearInterval(timer),
    });
    return new Response(drip);
  });
  const limits = { maxBytes: 1000, timeoutMs: 300 };
  const get = (path: string) => send({ ...operator(peer, path), ...limits }, [peer.host]);

  expect(await get("/exact")).toBe(200);
  expect(await get("/large")).toBe("too_large");
  expect(await get("/drip")).toBe("timeout");
  const never = () => new Promise<string[]>(() => {});
  expect(await send({ url: "https://slow.example/", timeoutMs: 50, resolve: never }))
    .toBe("timeout");
});

Deno.test("sendOutgoing() says when nobody is there", async () => {
  const peer = servePeer();
  await peer[Symbol.asyncDispose]();
  expect(await send(operator(peer), [peer.host])).toBe("unreachable");
});

Deno.test("isServerUrl() takes https, and http for the operator's own hosts", () => {
  const config = { privateHosts: ["10.0.0.5:3000"] };
  for (const url of ["https://blockstream.info/api", "http://10.0.0.5:3000"]) {
    expect([url, isServerUrl(config, url)]).toEqual([url, true]);
  }
  for (const url of ["", "http://example.com", "http://10.0.0.5", "https://a:b@example.com"]) {
    expect([url, isServerUrl(config, url)]).toEqual([url, false]);
  }
});
