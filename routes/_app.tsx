/** The document around every page. A build ties the font in the stylesheet to its id, so the preload names it likewise. */
import { asset } from "fresh/runtime";
import { ActingBar } from "@/components/layouts/mod.ts";
import { define } from "./(_lib)/state.ts";

const DESCRIPTION =
  "Virtual servers, shared hosting and dedicated machines. Pay by bank transfer or cryptocurrency, and follow every order to the first log-in.";

export default define.page(function Document({ Component, state, url }) {
  const { appUrl } = state.deps.config;
  const actingAs = state.signedIn?.actingAs;
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="dark" />
        <meta name="theme-color" content="#050914" />
        <title>CloudNest</title>
        <meta name="description" content={DESCRIPTION} key="description" />
        <meta property="og:site_name" content="CloudNest" />
        <meta property="og:image" content={`${appUrl}/social.png`} />
        <meta property="og:url" content={appUrl + url.pathname} />
        <meta name="twitter:card" content="summary_large_image" />
        <link
          rel="preload"
          href={asset("/fonts/inter-latin.woff2")}
          as="font"
          type="font/woff2"
          crossorigin="anonymous"
        />
        <link rel="stylesheet" href={asset("/styles.css")} />
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <link rel="icon" href="/favicon.ico" sizes="32x32" />
        <link rel="apple-touch-icon" href="/apple-touch-icon.png" />
        <link rel="manifest" href="/manifest.webmanifest" />
      </head>
      <body data-acting={actingAs ? actingAs.kind : undefined}>
        {actingAs && <ActingBar {...actingAs} now={state.deps.clock.now().toString()} />}
        <Component />
      </body>
    </html>
  );
});
