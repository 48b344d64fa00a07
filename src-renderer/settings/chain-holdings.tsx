import { useState } from 'react';
import { Link } from 'wouter';
import type { CommandOutput, QueryOutput } from '../../shared/app-api/app-api.ts';
import { formatTokenAmount } from '../../shared/money/amount.ts';
import type { Result } from '../../shared/result.ts';
import { Button } from '../components/button.tsx';
import { useEngine } from '../engine/use-engine.ts';
import { locale } from '../format/format-money.ts';
import { shortHash } from '../format/short-hash.ts';
import { CollectAnswer } from './collect-answer.tsx';

type Forwarder = QueryOutput<'forwarders'>[number];

/** Most forwarders that one transaction takes, by the command's own limit. */
const mostAtOnce = 200;

/** What forwarders hold on one chain: those to collect are ticked, and the engine makes the call for them. */
export function ChainHoldings({ held }: { held: readonly Forwarder[] }) {
  const engine = useEngine();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [asked, setAsked] = useState<{ for: string; answer: Result<CommandOutput<'receiving.sweep'>> | null }>();
  const [first] = held;
  if (!first) return null;
  const { chainId, chainName } = first;
  const shown = held.slice(0, mostAtOnce);
  const chosen = shown.filter(({ address }) => !left.has(address));
  // An answer is for these forwarders as they were: what is picked or paid since needs a call of its own.
  const question = JSON.stringify(chosen);
  const present = asked?.for === question ? asked : undefined;

  async function prepare(): Promise<void> {
    setAsked({ for: question, answer: null });
    const invoiceIds = chosen.map(({ invoiceId }) => invoiceId);
    const answer = await engine.call('receiving.sweep', { chainId, invoiceIds });
    setAsked({ for: question, answer });
  }
  function tick(address: string): void {
    setLeft((old) =>
      old.has(address) ? new Set([...old].filter((one) => one !== address)) : new Set([...old, address]),
    );
  }

  return (
    <div className="holdings">
      <HoldingsTable {...{ chainName, shown, left }} onTick={tick} />
      {held.length > shown.length ? (
        <p className="muted">{held.length - shown.length} more wait for the next round.</p>
      ) : null}
      {present?.answer?.ok ? null : (
        <Button disabled={chosen.length === 0 || present?.answer === null} onClick={() => void prepare()}>
          Collect {chosen.length === shown.length ? 'all' : chosen.length} on {chainName}…
        </Button>
      )}
      {present?.answer ? <CollectAnswer answer={present.answer} /> : null}
    </div>
  );
}

interface HoldingsTableProps {
  chainName: string;
  shown: readonly Forwarder[];
  /** Addresses that are not ticked. */
  left: ReadonlySet<string>;
  onTick: (address: string) => void;
}

function HoldingsTable({ chainName, shown, left, onTick }: HoldingsTableProps) {
  return (
    <table className="plain-table">
      <caption>{chainName}</caption>
      <thead>
        <tr>
          <th scope="col">Collect</th>
          <th scope="col">Invoice</th>
          <th scope="col">Forwarder</th>
          <th scope="col" className="holdings-sum">
            Holds
          </th>
        </tr>
      </thead>
      <tbody>
        {shown.map(({ invoiceId, number, address, balances }) => (
          <tr key={address}>
            <td>
              <input
                type="checkbox"
                aria-label={`Collect ${number}`}
                checked={!left.has(address)}
                onChange={() => onTick(address)}
              />
            </td>
            <td>
              <Link href={`/invoices/${invoiceId}`}>{number}</Link>
            </td>
            <td className="mono" title={address}>
              {shortHash(address)}
            </td>
            <td className="numeric holdings-sum">
              {balances.length === 0 ? 'Not looked at yet' : balances.map(balanceText).join(', ')}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function balanceText({ symbol, decimals, units }: Forwarder['balances'][number]): string {
  return formatTokenAmount({ units: BigInt(units), token: { symbol, decimals } }, locale);
}
