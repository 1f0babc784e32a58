/** Where development servers tell browsers of their restarts. */
export const LIVE_RELOAD_PATH = "/_fresh/live-reload";
