/** The public pages, for search engines (https://www.sitemaps.org/protocol.html). */
import { define } from "./(_lib)/state.ts";

const PATHS = [
  "/",
  "/vps",
  "/shared",
  "/dedicated",
  "/pricing",
  "/contact",
  "/verify",
  "/api/docs",
  "/terms",
  "/privacy",
] as const;

export const handler = define.handlers({
  GET(ctx) {
    const { appUrl } = ctx.state.deps.config;
    const urls = PATHS.map((path) => `  <url><loc>${escapeXml(appUrl + path)}</loc></url>`);
    const xml = [
      `<?xml version="1.0" encoding="UTF-8"?>`,
      `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">`,
      ...urls,
      `</urlset>`,
      "",
    ].join("\n");
    return new Response(xml, {
      headers: {
        "content-type": "application/xml; charset=utf-8",
        "cache-control": "max-age=3600",
      },
    });
  },
});

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
