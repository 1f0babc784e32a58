/** What tells programs from people in a form that anybody may send: a field that people don't see, and a time. */
import { Input } from "../ui/mod.ts";

/** Put it inside the form; `stamp` comes from the handler. */
export function BotTrap({ stamp }: { stamp: string }) {
  return (
    <>
      <input type="hidden" name="stamp" value={stamp} />
      <div class="hidden" aria-hidden="true">
        <Input name="website" label="Leave this empty" tabindex={-1} autocomplete="off" />
      </div>
    </>
  );
}
