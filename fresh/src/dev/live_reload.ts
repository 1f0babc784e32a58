/** Tells browsers when the development server has started anew, so that they reload. */
import { LIVE_RELOAD_PATH } from "../runtime/client/live_reload_path.ts";

/**
 * Answers the development client with a stream of events, whose only event is the id of this server process. A browser
 * that loses the connection asks again until the server is back, and reloads when it meets another id.
 *
 * @returns `null` for any other request
 */
export function answerLiveReload(req: Request, serverId: string): Response | null {
  if (new URL(req.url).pathname !== LIVE_RELOAD_PATH) return null;
  let timer: ReturnType<typeof setInterval> | undefined;
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encoder.encode(`retry: 300\ndata: ${serverId}\n\n`));
      // Something must go over the wire now and then, else proxies close the connection
      timer = setInterval(() => controller.enqueue(encoder.encode(":\n\n")), 20_000);
    },
    cancel() {
      clearInterval(timer);
    },
  });
  return new Response(body, {
    headers: { "content-type": "text/event-stream", "cache-control": "no-store" },
  });
}
