/** What search engines may visit: everything that is public. */
import { define } from "./(_lib)/state.ts";

export const handler = define.handlers({
  GET(ctx) {
    const { appUrl } = ctx.state.deps.config;
    const lines = [
      "User-agent: *",
      "Disallow: /dashboard",
      "Disallow: /admin",
      "Disallow: /login",
      "Disallow: /register",
      "Allow: /",
      "",
      `Sitemap: ${appUrl}/sitemap.xml`,
      "",
    ];
    return new Response(lines.join("\n"), {
      headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "max-age=3600" },
    });
  },
});
