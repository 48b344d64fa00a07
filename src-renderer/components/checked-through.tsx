import type { ChainState } from '../../shared/relay-api/links.ts';
import { findChain } from '../../shared/money/chain.ts';
import { formatAgo } from '../format/format-date.ts';
import { locale } from '../format/format-money.ts';

/** How far a chain was read, in words: "checked through block 1,284, 2 minutes ago", or why it was not. */
export function describeChain(chain: ChainState, now: Date): string {
  const through = chain.checkedThrough
    ? `checked through block ${BigInt(chain.checkedThrough).toLocaleString(locale)}`
    : 'not checked yet';
  const ago = chain.checkedAt ? `, ${formatAgo(chain.checkedAt, now)}` : '';
  const trouble = chain.trouble ?? (chain.status === 'unreachable' ? 'out of reach for now' : '');
  const catching = chain.status === 'catching-up' ? '; catching up' : '';
  return `${through}${ago}${trouble ? `; ${trouble}` : catching}`;
}

interface CheckedThroughProps {
  chains: readonly ChainState[];
  /** The chains to speak of; absent: all that are watched. */
  only?: ReadonlySet<number>;
}

/** "Checked through block N" for chains: what came after it is not told yet. */
export function CheckedThrough({ chains, only }: CheckedThroughProps) {
  const shown = only ? chains.filter(({ chainId }) => only.has(chainId)) : chains;
  if (shown.length === 0) return null;
  const now = new Date();
  return (
    <ul className="checked-through" aria-label="How far the chains were read">
      {shown.map((chain) => (
        <li key={chain.chainId} data-status={chain.status}>
          <span className="checked-name">{findChain(chain.chainId)?.name ?? `Chain ${chain.chainId}`}</span>{' '}
          {describeChain(chain, now)}
        </li>
      ))}
    </ul>
  );
}
