/** The development client: reloads the page when the server has started anew. */
import { LIVE_RELOAD_PATH } from "./live_reload_path.ts";

let serverId: string | null = null;

function connect(): void {
  const events = new EventSource(LIVE_RELOAD_PATH);
  events.onmessage = ({ data }) => {
    if (serverId !== null && serverId !== data) location.reload();
    serverId = data;
  };
  events.onerror = () => {
    // Some answers, such as a proxy's 502, end the browser's own attempts
    if (events.readyState === EventSource.CLOSED) setTimeout(connect, 500);
  };
}

connect();
