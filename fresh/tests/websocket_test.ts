import { expect } from "expect";
import { App } from "../src/mod.ts";
import { ask } from "./request.ts";

/** Serves an app, opens a socket to its path, sends a message and gives back what it hears. */
async function echo(app: App<unknown>, protocol?: string): Promise<[string, string]> {
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    app.handler(),
  );
  const socket = new WebSocket(`ws://127.0.0.1:${server.addr.port}/socket`, protocol);
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  socket.onopen = () => socket.send("hello");
  socket.onmessage = (event) => resolve(event.data);
  socket.onerror = reject;
  const answer = await promise;
  const closed = new Promise((done) => (socket.onclose = done));
  socket.close();
  await closed;
  return [answer, socket.protocol];
}

Deno.test("ws() calls the handlers of its events", async () => {
  const events: string[] = [];
  const closed = Promise.withResolvers<void>();
  const app = new App().ws("/socket", {
    open: () => void events.push("open"),
    message(socket, event) {
      events.push("message");
      socket.send(`echo ${event.data}`);
    },
    close() {
      events.push("close");
      closed.resolve();
    },
  });
  expect(await echo(app)).toEqual(["echo hello", ""]);
  await closed.promise;
  expect(events).toEqual(["open", "message", "close"]);
});

Deno.test("upgrade() with options alone gives the socket and the answer", async () => {
  const app = new App().get("/socket", (ctx) => {
    const { socket, response } = ctx.upgrade({ protocol: "echo" });
    socket.onmessage = (event) => socket.send(`own ${event.data}`);
    return response;
  });
  expect(await echo(app, "echo")).toEqual(["own hello", "echo"]);
});

Deno.test("a request that asks for no socket is a bad one", async () => {
  const get = ask(new App().ws("/socket", { message() {} }));
  expect((await get("/socket")).status).toBe(400);
});
