/** @jsxImportSource preact */
import type { ChainState } from '../../../shared/relay-api/links.ts';
import type { Connection } from '../state/page-state.ts';
import { chainName } from '../state/payment-choice.ts';

interface WatchLineProps {
  readonly connection: Connection;
  readonly chains: readonly ChainState[];
}

/** One quiet line on how fresh the page is: whether news arrives, and through which block each chain has been read. */
export function WatchLine({ connection, chains }: WatchLineProps) {
  const read = chains.filter((chain) => chain.checkedThrough !== null);
  return (
    <div class={`watch watch-${connection}`}>
      <span class="watch-dot" aria-hidden="true" />
      <p>
        <span role="status">
          {connection === 'lost'
            ? 'The connection to the server is interrupted. This page tries again by itself; nothing is lost.'
            : 'This page updates by itself.'}
        </span>
        {connection !== 'lost' && read.length === 1 && read[0] ? (
          <span>
            {' '}
            {chainName(read[0].chainId)} checked through block {Number(read[0].checkedThrough).toLocaleString('en')}.
          </span>
        ) : null}
      </p>
    </div>
  );
}
