/** Title, description and the one address of a public page. */
import { Head } from "fresh/runtime";

/** What search engines and previews say of a page. */
export function PageMeta({ title, description, url }: {
  title: string;
  description: string;
  /** Absolute, without a query. */
  url: string;
}) {
  return (
    <Head>
      <title>{title}</title>
      <meta name="description" content={description} key="description" />
      <meta property="og:title" content={title} />
      <link rel="canonical" href={url} />
    </Head>
  );
}
