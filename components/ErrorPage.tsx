/** The page that says what went wrong, in one frame for every status: what happened, what to do, and the request's id. */
import { Head } from "fresh/runtime";
import type { LayoutUser } from "./layouts/parts.tsx";
import { PublicLayout } from "./layouts/PublicLayout.tsx";
import { Button } from "./ui/Button.tsx";

export interface ErrorPageProps {
  status: number;
  requestId: string;
  path: string;
  user?: LayoutUser | null;
  /** How long to wait before the next try, in words. */
  wait?: string | null;
}

interface Explanation {
  title: string;
  text: string;
}

const EXPLANATIONS: Readonly<Record<number, Explanation>> = {
  400: {
    title: "We could not read that request",
    text: "It arrived incomplete or garbled. Go back, reload the page and try again.",
  },
  401: {
    title: "Log in to continue",
    text: "This page is for people with an account. Log in, and come back to it.",
  },
  402: {
    title: "There is not enough money in the account",
    text: "Nothing was changed. Add money to your account, or choose another way to pay.",
  },
  403: {
    title: "That request did not come from our site",
    text:
      "For your safety we only accept forms that were sent from CloudNest itself. Open the page here, fill in the form and send it again.",
  },
  404: {
    title: "There is nothing at this address",
    text:
      "The page may have moved, or the link may be incomplete. Check the address, or start again from the home page.",
  },
  405: {
    title: "This address can't be used like that",
    text: "The page exists, but not for this kind of request. Open it from its link instead.",
  },
  408: {
    title: "That took too long to arrive",
    text:
      "Your connection may be slow or broken off. Nothing was stored. Go back and send the form again.",
  },
  409: {
    title: "Something has changed in the meantime",
    text:
      "Somebody else, or another window of yours, was faster. Nothing was changed by this request. Go back, reload the page and look at where things stand now.",
  },
  413: {
    title: "That was too much to send at once",
    text:
      "Files may have at most 5 MB, and texts at most a few pages. Go back and choose a smaller file or a shorter text. Nothing was stored.",
  },
  415: {
    title: "We can't read that kind of content",
    text: "Use the form on the page. If you wrote a program, post the fields as a form does.",
  },
  422: {
    title: "Some of what was sent does not fit",
    text: "Nothing was changed. Go back to the form, correct the fields and send it again.",
  },
  429: {
    title: "That was too many tries",
    text: "To keep accounts safe we limit how often this can be done.",
  },
  500: {
    title: "Something broke on our side",
    text:
      "It is not your fault, and it has been recorded. Try again in a minute. If it happens again, write to us with the number below.",
  },
  503: {
    title: "We are not available right now",
    text: "The service is starting or under heavy load. Try again in a minute.",
  },
};

const UNKNOWN: Explanation = {
  title: "That did not work",
  text: "Go back, reload the page and try again.",
};

function explain(status: number): Explanation {
  return EXPLANATIONS[status] ?? (status >= 500 ? EXPLANATIONS[500]! : UNKNOWN);
}

/** A designed error page for a status; statuses without words of their own get general ones. */
export function ErrorPage({ status, requestId, path, user, wait }: ErrorPageProps) {
  const { title, text } = explain(status);
  return (
    <PublicLayout path={path} user={user}>
      <Head>
        <title>{`${title} · CloudNest`}</title>
      </Head>
      <div class="relative overflow-hidden">
        <div aria-hidden="true" class="absolute inset-0 bg-halo" />
        <section class="relative mx-auto flex max-w-2xl flex-col items-start px-4 py-24 sm:px-6 sm:py-32">
          <p class="text-sm font-semibold tabular-nums text-brand">Error {status}</p>
          <h1 class="mt-3 text-balance text-3xl font-semibold text-ink sm:text-4xl">{title}</h1>
          <p class="mt-4 text-lg text-muted">
            {text}
            {wait && ` Try again in ${wait}.`}
          </p>
          <div class="mt-8 flex flex-wrap gap-3">
            {status === 401
              ? <Button href="/login">Log in</Button>
              : <Button href={user ? "/dashboard" : "/"}>{user ? "Dashboard" : "Home page"}
              </Button>}
            <Button href="/contact" variant="secondary">Write to us</Button>
          </div>
          <p class="mt-12 border-t border-line pt-4 text-sm text-muted">
            Request <code class="wrap-anywhere font-mono text-ink-soft">{requestId}</code>
          </p>
        </section>
      </div>
    </PublicLayout>
  );
}
