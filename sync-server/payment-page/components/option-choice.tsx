/** @jsxImportSource preact */
import { chainName, type PaymentChoice } from '../state/payment-choice.ts';

interface OptionChoiceProps {
  readonly choice: PaymentChoice;
  readonly onSymbol: (symbol: string) => void;
  readonly onChain: (chainId: number) => void;
}

/** Token and network, each only where there is something to choose. */
export function OptionChoice({ choice, onSymbol, onChain }: OptionChoiceProps) {
  const { option, symbols, chainIds } = choice;
  return (
    <>
      {symbols.length > 0 ? (
        <Choice
          name="token"
          legend="Pay with"
          options={symbols.map((symbol) => ({ value: symbol, label: symbol }))}
          chosen={option.symbol}
          onChoose={onSymbol}
        />
      ) : null}
      {chainIds.length > 0 ? (
        <Choice
          name="network"
          legend="On the network"
          options={chainIds.map((chainId) => ({ value: String(chainId), label: chainName(chainId) }))}
          chosen={String(option.chainId)}
          onChoose={(value) => onChain(Number(value))}
        />
      ) : null}
    </>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly legend: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly chosen: string;
  readonly onChoose: (value: string) => void;
}

function Choice({ name, legend, options, chosen, onChoose }: ChoiceProps) {
  return (
    <fieldset class="choice">
      <legend>{legend}</legend>
      <div class="chips">
        {options.map(({ value, label }) => (
          <label key={value} class="chip">
            <input type="radio" name={name} value={value} checked={value === chosen} onChange={() => onChoose(value)} />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
