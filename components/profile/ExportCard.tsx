/** The copy of somebody's data: asking for it, waiting for it, downloading it. */
import { Alert, Button, Card, DateTime, ErrorSummary } from "../ui/mod.ts";
import type { ExportView } from "@/domain/privacy/view.ts";
import { type ProofAsked, ProofFields } from "./ProofFields.tsx";

/** What the card shows. */
export interface ExportCardProps {
  copy: ExportView | null;
  asked: ProofAsked;
  errors: Readonly<Record<string, string>>;
}

/** One form at a time: the one for what can be done now. */
export function ExportCard({ copy, asked, errors }: ExportCardProps) {
  if (copy?.state === "waiting") {
    return (
      <Card title="Your copy is being made">
        {errors[""] && <Alert tone="warn" class="mb-5">{errors[""]}</Alert>}
        <p class="text-sm text-ink-soft">
          You asked for it on{" "}
          <DateTime value={copy.requestedAt} />. We send you a mail when it is ready, mostly within
          minutes.
        </p>
        <div class="mt-5">
          <Button href="/dashboard/profile/export" variant="secondary">Look again</Button>
        </div>
      </Card>
    );
  }
  const isReady = copy?.state === "ready";
  return (
    <form method="post" class="flex flex-col gap-6" novalidate>
      <ErrorSummary errors={errors} labels={{ password: "Your password", code: "Code" }} />
      {copy?.state === "failed" && (
        <Alert tone="warn" title="The last copy couldn't be made">
          Ask for another one. If that fails too, write to us.
        </Alert>
      )}
      {isReady
        ? (
          <Card
            title="Your copy is ready"
            footer={
              <>
                <Button name="action" value="request" variant="ghost">Make a new one</Button>
                <Button name="action" value="download">Download ZIP</Button>
              </>
            }
          >
            <div class="flex flex-col gap-5">
              <p class="text-sm text-ink-soft">
                {sizeText(copy.sizeBytes)}, made on{" "}
                <DateTime value={copy.readyAt!} />. It can be downloaded until{" "}
                <DateTime value={copy.expiresAt} />.
              </p>
              <ProofFields asked={asked} errors={errors} />
            </div>
          </Card>
        )
        : (
          <Card
            title="Ask for a copy"
            footer={<Button name="action" value="request">Make the copy</Button>}
          >
            <div class="flex flex-col gap-5">
              <ul class="list-disc pl-5 text-sm text-ink-soft">
                <li>A ZIP with pages to read and the same data as JSON.</li>
                <li>
                  Profile, team, orders, services, invoices, payments, proofs of payment with their
                  files, wallet, mails, your messages to us, sessions, browsers, API tokens, and
                  what happened to your account.
                </li>
                <li>No passwords, codes or keys: neither yours nor those of your servers.</li>
              </ul>
              <ProofFields asked={asked} errors={errors} />
            </div>
          </Card>
        )}
    </form>
  );
}

function sizeText(bytes: number): string {
  const kilobytes = Math.max(Math.round(bytes / 1000), 1);
  return kilobytes < 1000 ? `${kilobytes} kB` : `${(kilobytes / 1000).toFixed(1)} MB`;
}
