/** All components in all their states, while CloudNest is developed. */
import { Head } from "fresh/runtime";
import { StyleGuide } from "@/components/StyleGuide.tsx";
import { define } from "./(_lib)/state.ts";

export default define.page(function StyleGuidePage() {
  return (
    <>
      <Head>
        <title>Style guide · CloudNest</title>
        <meta name="robots" content="noindex" />
      </Head>
      <main>
        <StyleGuide />
      </main>
    </>
  );
});
