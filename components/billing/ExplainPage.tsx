/** The page that explains an invoice, for customers and for staff. */
import { Head } from "fresh/runtime";
import type { SideProps } from "../layouts/mod.ts";
import { InvoiceExplanation, type InvoiceExplanationProps } from "./InvoiceExplanation.tsx";

/** How an invoice adds up. */
export function ExplainPage(props: SideProps & InvoiceExplanationProps) {
  const { invoice, explanation, frame } = props;
  const { base, Layout, site } = props.side;
  const title = `How ${invoice.number} adds up`;
  return (
    <Layout
      {...frame}
      width="narrow"
      title={title}
      description="Each line from the figures that were kept when the invoice was issued."
      breadcrumbs={[
        { label: "Invoices", href: `${base}/invoices` },
        { label: invoice.number, href: `${base}/invoices/${invoice.id}` },
        { label: "Explanation" },
      ]}
    >
      <Head>
        <title>{`${title} · ${site}`}</title>
      </Head>
      <InvoiceExplanation invoice={invoice} explanation={explanation} />
    </Layout>
  );
}
