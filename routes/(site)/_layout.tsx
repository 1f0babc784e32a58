/** The frame of the public pages. */
import { PublicLayout } from "@/components/layouts/mod.ts";
import { define } from "../(_lib)/state.ts";

export default define.layout(function SiteLayout({ Component, state, url }) {
  return (
    <PublicLayout user={state.signedIn?.account} path={url.pathname} flash={state.flash}>
      <Component />
    </PublicLayout>
  );
});
