/** The page that asks customers and staff for their password or a code again. */
import { Head } from "fresh/runtime";
import type { SideProps } from "../layouts/mod.ts";
import { ConfirmForm, type ConfirmFormProps } from "./ConfirmForm.tsx";

/** Props of `ConfirmPage`. */
export interface ConfirmPageProps extends SideProps, ConfirmFormProps {
  /** How long it counts. */
  minutes: number;
}

/** The form, and how long it counts. */
export function ConfirmPage({ side, frame, minutes, ...form }: ConfirmPageProps) {
  const { Layout, site } = side;
  const title = "Confirm that it's you";
  return (
    <Layout
      {...frame}
      width="narrow"
      title={title}
      description={`This counts for ${minutes} minutes, in this browser.`}
    >
      <Head>
        <title>{`${title} · ${site}`}</title>
      </Head>
      <ConfirmForm {...form} />
    </Layout>
  );
}
