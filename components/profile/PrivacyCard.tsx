/** The ways to one's data: a copy of all of it, or its end. */
import { Button, Card } from "../ui/mod.ts";

/** The card at the end of the profile page. */
export function PrivacyCard() {
  return (
    <Card
      title="Your data"
      description="Take a copy of everything that we keep about you, or have the account erased. Each page says first what will happen."
    >
      <div class="flex flex-wrap gap-3">
        <Button href="/dashboard/profile/export" variant="secondary">Get a copy</Button>
        <Button href="/dashboard/profile/erase" variant="ghost">Erase the account</Button>
      </div>
    </Card>
  );
}
