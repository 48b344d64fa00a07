import { ExternalLink } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import type { QueryOutput } from '../../shared/app-api/app-api.ts';
import { formatTokenAmount } from '../../shared/money/amount.ts';
import { Button } from '../components/button.tsx';
import { locale } from '../format/format-money.ts';
import { useEngine, useWatch } from '../engine/use-engine.ts';
import { SettingSection } from './setting-section.tsx';

type Forwarder = QueryOutput<'forwarders'>[number];

/** Most forwarders that one transaction takes, by the command's own limit. */
const mostAtOnce = 200;

/** What waits at forwarders, chain by chain, and the page on which the owner's wallet collects it. Nothing where nothing waits. */
export function CollectSection({ isShown }: { isShown: boolean }) {
  const forwarders = useWatch('forwarders', {}).value;
  if (!forwarders || (forwarders.length === 0 && !isShown)) return null;
  const byChain = Map.groupBy(forwarders, ({ chainId }) => chainId);
  return (
    <SettingSection
      title="Collect from forwarders"
      lead="Moves what forwarders hold to your wallet, in one transaction for each chain. Your wallet sends it and pays the gas."
    >
      {forwarders.length === 0 ? <p className="muted">Nothing waits at a forwarder.</p> : null}
      {[...byChain.values()].map((held) => (
        <ChainHoldings key={held[0]?.chainId} held={held} />
      ))}
    </SettingSection>
  );
}

function ChainHoldings({ held }: { held: readonly Forwarder[] }) {
  const engine = useEngine();
  const [problem, setProblem] = useState<string | null>(null);
  const [page, setPage] = useState<string | null>(null);
  const [isAsking, setAsking] = useState(false);
  const [first] = held;
  if (!first) return null;
  const { chainId, chainName } = first;
  const taken = held.slice(0, mostAtOnce);
  async function prepare(): Promise<void> {
    setAsking(true);
    const answer = await engine.call('receiving.sweep', {
      chainId,
      invoiceIds: taken.map(({ invoiceId }) => invoiceId),
    });
    setAsking(false);
    setProblem(answer.ok ? (answer.value.page ? null : noPage) : answer.problem.message);
    setPage(answer.ok ? answer.value.page : null);
  }
  return (
    <div className="holdings">
      <table className="plain-table">
        <caption>{chainName}</caption>
        <thead>
          <tr>
            <th scope="col">Invoice</th>
            <th scope="col">Holds</th>
          </tr>
        </thead>
        <tbody>
          {taken.map(({ invoiceId, number, address, balances }) => (
            <tr key={address}>
              <td>
                <Link href={`/invoices/${invoiceId}`} title={address}>
                  {number}
                </Link>
              </td>
              <td className="numeric">{balances.map(balanceText).join(', ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {held.length > taken.length ? (
        <p className="muted">{held.length - taken.length} more wait for the next round.</p>
      ) : null}
      {page ? (
        <a className="button button-primary button-medium" href={page} target="_blank" rel="noreferrer">
          <ExternalLink size={16} aria-hidden="true" /> Open the page to collect
        </a>
      ) : (
        <Button disabled={isAsking} onClick={() => void prepare()}>
          Collect on {chainName}…
        </Button>
      )}
      {problem ? (
        <p className="field-problem" role="alert">
          {problem}
        </p>
      ) : null}
    </div>
  );
}

const noPage = 'The page for your wallet is served by your relay, and none is set. Name one in Relay and endpoints.';

function balanceText({ symbol, decimals, units }: Forwarder['balances'][number]): string {
  return formatTokenAmount({ units: BigInt(units), token: { symbol, decimals } }, locale);
}
