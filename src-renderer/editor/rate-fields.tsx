import { findTokenByKey, type Peg } from '../../shared/money/token.ts';
import type { InvoiceDraft, SettlementRate } from '../../shared/invoice/invoice-draft.ts';
import { TextField } from '../components/text-field.tsx';
import { editRate } from './draft-edits.ts';
import { fieldId, useFieldProblems } from './field-problems.ts';
import type { Edit } from './use-draft-editor.ts';

/**
 * The pegs among the accepted tokens that are not at par with the invoice's currency, each with its tokens' symbols.
 */
export function pegsToRate(currency: string, accepted: readonly string[]): readonly { peg: Peg; symbols: string }[] {
  const symbols = new Map<Peg, Set<string>>();
  for (const key of accepted) {
    const token = findTokenByKey(key);
    if (!token || token.peg === currency) continue;
    symbols.set(token.peg, (symbols.get(token.peg) ?? new Set()).add(token.asset));
  }
  return [...symbols].map(([peg, names]) => ({ peg, symbols: [...names].join(', ') }));
}

/** Exchange rates that the owner freezes, with where they are from; tokens without one are not offered. */
export function RateFields(props: { draft: InvoiceDraft; edit: Edit; accepted: readonly string[] }) {
  const { draft, edit, accepted } = props;
  const problems = useFieldProblems();
  const pegs = pegsToRate(draft.currency, accepted);
  if (pegs.length === 0) return null;
  return (
    <div className="rates">
      {pegs.map(({ peg, symbols }) => {
        const index = draft.rates.findIndex((rate) => rate.peg === peg);
        const rate: SettlementRate = draft.rates[index] ?? { peg, perUnit: '', source: '', at: '' };
        const write = (change: Partial<SettlementRate>): void =>
          edit(`rate ${peg} ${Object.keys(change).join()}`, (old) =>
            editRate(old, { ...rate, ...change, at: new Date().toISOString() }),
          );
        const field = (name: 'perUnit' | 'source') => ({
          id: fieldId(['rates', index < 0 ? peg : index, name]),
          value: rate[name],
          onChange: (value: string) => write({ [name]: value }),
          onBlur: () => problems.touch(['rates', index, name]),
          problem: problems.at(['rates', index, name]),
        });
        return (
          <fieldset key={peg} className="rate">
            <legend>
              {symbols} for {draft.currency || 'this currency'}
            </legend>
            <p className="muted">
              {symbols} {symbols.includes(',') ? 'are' : 'is'} not at par with {draft.currency || 'this currency'}:
              without a rate {symbols.includes(',') ? 'they are' : 'it is'} not offered. The rate is frozen at issue.
            </p>
            <div className="field-row">
              <TextField
                label={`Rate to ${peg}`}
                optional
                inputMode="decimal"
                before={`1 ${draft.currency} =`}
                after={peg}
                {...field('perUnit')}
              />
              <TextField label={`Source of the ${peg} rate`} placeholder="ECB, 22 November" {...field('source')} />
            </div>
          </fieldset>
        );
      })}
    </div>
  );
}
