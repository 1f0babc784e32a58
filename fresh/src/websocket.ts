/** Upgrading a request to a WebSocket connection, for `ctx.upgrade()` and `app.ws()`. */
import { HttpError } from "./error.ts";

/** What to do with the events of a WebSocket connection. */
export interface WebSocketHandlers {
  /** The connection stands. */
  open?(socket: WebSocket): void;
  /** A message has arrived. */
  message?(socket: WebSocket, event: MessageEvent): void;
  /** The connection is closed. */
  close?(socket: WebSocket, code: number, reason: string): void;
  /** The connection has failed. */
  error?(socket: WebSocket, event: Event | ErrorEvent): void;
}

/** Options of the upgrade, passed on to `Deno.upgradeWebSocket()`. */
export interface WebSocketUpgradeOptions {
  /** Seconds without an answer to a ping after which the connection is closed; the default is 120. */
  idleTimeout?: number;
  /** The sub-protocol to agree on. */
  protocol?: string;
}

const EVENTS = ["open", "message", "close", "error"] as const;

/** Tells handlers from options: handlers have a function for one event at least. */
export function isWebSocketHandlers(
  value: WebSocketHandlers | WebSocketUpgradeOptions | undefined,
): value is WebSocketHandlers {
  if (typeof value !== "object" || value === null) return false;
  return EVENTS.some((name) => typeof (value as WebSocketHandlers)[name] === "function");
}

/** Upgrades a request; throws an `HttpError` 400 where it doesn't ask for a WebSocket. */
export function upgradeRequest(
  req: Request,
  options: WebSocketUpgradeOptions | undefined,
): { socket: WebSocket; response: Response } {
  if (req.headers.get("upgrade")?.toLowerCase() !== "websocket") {
    throw new HttpError(400, "Expected a WebSocket upgrade request");
  }
  return Deno.upgradeWebSocket(req, options);
}

/** Connects a socket's events with their handlers. */
export function connectHandlers(socket: WebSocket, handlers: WebSocketHandlers): void {
  if (handlers.open) {
    socket.addEventListener("open", () => handlers.open!(socket));
  }
  if (handlers.message) {
    socket.addEventListener("message", (event) => handlers.message!(socket, event));
  }
  if (handlers.close) {
    socket.addEventListener("close", (event) => handlers.close!(socket, event.code, event.reason));
  }
  if (handlers.error) {
    socket.addEventListener("error", (event) => handlers.error!(socket, event));
  }
}
