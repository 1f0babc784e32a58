/** What is in a wallet, a tile a currency. */
import { WalletIcon } from "../icons.tsx";
import { Money, type MoneyValue } from "../ui/Money.tsx";
import { StatTile } from "../ui/StatTile.tsx";

/** Props of `Balances`. */
export interface BalancesProps {
  balances: MoneyValue[];
  /** The currency whose statement is shown. */
  current: string;
  /** Path of the page that shows the statement of another. */
  href: (currency: string) => string;
}

/** Each leads to its statement. */
export function Balances({ balances, current, href }: BalancesProps) {
  return (
    <div class="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
      {balances.map((balance) => (
        <StatTile
          key={balance.currency}
          label={`Balance in ${balance.currency}`}
          value={<Money amount={balance} />}
          icon={WalletIcon}
          {...(balances.length > 1 && {
            href: href(balance.currency),
            hint: balance.currency === current ? "Shown below" : "Show its statement",
          })}
        />
      ))}
    </div>
  );
}
