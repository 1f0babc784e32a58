/** The rates of cryptocurrencies: how each stands, what the sources said last, and what customers were quoted. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { RateCard } from "@/components/admin/chain/RateCard.tsx";
import { DeskTabs } from "@/components/admin/desk/DeskTabs.tsx";
import { BitcoinIcon } from "@/components/icons.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { Button, Card, EmptyState, Tabs } from "@/components/ui/mod.ts";
import { listRates } from "@/domain/crypto/mod.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { requireStaff } from "../../(_lib)/guards.ts";
import { define } from "../../(_lib)/state.ts";

const PATH = "/admin/payments/rates";

export const handler = define.handlers({
  async GET(ctx) {
    const viewer = requireStaff(ctx);
    const currency = ctx.url.searchParams.get("currency") ?? undefined;
    const rates = await listRates(ctx.state.deps, { viewer, currency });
    return page({ ...rates, canSet: viewer.permissions.has("settings.view") });
  },
});

export default define.page<typeof handler>(function AdminRatesPage(props) {
  const { rates, currencies, currency, canSet } = props.data;
  return (
    <AdminLayout
      {...frameOf(props)}
      title="Rates"
      description="Asked for by the server's own task and when a customer wants an amount, never by this page."
      actions={canSet && (
        <Button href="/admin/settings/rates" variant="secondary">Sources and limits</Button>
      )}
    >
      <Head>
        <title>Rates · Staff · CloudNest</title>
      </Head>
      <DeskTabs current={PATH} />
      {currencies.length > 1 && (
        <Tabs
          label="Currency"
          tabs={currencies.map((each) => ({
            href: `${PATH}?currency=${each}`,
            label: each,
            current: each === currency,
          }))}
        />
      )}
      {rates.length === 0
        ? (
          <Card flush>
            <EmptyState
              icon={BitcoinIcon}
              title="No cryptocurrency is on offer"
              description="Choose assets and set an account key or an address in the settings: then their rates are here."
            />
          </Card>
        )
        : (
          <div class="flex flex-col gap-6">
            {rates.map((rate) => <RateCard key={rate.asset} rate={rate} />)}
          </div>
        )}
    </AdminLayout>
  );
});
