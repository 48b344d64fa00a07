import { Check } from 'lucide-react';
import { chains, type Chain } from '../../shared/money/chain.ts';
import { tokenKey, tokensOn, type Token } from '../../shared/money/token.ts';

interface TokenPickerProps {
  /** Keys of the accepted tokens (`chainId:address`, lower case). */
  accepted: readonly string[];
  practice: boolean;
  onChange: (accepted: readonly string[]) => void;
}

/** Chooses tokens, chain by chain. In practice only the practice chain is at hand; others fold away. */
export function TokenPicker({ accepted, practice, onChange }: TokenPickerProps) {
  const usable = chains.filter((chain) => chain.practice === practice && tokensOn(chain.chainId).length > 0);
  const main = usable.filter((chain) => chain.practice || !chain.testnet);
  const rest = usable.filter((chain) => !chain.practice && chain.testnet);
  const foreign = chains.filter((chain) => !usable.includes(chain) && hasAccepted(chain, accepted));
  const rows = (list: readonly Chain[]) =>
    list.map((chain) => <ChainTokens key={chain.chainId} chain={chain} accepted={accepted} onChange={onChange} />);
  return (
    <div className="token-picker">
      {rows([...main, ...foreign])}
      {rest.length > 0 ? (
        <details>
          <summary>Test networks</summary>
          {rows(rest)}
        </details>
      ) : null}
    </div>
  );
}

function hasAccepted(chain: Chain, accepted: readonly string[]): boolean {
  return accepted.some((key) => key.startsWith(`${chain.chainId}:`));
}

function ChainTokens(props: { chain: Chain; accepted: readonly string[]; onChange: TokenPickerProps['onChange'] }) {
  const { chain, accepted, onChange } = props;
  function toggle(token: Token): void {
    const key = tokenKey(token.chainId, token.address);
    onChange(accepted.includes(key) ? accepted.filter((other) => other !== key) : [...accepted, key]);
  }
  return (
    <fieldset className="chain-tokens">
      <legend>{chain.name}</legend>
      <div className="token-chips">
        {tokensOn(chain.chainId).map((token) => {
          const isOn = accepted.includes(tokenKey(token.chainId, token.address));
          return (
            <label
              key={token.address}
              className="token-chip"
              title={`${token.name} · ${token.issuer} · ${token.address}`}
            >
              <input
                type="checkbox"
                className="token-check"
                checked={isOn}
                aria-label={`${token.symbol} on ${chain.name}`}
                onChange={() => toggle(token)}
              />
              {isOn ? <Check size={14} aria-hidden="true" /> : null}
              {token.symbol}
              {token.kind === 'bridged' ? <span className="token-kind">bridged</span> : null}
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
